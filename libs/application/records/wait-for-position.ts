import { PositionUnknown, type EventLog } from '../../event-log/event-log.js';
import { claimedPosition } from '../../event-log/position.js';
import type { Progress } from '../../projection/progress.js';
import { refuseQuery } from './query-refusals.js';

const patience = 5_000;

/** Read your writes: waits, bounded, until the read models have the position. @throws DomainError `read-model-behind` @throws PositionUnknown */
export async function waitForPosition(
  log: EventLog,
  progress: Pick<Progress, 'waitFor'>,
  position: string | undefined,
): Promise<void> {
  if (position === undefined) return;
  // Text from outside; the projector refuses what is no position of this log.
  const wanted = claimedPosition(position);
  const head = await log.head();
  if (head !== undefined && log.compare(wanted, head) > 0) {
    throw new PositionUnknown(
      `The log ends at ${head}, before "${position}". Was another log restored? Use a position that this one gave.`,
    );
  }
  if (await progress.waitFor(wanted, patience)) return;
  refuseQuery('read-model-behind', 'The read models have not reached that position yet; try again in a moment.');
}
