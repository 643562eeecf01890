import type { EventLog } from '../../event-log/event-log.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { beside } from '../../read-store/sqlite/database.js';
import type { SqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import type { OnPoison } from '../parked.js';
import type { Projector } from '../projector.js';
import { fillBeside } from './fill-beside.js';

export interface RebuildOptions {
  readonly log: EventLog;
  readonly live: SqliteReadStore;
  readonly projector: Pick<Projector, 'pausedDuring'>;
  readonly models: readonly ReadModel[];
  /** What to do with an event that a reducer cannot take: as the fill does. Default: stop. */
  readonly onPoison?: OnPoison;
  /** Fills the file beside, in a thread or here. */
  readonly fill: (file: string) => Promise<void>;
}

/**
 * Rebuilds the read models from the log without downtime: a new file fills beside the live one, is caught up while the projector
 * stands still, and takes its place. Killed before its end, it goes on where it was. @throws PoisonEvent
 */
export async function rebuild({
  log,
  live,
  projector,
  models,
  onPoison = 'stop',
  fill,
}: RebuildOptions): Promise<void> {
  const file = beside(live.file, 'next');
  await fill(file);
  await projector.pausedDuring(async () => {
    await fillBeside({ log, file, models, onPoison });
    live.replaceWith(file);
  });
}
