import type { EventLog } from '../event-log/event-log.js';
import { KeyedMutex } from '../kernel/keyed-mutex.js';
import type { ReadModel } from '../read-store/read-model.js';
import type { ReadStoreMaintenance } from '../read-store/read-store-maintenance.js';
import { fillNext } from './fill-whole-store.js';
import type { OnPoison } from './parked.js';
import type { Projector } from './projector.js';
import { rebuild } from './rebuild.js';
import { verifyAll, type VerifiedAll, type VerifyAllOptions, type VerifyProgress } from './verify-all.js';

/** The long work of maintenance: in this thread, or in one of its own. */
export interface MaintenanceWork {
  /** Fills the store that is to take over. Ended by the signal or killed, it goes on where it was. @throws PoisonEvent */
  fillNext(onPoison: OnPoison, signal?: AbortSignal): Promise<void>;
  /** @throws LogDamaged */
  verify(onProgress: VerifyProgress): Promise<VerifiedAll>;
}

export const workInThisThread = (
  options: Omit<VerifyAllOptions, 'aside' | 'onProgress'> & { readonly maintenance: ReadStoreMaintenance },
): MaintenanceWork => ({
  fillNext: (onPoison, signal) => fillNext(options.log, options.maintenance, options.models, { onPoison, signal }),
  verify: (onProgress) => verifyAll({ ...options, aside: options.maintenance, onProgress }),
});

export interface MaintenanceParts {
  readonly log: EventLog;
  readonly maintenance: ReadStoreMaintenance;
  readonly projector: Pick<Projector, 'pausedDuring'>;
  readonly models: readonly ReadModel[];
  readonly work: MaintenanceWork;
}

/** Rebuilds and verifies, one at a time: both fill stores beside the served one. */
export class Maintenance {
  private readonly mutex = new KeyedMutex();

  constructor(private readonly parts: MaintenanceParts) {}

  /** Fills the read models again, and takes them over when they have caught up; ended by the signal, another call goes on. */
  rebuild(onPoison: OnPoison, signal?: AbortSignal): Promise<void> {
    const { work, ...parts } = this.parts;
    return this.mutex.take('', () => rebuild({ ...parts, onPoison, fill: () => work.fillNext(onPoison, signal) }));
  }

  /** Checks the whole log, and whether the read models are, byte for byte, what it makes of them. @throws LogDamaged */
  verify(onProgress: VerifyProgress = () => undefined): Promise<VerifiedAll> {
    return this.mutex.take('', () => this.parts.work.verify(onProgress));
  }
}
