import type { EventLog } from '../../libs/event-log/event-log.js';
import { KeyedMutex } from '../../libs/kernel/keyed-mutex.js';
import type { OnPoison } from '../../libs/projection/parked.js';
import type { Projector } from '../../libs/projection/projector.js';
import { rebuild } from '../../libs/projection/sqlite/rebuild.js';
import { rebuildInThread, verifyInThread } from '../../libs/projection/sqlite/threads.js';
import { verifyAll, type VerifiedAll, type VerifyProgress } from '../../libs/projection/sqlite/verify-all.js';
import type { SqliteReadStore } from '../../libs/read-store/sqlite/sqlite-read-store.js';
import type { KeyStore } from '../../libs/sealing/key-store.js';
import { modelsModule, readModels } from './stored-events.js';

export interface MaintenanceParts {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly dataKey: Buffer;
  readonly store: SqliteReadStore;
  readonly projector: Projector;
  /** The data folder. */
  readonly folder: string;
  /** Ends the work; what a rebuild has stored stays, to go on from. */
  readonly signal: AbortSignal;
  readonly inThreads: boolean;
}

/** Rebuilds and verifications fill files beside the live one: one at a time. */
export class Maintenance {
  private readonly mutex = new KeyedMutex();

  constructor(private readonly parts: MaintenanceParts) {}

  /** Fills the read models anew in a thread, and swaps them for the live ones when they have caught up. */
  rebuild(onPoison: OnPoison): Promise<void> {
    const { log, store: live, projector, folder, signal } = this.parts;
    const fill = (file: string) => rebuildInThread({ folder, file, modelsModule: modelsModule.href, onPoison }, signal);
    return this.mutex.take('', () => rebuild({ log, live, projector, models: readModels, onPoison, fill }));
  }

  /** Checks the whole log, its keys, and whether the read models are, byte for byte, what it makes of them again. @throws LogDamaged */
  verify(onProgress: VerifyProgress = () => undefined): Promise<VerifiedAll> {
    const { log, keys, dataKey, store, folder, signal, inThreads } = this.parts;
    const { file } = store;
    return this.mutex.take('', () =>
      inThreads
        ? verifyInThread({ folder, dataKey, file, modelsModule: modelsModule.href }, signal, onProgress)
        : verifyAll({ folder, log, keys, file, models: readModels, onProgress }),
    );
  }
}
