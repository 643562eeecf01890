import type { EventLog } from '../../../event-log/event-log.js';
import { KeyedMutex } from '../../../kernel/keyed-mutex.js';
import type { OnPoison } from '../../../projection/parked.js';
import type { Projector } from '../../../projection/projector.js';
import { rebuild } from '../../../projection/sqlite/rebuild.js';
import { rebuildInThread, verifyInThread } from '../../../projection/sqlite/threads.js';
import { verifyAll, type VerifiedAll, type VerifyProgress } from '../../../projection/sqlite/verify-all.js';
import type { ReadModel } from '../../../read-store/read-model.js';
import type { SqliteReadStore } from '../../../read-store/sqlite/sqlite-read-store.js';
import type { KeyStore } from '../../../sealing/key-store.js';
import { modelsModule, readModels } from '../../register/registry.js';
import type { Maintenance, ModelState } from '../adapters.js';

interface Parts {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly dataKey: Buffer;
  readonly store: SqliteReadStore;
  /** The data folder. */
  readonly folder: string;
  readonly inThreads: boolean;
}

/** Rebuilds and verifications fill files beside the live one, in threads: one at a time. */
export class EmbeddedMaintenance implements Maintenance {
  private readonly mutex = new KeyedMutex();

  constructor(private readonly parts: Parts) {}

  modelsInState(state: ModelState, models: readonly ReadModel[]): readonly ReadModel[] {
    return this.parts.store.modelsInState(state, models);
  }

  rebuild(projector: Projector, onPoison: OnPoison, signal: AbortSignal): Promise<void> {
    const { log, store: live, folder } = this.parts;
    const fill = (file: string) => rebuildInThread({ folder, file, modelsModule: modelsModule.href, onPoison }, signal);
    return this.mutex.take('', () => rebuild({ log, live, projector, models: readModels, onPoison, fill }));
  }

  verify(onProgress: VerifyProgress, signal: AbortSignal): Promise<VerifiedAll> {
    const { log, keys, dataKey, store, folder, inThreads } = this.parts;
    const { file } = store;
    return this.mutex.take('', () =>
      inThreads
        ? verifyInThread({ folder, dataKey, file, modelsModule: modelsModule.href }, signal, onProgress)
        : verifyAll({ folder, log, keys, file, models: readModels, onProgress }),
    );
  }
}
