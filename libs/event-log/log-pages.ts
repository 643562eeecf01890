import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../kernel/events.js';
import {
  LogUnavailable,
  PositionUnknown,
  type LogPage,
  type ReadAllOptions,
  type SubscribeOptions,
} from './event-log.js';
import { positionAt, sequenceIn } from './position.js';

/** What an embedded log needs to have so that it can be read in pages. Sequences count 1, 2, 3, … */
export interface PageSource {
  readonly logId: string;
  /** The last event's sequence now, 0 while there is none. */
  lastSequence(): number;
  /** The next so many events after this sequence; there are as many. */
  eventsAfter(sequence: number, count: number): readonly RecordedEvent[];
  /** Resolves when there may be more, when the log closes, or when the signal aborts. */
  more(signal: AbortSignal | undefined): Promise<void>;
  isClosed(): boolean;
}

/** One page of an embedded log. @throws PositionUnknown @throws LogUnavailable when it is closed */
export function logPage(source: PageSource, { after, count }: ReadAllOptions): LogPage {
  if (source.isClosed()) throw new LogUnavailable('The log is closed.');
  return pageAfter(source, startOf(source, after), count);
}

/** The pages of an embedded log: first what is there, then live. @throws PositionUnknown */
export async function* logPages(
  source: PageSource,
  { after, pageSize = 500, signal }: SubscribeOptions,
): AsyncGenerator<LogPage, void, undefined> {
  const ended = () => signal?.aborted === true || source.isClosed();
  let at = startOf(source, after);
  let caughtUp = false;

  while (!ended()) {
    if (caughtUp && at === source.lastSequence()) {
      await source.more(signal);
      continue;
    }
    const page = pageAfter(source, at, pageSize);
    at += page.events.length;
    caughtUp = page.caughtUp;
    yield page;
    // Reading is synchronous: others get their turn between two pages.
    await setImmediate();
  }
}

function pageAfter(source: PageSource, at: number, count: number): LogPage {
  const last = source.lastSequence();
  const events = source.eventsAfter(at, Math.min(count, last - at));
  const end = at + events.length;
  return { events, next: positionAt(source.logId, end), caughtUp: end === last };
}

function startOf(source: PageSource, after: string | undefined): number {
  if (after === undefined) return 0;
  const sequence = sequenceIn(source.logId, after);
  const last = source.lastSequence();
  if (sequence > last) {
    throw new PositionUnknown(
      `Position ${after} is after the end of this log, ${positionAt(source.logId, last)}. Was the log restored from an older copy?`,
    );
  }
  return sequence;
}
