import type { Instant } from '../../kernel/dates.js';
import type { RecordedEvent } from '../../kernel/events.js';
import {
  LogUnavailable,
  type Appended,
  type CopiedEvent,
  type CopyTarget,
  type EventToAppend,
  type ExpectedRevision,
  type LogPage,
  type Position,
  type ReadAllOptions,
  type StreamTail,
  type SubscribeOptions,
} from '../event-log.js';
import { AllEvents } from './all-events.js';
import { AppendTimes } from './append-times.js';
import { Appender } from './appender.js';
import { usualWaits, pause, type Waits } from './calls.js';
import { logIdentity } from './log-identity.js';
import { Places, type Stand } from './place.js';
import { serverAddress } from './server-address.js';
import { ServerClock } from './server-clock.js';
import { asLogError, isAccessDenied } from './server-errors.js';
import { ServerReads } from './server-reads.js';
import { ClientShare } from './shared-client.js';
import { storedEvent } from './stored-event.js';
import { subscribed, type Sources } from './subscription.js';

export interface EventStoreLogOptions {
  /** `esdb://name:password@host:2113`, or several hosts, or `esdb+discover://`; `?tls=false` for a server without TLS. */
  readonly url: string;
  /** Is told, in a line, what was not as it should be and is being tried again. */
  readonly onNotice?: (line: string) => void;
  /** In milliseconds, other than usual. */
  readonly waits?: Partial<Waits>;
  /** The most live events that are held for a reader that is slow. */
  readonly mostHeld?: number;
}

/**
 * Opens the log of a server, waiting for one that starts. Logs of one process share its client.
 * @throws ServerAddressInvalid @throws LogUnavailable when no server answers, or it refuses the name or the password @throws LogDamaged
 */
export async function openEventStoreLog(options: EventStoreLogOptions): Promise<CopyTarget> {
  const { url, onNotice = () => undefined, mostHeld = 2_000 } = options;
  const waits = { ...usualWaits, ...options.waits };
  const share = new ClientShare(serverAddress(url));
  const reads = new ServerReads(share, waits);
  try {
    const places = new Places(await identityOnceThere(share, reads, waits));
    const [all, times] = [new AllEvents(reads, places), new AppendTimes(reads, places)];
    const clock = new ServerClock(share, reads, waits, onNotice);
    return new ServerLog(share, { reads, all, times, places, clock, waits, mostHeld, onNotice });
  } catch (error) {
    await share.release();
    throw error;
  }
}

/** A server that starts refuses, or answers with errors of its own: it is asked until it is ready. */
async function identityOnceThere(share: ClientShare, reads: ServerReads, waits: Waits): Promise<string> {
  const until = performance.now() + waits.opening;
  for (let wait = waits.retry; ; wait = Math.min(wait * 2, waits.longestRetry)) {
    try {
      return await logIdentity(share, reads, waits);
    } catch (error) {
      const reason = asLogError(reads.server, error);
      if (!(reason instanceof LogUnavailable) || isAccessDenied(error) || performance.now() >= until) throw reason;
      await pause(wait);
    }
  }
}

class ServerLog implements CopyTarget {
  private readonly closing = new AbortController();
  private readonly sources: Sources;
  private readonly appender: Appender;

  constructor(
    private readonly share: ClientShare,
    sources: Omit<Sources, 'closing'>,
  ) {
    this.sources = { ...sources, closing: this.closing.signal };
    this.appender = new Appender(share, sources.reads, sources.times, sources.places, sources.waits);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<Appended> {
    this.refuseClosed();
    return this.appender.append(stream, expected, events);
  }

  async appendCopied(stream: string, expected: ExpectedRevision, events: readonly CopiedEvent[]): Promise<Appended> {
    this.refuseClosed();
    return this.appender.append(stream, expected, events);
  }

  async read(stream: string, from = 0, count = Infinity): Promise<readonly RecordedEvent[]> {
    this.refuseClosed();
    const { reads, places, times } = this.sources;
    const read = await reads.stream(stream, from, count);
    return times.timed(read.map((event) => storedEvent(places, event)));
  }

  async readMany(tails: readonly StreamTail[]): Promise<readonly (readonly RecordedEvent[])[]> {
    const read: (readonly RecordedEvent[])[] = [];
    for (let first = 0; first < tails.length; first += readsAtOnce) {
      const some = tails.slice(first, first + readsAtOnce);
      read.push(...(await Promise.all(some.map(({ stream, from }) => this.read(stream, from)))));
    }
    return read;
  }

  async readAll({ after, count }: ReadAllOptions): Promise<LogPage> {
    this.refuseClosed();
    const { all, places, times } = this.sources;
    const stand: Stand = after === undefined ? 'start' : places.standAt(after);
    const { events: stored, isEnd } = await all.after(stand, count);
    const events = await times.timed(stored);
    return { events, next: places.positionAt(stored.at(-1)?.place ?? stand), caughtUp: isEnd };
  }

  subscribe(options: SubscribeOptions = {}): AsyncIterable<LogPage> {
    return subscribed(this.sources, options);
  }

  compare(a: Position, b: Position): number {
    return this.sources.places.compare(a, b);
  }

  async head(): Promise<Position | undefined> {
    this.refuseClosed();
    const last = await this.sources.all.last();
    return last === 'start' ? undefined : this.sources.places.positionAt(last);
  }

  async recordAfter(instant: Instant): Promise<Position | undefined> {
    this.refuseClosed();
    await this.sources.clock.passed(instant);
    return this.head();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.share.release();
  }

  private refuseClosed(): void {
    if (this.closing.signal.aborted) throw new LogUnavailable(`The log at ${this.share.address.server} is closed.`);
  }
}

const readsAtOnce = 32;
