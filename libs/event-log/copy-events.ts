import { isDeepStrictEqual } from 'node:util';
import type { RecordedEvent } from '../kernel/events.js';
import { AppendTooLarge, type CopyTarget, type EventLog, type Position } from './event-log.js';
import { pagesToEnd } from './pages-to-end.js';

/** The other log holds something else than this one: it is no copy of it, nor the beginning of one. */
export class NoCopy extends Error {
  override readonly name = 'NoCopy';
}

interface CopyOptions {
  readonly from: Pick<EventLog, 'readAll'>;
  readonly to: Pick<CopyTarget, 'readAll' | 'appendCopied'>;
  /** Is given each page of the source before its events are written: keys have to be there first. */
  readonly beforePage: (events: readonly RecordedEvent[]) => Promise<void>;
  /** How many events are in the copy. */
  readonly onProgress: (done: number) => void;
  readonly count?: number;
}

/**
 * Copies a log event by event, with ids, order, metadata and times, into one that is empty or has the beginning of it: killed, it goes on
 * where it was. Events of one append stay together. Returns how many events the copy has. @throws NoCopy
 */
export async function copyEvents({ from, to, beforePage, onProgress, count = 500 }: CopyOptions): Promise<number> {
  const there = eventsIn(to, count);
  let [done, isThere] = [0, true];
  for await (const { events } of pagesToEnd(from, { count })) {
    const missing: RecordedEvent[] = [];
    for (const event of events) {
      const next = isThere ? await there.next() : undefined;
      isThere = next !== undefined && next.done !== true;
      if (next === undefined || next.done === true) missing.push(event);
      else mustBeSame(event, next.value);
    }
    await beforePage(events);
    for (const run of runsOf(missing)) await append(to, run);
    done += events.length;
    onProgress(done);
  }
  if (isThere) await mustHaveEnded(there);
  return done;
}

/** In halves where the log takes no more at once. */
async function append(to: Pick<CopyTarget, 'appendCopied'>, run: readonly RecordedEvent[]): Promise<void> {
  const [first] = run;
  if (first === undefined) return;
  try {
    await to.appendCopied(first.stream, first.revision === 0 ? 'none' : first.revision - 1, run);
  } catch (error) {
    if (!(error instanceof AppendTooLarge) || run.length === 1) throw error;
    const half = Math.ceil(run.length / 2);
    await append(to, run.slice(0, half));
    await append(to, run.slice(half));
  }
}

/** Reads both logs to their ends and compares all events; is told of each page that is the same. Returns how many there are. @throws NoCopy */
export async function compareLogs(
  from: Pick<EventLog, 'readAll'>,
  to: Pick<EventLog, 'readAll'>,
  onSame: (events: readonly RecordedEvent[], done: number) => Promise<void> | void,
): Promise<number> {
  const there = eventsIn(to, 500);
  let done = 0;
  for await (const { events } of pagesToEnd(from)) {
    for (const event of events) {
      const next = await there.next();
      if (next.done === true) throw new NoCopy(`The copy ends before ${named(event)}.`);
      mustBeSame(event, next.value);
    }
    done += events.length;
    await onSame(events, done);
  }
  await mustHaveEnded(there);
  return done;
}

async function* eventsIn(log: Pick<EventLog, 'readAll'>, count: number): AsyncGenerator<RecordedEvent, void> {
  for await (const { events } of pagesToEnd(log, { count })) yield* events;
}

async function mustHaveEnded(there: AsyncGenerator<RecordedEvent, void>): Promise<void> {
  const more = await there.next();
  if (more.done !== true) throw new NoCopy(`The copy has more than the log it is to be of: ${named(more.value)}.`);
}

/** All but the place, which is each log's own. @throws NoCopy */
function mustBeSame(event: RecordedEvent, copied: RecordedEvent): void {
  const own: Position | string = event.position;
  if (isDeepStrictEqual(event, { ...copied, position: own })) return;
  throw new NoCopy(`Where one log has ${named(event)}, the other has ${named(copied)}, or says something else in it.`);
}

const named = ({ id, type, stream, revision }: RecordedEvent): string =>
  `${type} (event ${String(revision)} of ${stream}, ${id})`;

/** The most events that are appended at once, far below what an append takes. */
const mostPerRun = 100;

/** Consecutive events of one command: as they were appended, though not more than a few at once. */
function* runsOf(events: readonly RecordedEvent[]): Generator<readonly RecordedEvent[]> {
  let run: RecordedEvent[] = [];
  for (const event of events) {
    const before = run.at(-1);
    const goesOn =
      before !== undefined &&
      before.stream === event.stream &&
      before.metadata.commandId === event.metadata.commandId &&
      run.length < mostPerRun;
    if (!goesOn && run.length > 0) {
      yield run;
      run = [];
    }
    run.push(event);
  }
  if (run.length > 0) yield run;
}
