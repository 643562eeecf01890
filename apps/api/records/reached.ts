import { DomainError } from '../../../libs/kernel/domain-error.js';
import type { Position } from '../../../libs/event-log/event-log.js';
import type { Tidemark } from '../tidemark.js';

const patience = 5_000;

/** Read your writes: waits, bounded, until the read models have the position. */
export async function reached(tidemark: Tidemark, position: string | undefined): Promise<void> {
  if (position === undefined) return;
  // Text from outside; the projector refuses what is no position of this log.
  if (await tidemark.projector.waitFor(position as Position, patience)) return;
  throw new DomainError('read-model-behind', 'The read models have not reached that position yet; try again in a moment.');
}
