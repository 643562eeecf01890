import type { EventLog } from '../event-log/event-log.js';
import type { ReadModel } from '../read-store/read-model.js';
import type { ReadStoreMaintenance } from '../read-store/read-store-maintenance.js';
import { fillNext } from './fill-whole-store.js';
import type { OnPoison } from './parked.js';
import type { Projector } from './projector.js';

export interface RebuildOptions {
  readonly log: EventLog;
  readonly maintenance: Pick<ReadStoreMaintenance, 'next' | 'takeOver'>;
  readonly projector: Pick<Projector, 'pausedDuring'>;
  readonly models: readonly ReadModel[];
  /** What to do with an event that a reducer cannot take: as the fill does. Default: stop. */
  readonly onPoison?: OnPoison;
  /** Fills the next store, while the served one is kept up: in a thread, or here by `fillNext`. */
  readonly fill: () => Promise<void>;
}

/**
 * Rebuilds the read models from the log without downtime: the next store fills beside the served one, is caught up while the projector
 * stands still, and takes over. Killed before its end, it goes on where it was. @throws PoisonEvent
 */
export async function rebuild({
  log,
  maintenance,
  projector,
  models,
  onPoison = 'stop',
  fill,
}: RebuildOptions): Promise<void> {
  await fill();
  await projector.pausedDuring(async () => {
    await fillNext(log, maintenance, models, { onPoison });
    await maintenance.takeOver(models);
  });
}
