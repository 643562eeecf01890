import { LogDamaged, PositionUnknown, type LogPage, type SubscribeOptions } from '../event-log.js';
import type { AllEvents } from './all-events.js';
import type { AppendTimes } from './append-times.js';
import { pause, type Waits } from './calls.js';
import { LiveEvents } from './live-events.js';
import type { Places, Stand } from './place.js';
import { asLogError } from './server-errors.js';
import type { ServerClock } from './server-clock.js';
import type { ServerReads } from './server-reads.js';
import type { StoredEvent } from './stored-event.js';

/** What a subscription stands on. */
export interface Sources {
  readonly reads: ServerReads;
  readonly all: AllEvents;
  readonly times: AppendTimes;
  readonly places: Places;
  readonly clock: ServerClock;
  readonly waits: Waits;
  /** The most events that are held for a reader. */
  readonly mostHeld: number;
  readonly onNotice: (line: string) => void;
  /** Aborts when the log closes. */
  readonly closing: AbortSignal;
}

/**
 * The whole log in pages, without an end: by pages until one reaches the end, then live. What ends the live part (a drop, a lost connection,
 * a reader too slow for it) leads back to pages, from where the reader stands; while the server is away, that is tried ever less often.
 * @throws PositionUnknown @throws LogDamaged
 */
export async function* subscribed(
  sources: Sources,
  { after, pageSize = 500, signal }: SubscribeOptions,
): AsyncGenerator<LogPage, void, undefined> {
  const ending = signal === undefined ? sources.closing : AbortSignal.any([signal, sources.closing]);
  const reader = new Reader(sources, after === undefined ? 'start' : sources.places.standAt(after), pageSize, ending);
  try {
    while (!ending.aborted) {
      const page = await orEnd(reader.next(), ending);
      if (page !== undefined) yield page;
    }
  } finally {
    reader.close();
  }
}

/** What the work comes to, or undefined at an abort: nobody waits for a server that does not answer. */
const orEnd = <T>(work: Promise<T>, ending: AbortSignal): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const end = () => resolve(undefined);
    ending.addEventListener('abort', end);
    void work.then(resolve, reject).finally(() => ending.removeEventListener('abort', end));
  });

/** Where one subscription stands, and how it goes on. */
class Reader {
  private live: LiveEvents | undefined;
  private toldCaughtUp = false;
  private failures = 0;

  constructor(
    private readonly sources: Sources,
    private at: Stand,
    private readonly pageSize: number,
    private readonly ending: AbortSignal,
  ) {}

  /** The next page; undefined where there is none yet. */
  async next(): Promise<LogPage | undefined> {
    try {
      return await (this.live === undefined ? this.paged() : this.fromLive(this.live));
    } catch (error) {
      this.close();
      if (error instanceof PositionUnknown || error instanceof LogDamaged) throw error;
      await this.backOff(error);
      return undefined;
    }
  }

  close(): void {
    this.live?.close();
    this.live = undefined;
  }

  private async paged(): Promise<LogPage> {
    const { all, reads, places, mostHeld } = this.sources;
    const { events, isEnd, end } = await all.after(this.at, this.pageSize);
    if (isEnd && !this.ending.aborted) this.live = new LiveEvents(reads, places, end, mostHeld);
    return this.page(events, isEnd);
  }

  private async fromLive(live: LiveEvents): Promise<LogPage | undefined> {
    if (live.isCaughtUp) this.recovered();
    if (!live.isEmpty()) {
      const events = live.take(this.pageSize);
      return this.page(events, live.isEmpty() && live.isCaughtUp && !live.isOver());
    }
    live.throwIfFailed();
    if (live.isOver()) {
      this.close();
      return undefined;
    }
    if (live.isCaughtUp && !this.toldCaughtUp) return this.page([], true);
    await this.newsOf(live);
    return undefined;
  }

  /** A subscription may die without a word: then the log has what it has not brought. */
  private async newsOf(live: LiveEvents): Promise<void> {
    if (await live.wait(this.sources.waits.idle, this.ending)) return;
    const { events } = await this.sources.all.after(this.at, 1);
    if (events.length > 0 && live.isEmpty()) this.close();
  }

  private async page(stored: readonly StoredEvent[], caughtUp: boolean): Promise<LogPage> {
    const { times, places, clock } = this.sources;
    const events = await times.timed(stored);
    const last = stored.at(-1);
    if (last !== undefined) {
      this.at = last.place;
      clock.saw(last.created);
    }
    this.toldCaughtUp = caughtUp;
    return { events, next: places.positionAt(this.at), caughtUp };
  }

  private recovered(): void {
    if (this.failures > 0) this.sources.onNotice(`The event log at ${this.sources.reads.server} is followed again.`);
    this.failures = 0;
  }

  private async backOff(error: unknown): Promise<void> {
    const { reads, waits, onNotice } = this.sources;
    if (this.failures === 0) onNotice(`${asLogError(reads.server, error).message} It is tried again.`);
    const wait = Math.min(waits.retry * 2 ** this.failures, waits.longestRetry);
    this.failures += 1;
    await pause(wait, this.ending);
  }
}
