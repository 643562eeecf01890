import { setImmediate } from 'node:timers/promises';
import type { Instant } from '../kernel/dates.js';
import type { RecordedEvent } from '../kernel/events.js';
import type {
  Appended,
  EventLog,
  EventToAppend,
  ExpectedRevision,
  LogPage,
  Position,
  ReadAllOptions,
  StreamTail,
  SubscribeOptions,
} from './event-log.js';
import { LiveWindow } from './live-window.js';

/**
 * The log with one live subscription for all who follow it in this process. A follower reads pages until it has reached that
 * subscription, and again whenever it has fallen too far back; so it never holds up others. When the subscription fails, all who follow it see
 * the error, once; subscribing again makes a new one.
 */
export class SharedSubscription implements EventLog {
  private window: LiveWindow | undefined;
  private closed = false;

  /** `most`: how many events a follower may be late before it reads them from the log. */
  constructor(
    private readonly log: EventLog,
    private readonly most = 2_000,
  ) {}

  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<Appended> {
    return this.log.append(stream, expected, events);
  }

  read(stream: string, from?: number, count?: number): Promise<readonly RecordedEvent[]> {
    return this.log.read(stream, from, count);
  }

  readMany(tails: readonly StreamTail[]): Promise<readonly (readonly RecordedEvent[])[]> {
    return this.log.readMany(tails);
  }

  readAll(options: ReadAllOptions): Promise<LogPage> {
    return this.log.readAll(options);
  }

  async *subscribe({ after, pageSize = 500, signal }: SubscribeOptions = {}): AsyncGenerator<LogPage, void, undefined> {
    const ended = () => signal?.aborted === true || this.closed;
    let at = after;
    let window: LiveWindow | undefined;
    try {
      while (!ended()) {
        const read = await this.pageOfLog({ after: at, count: pageSize });
        if (read === undefined || ended()) return;
        at = read.next;
        let { caughtUp } = read;
        yield read;
        // An embedded log answers at once: others get their turn between two pages.
        await setImmediate();
        if (!caughtUp && !(window ?? this.window)?.has(at)) continue;

        window ??= this.join(at);
        while (!ended()) {
          const live = window.pageAfter(at, pageSize);
          if (live === undefined && this.log.compare(at, window.end) < 0) break;
          if (live !== undefined && (live.events.length > 0 || (live.caughtUp && !caughtUp))) {
            ({ next: at, caughtUp } = live);
            yield live;
          } else if (!(await window.more(signal))) return;
        }
      }
    } finally {
      if (window !== undefined) this.leave(window);
    }
  }

  compare(a: Position, b: Position): number {
    return this.log.compare(a, b);
  }

  head(): Promise<Position | undefined> {
    return this.log.head();
  }

  recordAfter(instant: Instant): Promise<Position | undefined> {
    return this.log.recordAfter(instant);
  }

  close(): Promise<void> {
    this.closed = true;
    return this.log.close();
  }

  /** Undefined when the log was closed meanwhile: that ends a subscription without an error. */
  private async pageOfLog(options: ReadAllOptions): Promise<LogPage | undefined> {
    try {
      return await this.log.readAll(options);
    } catch (error) {
      if (this.closed) return undefined;
      throw error;
    }
  }

  private join(at: Position): LiveWindow {
    if (this.window?.isLive !== true) this.window = new LiveWindow(this.log, at, this.most);
    this.window.readers += 1;
    return this.window;
  }

  private leave(window: LiveWindow): void {
    window.readers -= 1;
    if (window.readers > 0) return;
    window.stop();
    if (this.window === window) this.window = undefined;
  }
}
