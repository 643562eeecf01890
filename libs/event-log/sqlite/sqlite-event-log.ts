import { existsSync } from 'node:fs';
import type { Clock, Instant } from '../../kernel/dates.js';
import type { RecordedEvent } from '../../kernel/events.js';
import {
  LogDamaged,
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
import { logPage, logPages, type PageSource } from '../log-pages.js';
import { compareIn, positionAt } from '../position.js';
import { GroupedAppends, NoAppends, type Appends } from './log-appends.js';
import { checkFormat, hasLog, logFilesIn, openForReading, openForWriting } from './log-file.js';
import { HeadFile, headOf, readHead } from './log-head.js';
import { LogReader } from './log-reader.js';
import { appendOf, LogWriter } from './log-writer.js';
import { RecentEvents } from './recent-events.js';
import { onLogFile } from './sqlite-errors.js';
import { verifyIndexes } from './verify-indexes.js';

export interface SqliteEventLogOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** For worker threads and the command line beside the process that writes: appends are refused, live subscriptions poll. */
  readonly readOnly?: boolean;
  /** Is told, in a line, what was not as it should be and could be mended. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Opens `log.db` in the folder, making it where it is missing unless only reading. One process may write: see `lockFolder`.
 * @throws LogDamaged when the log contradicts its head, or has none @throws LogUnavailable @throws FolderNotWritable
 */
export function openSqliteEventLog({ folder, clock, readOnly = false }: SqliteEventLogOptions): CopyTarget {
  const files = logFilesIn(folder);
  // Before the log is opened: the log only grows, so it is never behind a head that was read earlier.
  if (!hasLog(folder)) refuseSeen(files);
  if (hasLog(folder)) checkFormat(folder);
  const head = hasLog(folder) ? headOf(files) : undefined;
  const writing = readOnly ? undefined : openForWriting(folder);
  const reader = new LogReader(openForReading(folder), files.log);
  try {
    reader.verifyEnd(head);
    const recent = new RecentEvents((sequence, count) => reader.eventsAfter(sequence, count));
    if (writing === undefined) return new SqliteEventLog(reader, recent, new NoAppends(reader, files.log));
    verifyIndexes(writing, files.log);
    const writer = onLogFile(files.log, () => new LogWriter(writing, reader.logId, reader.checksumAt(0), clock));
    const headFile = new HeadFile(files.head, writer.head());
    return new SqliteEventLog(reader, recent, new GroupedAppends(writing, writer, headFile, recent, files.log));
  } catch (error) {
    reader.close();
    writing?.close();
    throw error;
  }
}

/** Rather than begin an empty log where there was one; a head alone is what a first start left that was killed. @throws LogDamaged */
function refuseSeen(files: ReturnType<typeof logFilesIn>): void {
  const seen = readHead(files.head)?.sequence ?? 0;
  const wal = `${files.log}-wal`;
  if (seen === 0 && !existsSync(wal)) return;
  const witness = seen === 0 ? `${wal} belongs to it` : `log.head has seen event ${String(seen)} of it`;
  throw new LogDamaged(
    `${files.log} is missing or empty, but ${witness}. Restore it from a backup, or choose an empty folder.`,
  );
}

class SqliteEventLog implements CopyTarget {
  private closed = false;
  private readonly source: PageSource;

  constructor(
    private readonly reader: LogReader,
    recent: RecentEvents,
    private readonly appends: Appends,
  ) {
    this.source = {
      logId: reader.logId,
      lastSequence: () => appends.lastSequence(),
      eventsAfter: (sequence, count) => recent.eventsAfter(sequence, count),
      more: (signal) => appends.more(signal),
      isClosed: () => this.closed,
    };
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<Appended> {
    return promised(() => this.appends.add(appendOf(stream, expected, events)));
  }

  appendCopied(stream: string, expected: ExpectedRevision, events: readonly CopiedEvent[]): Promise<Appended> {
    return promised(() => this.appends.add(appendOf(stream, expected, events)));
  }

  read(stream: string, from = 0, count = Infinity): Promise<readonly RecordedEvent[]> {
    return promised(() => {
      const there = this.known({ stream, from });
      if (there === undefined) return this.reader.streamEvents(stream, from, count);
      const asked = Math.min(count, there);
      return asked <= 0 ? [] : this.reader.streamEvents(stream, from, asked, asked);
    });
  }

  readMany(tails: readonly StreamTail[]): Promise<readonly (readonly RecordedEvent[])[]> {
    return promised(() => {
      const known = tails.map((tail) => ({ ...tail, known: this.known(tail) }));
      if (known.every((tail) => tail.known === 0)) return known.map(() => []);
      return this.reader.streamTails(known);
    });
  }

  readAll(options: ReadAllOptions): Promise<LogPage> {
    return promised(() => logPage(this.source, options));
  }

  subscribe(options: SubscribeOptions = {}): AsyncIterable<LogPage> {
    return logPages(this.source, options);
  }

  compare(a: Position, b: Position): number {
    return compareIn(this.reader.logId, a, b);
  }

  head(): Promise<Position | undefined> {
    return promised(() => {
      const last = this.appends.lastSequence();
      return last === 0 ? undefined : positionAt(this.reader.logId, last);
    });
  }

  /** How many events the stream has from there on; undefined where only the file can tell. */
  private known({ stream, from }: StreamTail): number | undefined {
    const last = this.appends.revisionOf(stream);
    return last === undefined ? undefined : Math.max(0, last - from + 1);
  }

  recordAfter(instant: Instant): Promise<Position | undefined> {
    return promised(() => {
      this.appends.recordAfter(instant);
      return this.head();
    });
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    this.closed = true;
    return promised(() => {
      this.appends.close();
      this.reader.close();
    });
  }
}

/** Work that begins at once; what it throws rejects. */
const promised = <T>(work: () => T | Promise<T>): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });
