import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../kernel/events.js';
import { PositionUnknown, type LogPage, type SubscribeOptions } from './event-log.js';
import { positionAt, sequenceIn } from './position.js';

/** What an embedded log needs to give so that it can be subscribed to. Sequences count 1, 2, 3, … */
export interface PageSource {
  readonly logId: string;
  /** The last event's sequence now, 0 while there is none. */
  lastSequence(): number;
  /** The next so many events behind this sequence; there are as many. */
  eventsAfter(sequence: number, count: number): readonly RecordedEvent[];
  /** Resolves when there may be more, when the log closes, or when the signal aborts. */
  more(signal: AbortSignal | undefined): Promise<void>;
  isClosed(): boolean;
}

/** The pages of an embedded log: first what is there, then live. @throws PositionUnknown */
export async function* logPages(
  source: PageSource,
  options: SubscribeOptions,
): AsyncGenerator<LogPage, void, undefined> {
  const { after, pageSize = 500, signal, live = true } = options;
  const ended = () => signal?.aborted === true || source.isClosed();
  let at = startOf(source, after);
  let caughtUp = false;

  while (!ended()) {
    const last = source.lastSequence();
    if (caughtUp && at === last) {
      await source.more(signal);
      continue;
    }
    const events = source.eventsAfter(at, Math.min(pageSize, last - at));
    at += events.length;
    caughtUp = at === last;
    yield { events, next: positionAt(source.logId, at), caughtUp };
    if (caughtUp && !live) return;
    // Reading is synchronous: others get their turn between two pages.
    await setImmediate();
  }
}

function startOf(source: PageSource, after: string | undefined): number {
  if (after === undefined) return 0;
  const sequence = sequenceIn(source.logId, after);
  const last = source.lastSequence();
  if (sequence > last) {
    throw new PositionUnknown(
      `Position ${after} is behind the end of this log, ${positionAt(source.logId, last)}. Was the log restored from an older copy?`,
    );
  }
  return sequence;
}
