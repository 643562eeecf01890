import { rejecting } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import { sameJson } from '../kernel/json.js';
import { unobserved, type Observer } from '../kernel/observer.js';
import {
  AppendTooLarge,
  firstAfter,
  LogUnavailable,
  RevisionConflict,
  type Appended,
  type EventLog,
  type EventToAppend,
  type ExpectedRevision,
} from '../event-log/event-log.js';
import type { EventRegistry } from '../event-log/event-registry.js';
import type { Sealer } from '../sealing/sealer.js';
import type { ExecutorRefusal } from './outcome.js';

interface Parts {
  readonly log: EventLog;
  readonly registry: EventRegistry;
  readonly sealer: Sealer;
  readonly observer?: Pick<Observer, 'append' | 'retry'>;
}

/** How often the log is still tried; counted down. */
export interface Tries {
  left: number;
}

/** Brings decided events into the log, sealed, until their outcome is known. */
export class EventAppender {
  constructor(private readonly parts: Parts) {}

  /**
   * The events as the log has them; undefined when the stream was elsewhere, or had these events by another try: then the log says
   * what happened, not what was decided here. @throws DomainError `command-too-large` @throws InvalidEvent @throws LogUnavailable when the outcome stays unknown
   */
  async append(
    stream: string,
    after: ExpectedRevision,
    events: readonly EventToAppend[],
    tries: Tries,
  ): Promise<readonly RecordedEvent[] | undefined> {
    const sealed = await this.sealed(events);
    const appended = await this.send(stream, after, sealed, tries);
    return appended && this.recorded(stream, firstAfter(after), sealed, appended);
  }

  private async sealed(events: readonly EventToAppend[]): Promise<readonly EventToAppend[]> {
    const { registry, sealer } = this.parts;
    for (const event of events) registry.check(event);
    return sealer.seal(events);
  }

  /** Sends the same events until their outcome is known; undefined when the stream was elsewhere. */
  private async send(
    stream: string,
    after: ExpectedRevision,
    events: readonly EventToAppend[],
    tries: Tries,
  ): Promise<Appended | undefined> {
    const { log, observer = unobserved } = this.parts;
    for (;;) {
      tries.left -= 1;
      try {
        return await observer.append(events.length, () => log.append(stream, after, events));
      } catch (error) {
        if (error instanceof RevisionConflict) return undefined;
        if (error instanceof AppendTooLarge) return tooLarge(error);
        if (!(error instanceof LogUnavailable) || tries.left === 0) throw error;
        observer.retry('log-unavailable');
      }
    }
  }

  /** What the answer does not tell is read back: a log of several writers may not know itself who was first. */
  private async recorded(
    stream: string,
    first: number,
    events: readonly EventToAppend[],
    { position, positions = position && events.length === 1 ? [position] : [], recordedAt, repeated }: Appended,
  ): Promise<readonly RecordedEvent[] | undefined> {
    if (repeated === true) return undefined;
    if (repeated === undefined || recordedAt === undefined || positions.length < events.length) {
      const stored = await this.parts.log.read(stream, first, events.length);
      return sameJson(stored.map(sent), events.map(sent)) ? stored : undefined;
    }
    return events.map((event, index) => ({
      ...event,
      stream,
      revision: first + index,
      position: positions[index] ?? '',
      recordedAt,
    }));
  }
}

const reject = rejecting<ExecutorRefusal>();

const tooLarge = ({ bytes, most }: AppendTooLarge): never =>
  reject(
    'command-too-large',
    `What this command writes has ${String(bytes)} bytes; one command may write ${String(most)}. Split it into several.`,
    { bytes, most },
  );

/** An event as it was sent. */
const sent = ({ id, type, data, metadata }: EventToAppend): EventToAppend => ({ id, type, data, metadata });
