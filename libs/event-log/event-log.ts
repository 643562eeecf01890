import type { EventMetadata, RecordedEvent } from '../kernel/events.js';
import type { Instant } from '../kernel/dates.js';
import type { EventId } from '../kernel/ids.js';

declare const position: unique symbol;

/** Opaque place in one log, `<logId>:<place>`; ordered by that log's `compare`. */
export type Position = string & { readonly [position]: true };

/** The revision a stream must have for an append: that of its last event, or `none` for a stream that must not exist yet. */
export type ExpectedRevision = number | 'none';

/** The revision of the first event that is appended there. */
export const firstAfter = (expected: ExpectedRevision): number => (expected === 'none' ? 0 : expected + 1);

export interface EventToAppend {
  readonly id: EventId;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: EventMetadata;
}

/** An event that another log recorded, whose time it keeps. */
export interface CopiedEvent extends EventToAppend {
  readonly recordedAt: Instant;
}

/** What a log tells with its answer; what it leaves out is read from the stream. */
export interface Appended {
  /** Of the last event appended, as `position` is. */
  readonly revision: number;
  readonly position?: Position;
  /** The place of each event. */
  readonly positions?: readonly Position[];
  readonly recordedAt?: Instant;
  /** Whether these event ids stood there before: what is stored may then say something else than what was sent now. */
  readonly repeated?: boolean;
}

/** Consecutive events of the whole log. A page without events only tells that its reader has caught up. */
export interface LogPage {
  readonly events: readonly RecordedEvent[];
  /** Where to go on after this page: the place of its last event, or where its reader stood. */
  readonly next: Position;
  /** True when nothing more was in the log when the page was read. */
  readonly caughtUp: boolean;
}

export interface ReadAllOptions {
  /** Start after this position; from the first event without it. */
  readonly after?: Position | undefined;
  /** The most events of the page. */
  readonly count: number;
}

export interface SubscribeOptions {
  /** Start after this position; from the first event without it. */
  readonly after?: Position | undefined;
  /** The most events a page has. */
  readonly pageSize?: number;
  /** Ends the subscription; the iteration then ends without an error. */
  readonly signal?: AbortSignal;
}

/** A stream from one of its revisions on. */
export interface StreamTail {
  readonly stream: string;
  readonly from: number;
}

/** The only source of truth: every event in one total order, grouped into streams. Events are never changed or removed. */
export interface EventLog {
  /**
   * Appends all events or none; durable, and read by everyone, when it resolves. The same event ids at the same place again succeed
   * with the first answer, marked `repeated` where the log can tell.
   * @throws RevisionConflict when the stream is elsewhere than expected
   * @throws AppendTooLarge before anything is sent or written
   * @throws LogUnavailable when the outcome is unknown or the log cannot be written
   */
  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<Appended>;
  /** The stream's events from the given revision on (0 without it), in order, at most so many; none when there is no such stream. */
  read(stream: string, from?: number, count?: number): Promise<readonly RecordedEvent[]>;
  /** What `read` returns for each of these streams, in the order asked. Each is as it is now; not all at one moment. */
  readMany(tails: readonly StreamTail[]): Promise<readonly (readonly RecordedEvent[])[]>;
  /** One page of the whole log; shorter than asked, or empty, only where the log ends. @throws PositionUnknown @throws LogUnavailable */
  readAll(options: ReadAllOptions): Promise<LogPage>;
  /** The whole log in pages, first what is there, then live. Pulling is the back-pressure. @throws PositionUnknown */
  subscribe(options?: SubscribeOptions): AsyncIterable<LogPage>;
  /** Below zero when `a` is before `b`, 0 when they are the same. @throws PositionUnknown for one that cannot be of this log */
  compare(a: Position, b: Position): number;
  /** Where the log ends now; undefined while it is empty. */
  head(): Promise<Position | undefined>;
  /**
   * From now on every event is recorded after this instant, which is not in the future; what was recorded up to it is not after the
   * head that this answers. So an answer from all that was known then never changes (ADR 42).
   */
  recordAfter(instant: Instant): Promise<Position | undefined>;
  close(): Promise<void>;
}

/** A log into which another one is copied. */
export interface CopyTarget extends EventLog {
  /**
   * Appends events that another log recorded, with the times at which it did: into a log that nobody serves from yet, since `recordAfter`
   * does not bind these times. Otherwise as `append`.
   */
  appendCopied(stream: string, expected: ExpectedRevision, events: readonly CopiedEvent[]): Promise<Appended>;
}

export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
  ) {
    super(`${stream} is at revision ${String(actual)}, not at ${String(expected)}.`);
  }
}

/** More than the log takes at once: nothing was written, and trying again does not help. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  /** In bytes of the events as the log writes them: their size, and the most that one append may have. */
  constructor(
    readonly stream: string,
    readonly bytes: number,
    readonly most: number,
  ) {
    super(`${String(bytes)} bytes for ${stream} are too many for one append, which takes ${String(most)}.`);
  }
}

/** The log could not take or return events. After an append the outcome may be unknown. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/** The stored log contradicts itself or its head: named with its place, never served. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
}

/** The position is of another log, or after the end of this one. */
export class PositionUnknown extends Error {
  override readonly name = 'PositionUnknown';
}
