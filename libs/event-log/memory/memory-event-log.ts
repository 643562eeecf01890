import { randomUUID } from 'node:crypto';
import { instantOf, justAfter, later, type Clock, type Instant } from '../../kernel/dates.js';
import type { RecordedEvent } from '../../kernel/events.js';
import {
  firstAfter,
  LogUnavailable,
  RevisionConflict,
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

import { refuseTooLarge } from '../append-size.js';
import { logPage, logPages, type PageSource } from '../log-pages.js';
import { compareIn, positionAt, positionOf } from '../position.js';
import { Signal } from '../../kernel/signal.js';

/** What a log in memory holds. */
class MemoryLogData {
  readonly logId = randomUUID();
  readonly events: RecordedEvent[] = [];
  readonly streams = new Map<string, RecordedEvent[]>();
  readonly news = new Signal();
  /** Everything is recorded at this instant or later. */
  earliest: Instant = instantOf(0);
}

/** A log that lives as long as its process: for tests and throw-away replays. Its recorded times step back with its clock. */
export class MemoryEventLog implements CopyTarget {
  private closed = false;
  private readonly source: PageSource;

  constructor(
    private readonly clock: Clock,
    private readonly data = new MemoryLogData(),
  ) {
    const { logId, events, news } = data;
    this.source = {
      logId,
      lastSequence: () => events.length,
      eventsAfter: (sequence, count) => events.slice(sequence, sequence + count),
      more: (signal) => news.wait(signal),
      isClosed: () => this.closed,
    };
  }

  /** Another log over the same data, as another process has it: with a clock of its own, closed by itself. */
  another(clock: Clock): MemoryEventLog {
    return new MemoryEventLog(clock, this.data);
  }

  appendCopied(stream: string, expected: ExpectedRevision, events: readonly CopiedEvent[]): Promise<Appended> {
    return this.append(stream, expected, events);
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly (EventToAppend | CopiedEvent)[],
  ): Promise<Appended> {
    await Promise.resolve();
    if (this.closed) throw new LogUnavailable('The log is closed.');
    if (events.length === 0) throw new RangeError(`Nothing to append to ${stream}: name at least one event.`);
    const contents = events.map(({ id, type, data, metadata }) => JSON.stringify({ id, type, data, metadata }));
    refuseTooLarge(stream, contents);
    const written = this.data.streams.get(stream) ?? [];
    const first = firstAfter(expected);
    if (first !== written.length) return this.repeated(stream, expected, written, events);

    const now = later(this.clock.now(), this.data.earliest);
    const recorded = contents.map((content, index) => ({
      // As JSON storage would have it.
      ...(JSON.parse(content) as EventToAppend),
      stream,
      revision: first + index,
      position: positionAt(this.data.logId, this.data.events.length + index + 1),
      recordedAt: originalTime(events[index]) ?? now,
    }));
    this.data.events.push(...recorded);
    written.push(...recorded);
    this.data.streams.set(stream, written);
    this.data.news.wake();
    return answer(recorded, false);
  }

  read(stream: string, from = 0, count = Infinity): Promise<readonly RecordedEvent[]> {
    return Promise.resolve((this.data.streams.get(stream) ?? []).slice(from, from + count));
  }

  readMany(tails: readonly StreamTail[]): Promise<readonly (readonly RecordedEvent[])[]> {
    return Promise.all(tails.map(({ stream, from }) => this.read(stream, from)));
  }

  async readAll(options: ReadAllOptions): Promise<LogPage> {
    await Promise.resolve();
    return logPage(this.source, options);
  }

  subscribe(options: SubscribeOptions = {}): AsyncIterable<LogPage> {
    return logPages(this.source, options);
  }

  compare(a: Position, b: Position): number {
    return compareIn(this.data.logId, a, b);
  }

  head(): Promise<Position | undefined> {
    return Promise.resolve(
      this.data.events.length === 0 ? undefined : positionAt(this.data.logId, this.data.events.length),
    );
  }

  recordAfter(instant: Instant): Promise<Position | undefined> {
    this.data.earliest = later(this.data.earliest, justAfter(instant));
    return this.head();
  }

  close(): Promise<void> {
    this.closed = true;
    this.data.news.wake();
    return Promise.resolve();
  }

  private repeated(
    stream: string,
    expected: ExpectedRevision,
    written: readonly RecordedEvent[],
    events: readonly EventToAppend[],
  ): Appended {
    const first = firstAfter(expected);
    const before = written.slice(first, first + events.length);
    const same = before.length === events.length && before.every(({ id }, index) => id === events[index]?.id);
    if (same) return answer(before, true);
    throw new RevisionConflict(stream, expected, written.at(-1)?.revision ?? 'none');
  }
}

const originalTime = (event: EventToAppend | CopiedEvent | undefined): Instant | undefined =>
  event !== undefined && 'recordedAt' in event ? event.recordedAt : undefined;

function answer(events: readonly RecordedEvent[], repeated: boolean): Appended {
  const last = events.at(-1);
  if (last === undefined) throw new RangeError('No events.');
  const { revision, recordedAt } = last;
  return { revision, position: positionOf(last), positions: events.map(positionOf), recordedAt, repeated };
}
