import { LiveFeed } from '../../../libs/testing/api/live-feed.js';
import type { FeedEvent } from '../../../libs/testing/api/shown.js';

/** A consumer of the contract feed that lives longer than the servers: after each it goes on after the last event it took. */
export class FeedFollower {
  readonly taken: FeedEvent[] = [];

  /** Where it goes on. */
  get cursor(): string {
    return this.taken.at(-1)?.cursor ?? '0';
  }

  /** Takes events until the server is gone. */
  async follow(origin: string): Promise<void> {
    try {
      const feed = await LiveFeed.open(origin, `?after=${this.cursor}`);
      for (;;) this.taken.push(...(await feed.next(1)).map(({ data }) => data));
    } catch {
      // The connection ended, as it should when a server is killed.
    }
  }

  /** Takes what there is up to now. */
  take(events: readonly FeedEvent[]): void {
    this.taken.push(...events);
  }
}
