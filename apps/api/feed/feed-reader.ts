import { DomainError } from '../../../libs/kernel/domain-error.js';
import type { Filter } from '../../../libs/read-store/filter.js';
import { everything, type ReadStore } from '../../../libs/read-store/read-store.js';
import { contractFeed } from '../../../projections/contracts/contract-feed.read-model.js';
import type { Tidemark } from '../tidemark.js';
import type { FeedRow } from './cloud-event.js';

export interface FeedScope {
  readonly origin?: string | undefined;
  readonly project?: string | undefined;
}

const pageSize = 500;

/** The contract feed behind a number, page by page; it ends where the feed ends now. */
export async function* feedAfter(
  store: ReadStore,
  after: number,
  scope: FeedScope,
): AsyncGenerator<readonly FeedRow[]> {
  let last = after;
  for (;;) {
    const { items } = await store.list(contractFeed, {
      viewer: everything,
      filter: within(last, scope),
      sort: [{ field: 'sequence', descending: false }],
      limit: pageSize,
    });
    if (items.length === 0) return;
    yield items;
    last = items.at(-1)?.sequence ?? last;
    if (items.length < pageSize) return;
  }
}

/** A number that the feed has not reached is of another log, or of a longer one than this: refused, never guessed. */
export async function mustHaveReached(tidemark: Tidemark, after: number): Promise<void> {
  const last = await tidemark.store.size(contractFeed);
  if (after <= last) return;
  if (!(await tidemark.readiness()).ready)
    throw new DomainError('read-model-behind', 'The feed is still catching up; try again in a moment.');
  throw new DomainError(
    'position-unknown',
    `The feed ends at ${String(last)}, so nothing can come after ${String(after)}. Was another log restored? Start again from the number you know.`,
  );
}

function within(after: number, { origin, project }: FeedScope): Filter {
  return {
    and: [
      { sequence: { gt: after } },
      ...(origin === undefined ? [] : [{ origin: { eq: origin } }]),
      ...(project === undefined ? [] : [{ projectId: { eq: project } }]),
    ],
  };
}
