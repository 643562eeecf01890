import { LruMap } from '../../kernel/lru-map.js';
import type { Filter } from '../../read-store/filter.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import { everything, type ReadStore } from '../../read-store/read-store.js';
import { contractFeed } from '../../../projections/contracts/contract-feed.read-model.js';
import { refuseQuery } from '../records/query-refusals.js';
import { mustHaveSeen, whatToDo, type FeedCursor } from './feed-cursor.js';

type RowOf<M> = M extends ReadModel<infer R extends Row> ? R : never;
export type FeedRow = RowOf<typeof contractFeed>;

export interface FeedScope {
  readonly origin?: string | undefined;
  readonly project?: string | undefined;
}

/** A reader that stops holds one page in memory, some 60 kB, and no more. */
const pageSize = 50;
const pagesKept = 100;

interface Page {
  readonly text: Buffer;
  /** Where to go on; undefined at the end. */
  readonly next: number | undefined;
}

/** The contract feed as text, in pages. Readers at the same place are given the same page, read and written once: entries never change. */
export class FeedPages {
  private readonly kept = new LruMap<string, Promise<Page>>(pagesKept);

  constructor(
    private readonly store: ReadStore,
    private readonly textOf: (row: FeedRow) => string,
  ) {}

  /** What comes after `after`, up to and with `last`. */
  async *between(after: number, last: number, scope: FeedScope): AsyncGenerator<Buffer> {
    for (let at: number | undefined = after; at !== undefined && at < last;) {
      const { text, next }: Page = await this.page(at, last, scope);
      if (text.length > 0) yield text;
      at = next;
    }
  }

  private page(after: number, last: number, scope: FeedScope): Promise<Page> {
    const key = JSON.stringify([after, last, scope.origin, scope.project]);
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const page = this.read(after, last, scope);
    this.kept.set(key, page);
    page.catch(() => this.kept.delete(key));
    return page;
  }

  private async read(after: number, last: number, scope: FeedScope): Promise<Page> {
    const { items } = await this.store.list(contractFeed, {
      // Its scope is the subscription's own: by origin and project, not by what a user may see (decision 6).
      viewer: everything,
      filter: within(after, last, scope),
      sort: [{ field: 'sequence', descending: false }],
      limit: pageSize,
    });
    const next = items.length < pageSize ? undefined : items.at(-1)?.sequence;
    return { text: Buffer.from(items.map(this.textOf).join('')), next };
  }
}

/** A place that the feed has not reached, or where another event stands, is of another log, or of a longer one: refused, never guessed. */
export async function mustKnow(
  store: ReadStore,
  cursor: FeedCursor,
  isCaughtUp: () => Promise<boolean>,
): Promise<void> {
  const { sequence } = cursor;
  const last = await store.lastSequence(contractFeed);
  if (sequence <= last) {
    mustHaveSeen(cursor, await entryAt(store, sequence));
    return;
  }
  if (!(await isCaughtUp())) refuseQuery('read-model-behind', 'The feed is still catching up; try again in a moment.');
  refuseQuery(
    'position-unknown',
    `The feed ends at ${String(last)}, so nothing can come after ${String(sequence)}: an older log was restored, or it is another log. ${whatToDo}`,
  );
}

async function entryAt(store: ReadStore, sequence: number): Promise<FeedRow | undefined> {
  const { items } = await store.list(contractFeed, {
    viewer: everything,
    filter: { sequence: { eq: sequence } },
    sort: [{ field: 'sequence', descending: false }],
    limit: 1,
  });
  return items[0];
}

function within(after: number, last: number, { origin, project }: FeedScope): Filter {
  return {
    and: [
      { sequence: { gt: after, lte: last } },
      ...(origin === undefined ? [] : [{ origin: { eq: origin } }]),
      ...(project === undefined ? [] : [{ projectId: { eq: project } }]),
    ],
  };
}
