import type { Clock } from '../../kernel/dates.js';
import type { RecordedEvent } from '../../kernel/events.js';
import type {
  Appended,
  EventLog,
  EventToAppend,
  ExpectedRevision,
  LogPage,
  Position,
  SubscribeOptions,
} from '../event-log.js';
import { logPages, type PageSource } from '../log-pages.js';
import { positionAt } from '../position.js';
import { GroupedAppends, NoAppends, type Appends } from './log-appends.js';
import { logFilesIn, openForReading, openForWriting } from './log-file.js';
import { HeadFile, readHead } from './log-head.js';
import { LogReader } from './log-reader.js';
import { appendOf, LogWriter } from './log-writer.js';
import { onLogFile } from './sqlite-errors.js';

export interface SqliteEventLogOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** For worker threads and the command line beside the process that writes: appends are refused, live subscriptions poll. */
  readonly readOnly?: boolean;
}

/**
 * Opens `log.db` in the folder, making it where it is missing unless only reading. One process may write: see `lockFolder`.
 * @throws LogDamaged when the log contradicts its head @throws LogUnavailable @throws FolderNotWritable
 */
export function openSqliteEventLog({ folder, clock, readOnly = false }: SqliteEventLogOptions): EventLog {
  const files = logFilesIn(folder);
  // Before the log is opened: the log only grows, so it is never behind a head that was read earlier.
  const head = readHead(files.head);
  const writing = readOnly ? undefined : openForWriting(folder);
  const reader = new LogReader(openForReading(folder), files.log);
  try {
    reader.verifyEnd(head);
    if (writing === undefined) return new SqliteEventLog(reader, new NoAppends(reader, files.log));
    const writer = onLogFile(files.log, () => new LogWriter(writing, reader.logId, reader.checksumAt(0), clock));
    const headFile = new HeadFile(files.head, writer.head());
    return new SqliteEventLog(reader, new GroupedAppends(writing, writer, headFile, files.log));
  } catch (error) {
    reader.close();
    writing?.close();
    throw error;
  }
}

class SqliteEventLog implements EventLog {
  private closed = false;
  private readonly source: PageSource;

  constructor(
    private readonly reader: LogReader,
    private readonly appends: Appends,
  ) {
    this.source = {
      logId: reader.logId,
      lastSequence: () => appends.lastSequence(),
      eventsAfter: (sequence, count) => reader.eventsAfter(sequence, count),
      more: (signal) => appends.more(signal),
      isClosed: () => this.closed,
    };
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<Appended> {
    return promised(() => this.appends.add(appendOf(stream, expected, events)));
  }

  read(stream: string, from = 0): Promise<readonly RecordedEvent[]> {
    return promised(() => {
      const last = this.appends.knownRevision(stream);
      return last !== undefined && last < from ? [] : this.reader.streamEvents(stream, from);
    });
  }

  subscribe(options: SubscribeOptions = {}): AsyncIterable<LogPage> {
    return logPages(this.source, options);
  }

  head(): Promise<Position | undefined> {
    return promised(() => {
      const last = this.appends.lastSequence();
      return last === 0 ? undefined : positionAt(this.reader.logId, last);
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
