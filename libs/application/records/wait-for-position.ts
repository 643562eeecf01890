import { PositionUnknown, type EventLog, type Position } from '../../event-log/event-log.js';
import { claimedPosition } from '../../event-log/position.js';
import type { Progress } from '../../projection/progress.js';
import type { Reactions } from '../lifecycle/reactions.js';
import { refuseQuery } from './query-refusals.js';

const patience = 5_000;

interface Waiting {
  readonly log: EventLog;
  readonly progress: Pick<Progress, 'waitFor'>;
  readonly reactions: Reactions;
}

/**
 * Read your writes: waits, bounded, until the read models have the position, and what processes made of it.
 * @throws DomainError `read-model-behind` @throws PositionUnknown
 */
export async function waitForAnswered({ log, progress, reactions }: Waiting, position: string): Promise<void> {
  // Text from outside; the projector refuses what is no position of this log.
  const wanted = claimedPosition(position);
  const head = await log.head();
  if (head !== undefined && log.compare(wanted, head) > 0) {
    throw new PositionUnknown(
      `The log ends at ${head}, before "${position}". Was another log restored? Use a position that this one gave.`,
    );
  }
  const reacted = await reactions.after(wanted, patience);
  if (reacted === undefined)
    return refuseQuery(
      'read-model-behind',
      'What processes make of that position is not there yet; try again in a moment.',
    );
  await waitForProjected(progress, reacted);
}

/** Waits, bounded, until the read models have what is in the log. @throws DomainError `read-model-behind` */
export async function waitForProjected(
  progress: Pick<Progress, 'waitFor'>,
  position: Position | undefined,
): Promise<void> {
  if (position === undefined || (await progress.waitFor(position, patience))) return;
  refuseQuery('read-model-behind', 'The read models have not reached that position yet; try again in a moment.');
}
