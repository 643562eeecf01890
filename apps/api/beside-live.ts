import type { EventLog } from '../../libs/event-log/event-log.js';
import { verifyLog } from '../../libs/event-log/sqlite/verify-log.js';
import { Turns } from '../../libs/event-log/turns.js';
import type { OnPoison } from '../../libs/projection/parked.js';
import type { Projector } from '../../libs/projection/projector.js';
import { inWorker, rebuild } from '../../libs/projection/sqlite/rebuild.js';
import { verify, type Verified } from '../../libs/projection/sqlite/verify.js';
import type { SqliteReadStore } from '../../libs/read-store/sqlite/sqlite-read-store.js';
import { modelsModule, readModels } from './stored-events.js';

export interface BesideLiveParts {
  readonly log: EventLog;
  readonly store: SqliteReadStore;
  readonly projector: Projector;
  /** The data folder. */
  readonly folder: string;
  /** Ends a rebuild; what it has stored stays, to go on from. */
  readonly signal: AbortSignal;
}

/** What a verification does now, how much of it is done, and of how much where that is known. */
export type VerifyProgress = (step: string, done: number, all?: number) => void;

export interface VerifiedAll extends Verified {
  /** How many events the log has, all checked. */
  readonly events: number;
}

/** Rebuilds and verifications fill files beside the live one: one at a time. */
export class BesideLive {
  private readonly turns = new Turns();

  constructor(private readonly parts: BesideLiveParts) {}

  /** Fills the read models anew in a thread, and swaps them for the live ones when they have caught up. */
  rebuild(onPoison: OnPoison): Promise<void> {
    const { log, store: live, projector, folder, signal } = this.parts;
    const fill = inWorker({ folder, modelsModule, onPoison, signal });
    return this.turns.take('', () => rebuild({ log, live, projector, models: readModels, onPoison, fill }));
  }

  /** Checks the whole log, and whether the read models are, byte for byte, what it makes of them anew. @throws LogDamaged */
  verify(onProgress: VerifyProgress = () => undefined): Promise<VerifiedAll> {
    const { log, store, folder } = this.parts;
    return this.turns.take('', async () => {
      const events = await verifyLog(folder, (done, all) => onProgress('log: events checked', done, all));
      const verified = await verify({
        log,
        file: store.file,
        models: readModels,
        onProgress: (step, done) => {
          if (step === 'events') onProgress('read models: events rebuilt from', done, events);
          else onProgress('read models: rows compared', done);
        },
      });
      return { ...verified, events };
    });
  }
}
