import { keptIn, LruMap } from '../../kernel/lru-map.js';
import type { Filter } from '../../read-store/filter.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import { everything, type ReadStore } from '../../read-store/read-store.js';
import { contractFeed } from '../../../projections/contracts/contract-feed.read-model.js';
import { allOf } from '../records/project-scope.js';
import { refuseQuery } from '../records/query-refusals.js';
import { cursorOf, mustHaveSeen, whatToDo, type FeedCursor } from './feed-cursor.js';

type RowOf<M> = M extends ReadModel<infer R extends Row> ? R : never;
export type FeedRow = RowOf<typeof contractFeed>;

/** A reader that stops holds one page in memory, some 60 kB, and no more. */
const pageSize = 50;
const pagesKept = 100;

/** Some of the feed as text. */
interface Page {
  readonly text: Buffer;
  readonly count: number;
  /** The number of its last event. */
  readonly last: number | undefined;
  readonly isFull: boolean;
}

/** What a reader takes of the feed: after a number up to and with another, of these only, so many at most. */
export interface FeedRange {
  readonly after: number;
  readonly last: number;
  readonly scope: Filter | undefined;
  readonly limit?: number | undefined;
}

/** The contract feed as text, in pages. Readers at the same place are given the same page, read and written once: entries never change. */
export class FeedPages {
  private readonly kept = new LruMap<string, Promise<Page>>(pagesKept);
  private readonly places = new LruMap<number, Promise<string>>(pagesKept);

  constructor(
    private readonly store: ReadStore,
    private readonly textOf: (row: FeedRow) => string,
  ) {}

  /** Page by page, each with the number of its last event. */
  async *between({ after, last, scope, limit = Infinity }: FeedRange): AsyncGenerator<{ text: Buffer; last: number }> {
    for (let [at, left] = [after, limit]; at < last && left > 0;) {
      const page: Page = await this.page(at, last, scope, Math.min(pageSize, left));
      if (page.last !== undefined) yield { text: page.text, last: page.last };
      if (page.last === undefined || !page.isFull) return;
      at = page.last;
      left -= page.count;
    }
  }

  /** The cursor of the place behind the event with this number. */
  placeAt(sequence: number): Promise<string> {
    if (sequence === 0) return Promise.resolve('0');
    return keptIn(this.places, sequence, async () => {
      const row = await entryAt(this.store, sequence);
      if (row === undefined) throw new RangeError(`The contract feed has no event ${String(sequence)}.`);
      return cursorOf(row);
    });
  }

  private page(after: number, last: number, scope: Filter | undefined, size: number): Promise<Page> {
    const key = JSON.stringify([after, last, size, scope]);
    return keptIn(this.kept, key, () => this.read(after, last, scope, size));
  }

  private async read(after: number, last: number, scope: Filter | undefined, size: number): Promise<Page> {
    const { items } = await this.store.list(contractFeed, {
      // Its scope is the subscription's own: by origin and project, not by what a user may see (decision 6).
      viewer: everything,
      filter: allOf({ sequence: { gt: after, lte: last } }, scope),
      sort: [{ field: 'sequence', descending: false }],
      limit: size,
    });
    return {
      text: Buffer.from(items.map(this.textOf).join('')),
      count: items.length,
      last: items.at(-1)?.sequence,
      isFull: items.length === size,
    };
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
