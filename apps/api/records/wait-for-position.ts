import { DomainError } from '../../../libs/kernel/domain-error.js';
import { PositionUnknown } from '../../../libs/event-log/event-log.js';
import { claimedPosition } from '../../../libs/event-log/position.js';
import type { Tidemark } from '../tidemark.js';

const patience = 5_000;

/** Read your writes: waits, bounded, until the read models have the position. */
export async function waitForPosition(tidemark: Tidemark, position: string | undefined): Promise<void> {
  if (position === undefined) return;
  // Text from outside; the projector refuses what is no position of this log.
  const wanted = claimedPosition(position);
  const head = await tidemark.log.head();
  if (head !== undefined && tidemark.log.compare(wanted, head) > 0) {
    throw new PositionUnknown(
      `The log ends at ${head}, before "${position}". Was another log restored? Use a position that this one gave.`,
    );
  }
  if (await tidemark.projector.waitFor(wanted, patience)) return;
  throw new DomainError(
    'read-model-behind',
    'The read models have not reached that position yet; try again in a moment.',
  );
}
