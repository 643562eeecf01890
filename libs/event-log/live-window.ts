import type { RecordedEvent } from '../kernel/events.js';
import { Signal } from '../kernel/signal.js';
import type { EventLog, LogPage, Position } from './event-log.js';
import { positionOf } from './position.js';

/**
 * The events that one live subscription brought last. Whoever waits at its end pulls it on, so that it is as fast as the fastest
 * reader; it keeps at most `most` events, and slower readers find theirs in the log.
 */
export class LiveWindow {
  /** How many follow it. */
  readers = 0;
  private readonly events: RecordedEvent[] = [];
  private caughtUp = false;
  private pulling = false;
  private over: { readonly error: unknown } | 'ended' | undefined;
  private readonly news = new Signal();
  private readonly stopping = new AbortController();
  private readonly pages: AsyncIterator<LogPage>;

  constructor(
    log: Pick<EventLog, 'subscribe'>,
    /** The place before the first event. */
    private begin: Position,
    private readonly most: number,
  ) {
    this.pages = log.subscribe({ after: begin, signal: this.stopping.signal })[Symbol.asyncIterator]();
  }

  /** The place of the last event. */
  get end(): Position {
    const last = this.events.at(-1);
    return last === undefined ? this.begin : positionOf(last);
  }

  /** Whether its subscription goes on. */
  get isLive(): boolean {
    return this.over === undefined;
  }

  /** Whether what follows this place is in here. */
  has(at: Position): boolean {
    return this.pageAfter(at, 0) !== undefined;
  }

  /** What follows this place, without events at the end; undefined when the place is not in here. */
  pageAfter(at: Position, count: number): LogPage | undefined {
    const from = at === this.begin ? 0 : this.events.findLastIndex(({ position }) => position === at) + 1;
    if (from === 0 && at !== this.begin) return undefined;
    const events = this.events.slice(from, from + count);
    const last = events.at(-1);
    const isEnd = from + events.length === this.events.length;
    return { events, next: last === undefined ? at : positionOf(last), caughtUp: isEnd && this.caughtUp };
  }

  /** Resolves when there may be more, or at an abort; with false when nothing comes any more. @throws what the subscription failed with */
  async more(signal: AbortSignal | undefined): Promise<boolean> {
    if (this.isLive) {
      this.pull();
      await this.news.wait(signal);
    }
    if (typeof this.over === 'object') throw this.over.error;
    return this.isLive;
  }

  stop(): void {
    this.stopping.abort();
  }

  private pull(): void {
    if (this.pulling) return;
    this.pulling = true;
    void this.pages
      .next()
      .then(
        (next) => {
          if (next.done === true) this.over = 'ended';
          else this.add(next.value);
        },
        (error: unknown) => {
          this.over = { error };
        },
      )
      .finally(() => {
        this.pulling = false;
        this.news.wake();
      });
  }

  private add({ events, caughtUp }: LogPage): void {
    this.events.push(...events);
    this.caughtUp = caughtUp;
    const dropped = this.events.splice(0, Math.max(0, this.events.length - this.most)).at(-1);
    if (dropped !== undefined) this.begin = positionOf(dropped);
  }
}
