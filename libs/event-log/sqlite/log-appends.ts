import { setTimeout } from 'node:timers/promises';
import type Database from 'libsql';
import { LogUnavailable, RevisionConflict, type Appended } from '../event-log.js';
import type { Instant } from '../../kernel/dates.js';
import { Signal } from '../../kernel/signal.js';
import type { HeadFile } from './log-head.js';
import type { LogReader } from './log-reader.js';
import type { Append, LogWriter } from './log-writer.js';
import type { RecentEvents } from './recent-events.js';
import { asLogError, onLogFile } from './sqlite-errors.js';

/** How a log grows: by this process, or by another one. */
export interface Appends {
  add(append: Append): Promise<Appended>;
  /** The sequence of the log's last event. */
  lastSequence(): number;
  /** What is added from now on is recorded after this instant. @throws LogUnavailable where others write */
  recordAfter(instant: Instant): void;
  /** The revision of the stream's last event, -1 without any; undefined where only the file can tell. */
  revisionOf(stream: string): number | undefined;
  /** Resolves when there may be more events, or at an abort. */
  more(signal: AbortSignal | undefined): Promise<void>;
  close(): void;
}

interface Waiting {
  readonly append: Append;
  readonly resolve: (answer: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** Group commit: what is appended in one turn of the event loop is written, and synced to disk, together. */
export class GroupedAppends implements Appends {
  private waiting: Waiting[] = [];
  private closed = false;
  private last: number;
  private readonly news = new Signal();

  constructor(
    private readonly connection: Database.Database,
    private readonly writer: LogWriter,
    private readonly headFile: HeadFile,
    private readonly recent: Pick<RecentEvents, 'keep'>,
    private readonly file: string,
  ) {
    this.last = writer.head().sequence;
  }

  add(append: Append): Promise<Appended> {
    if (this.closed) return Promise.reject(new LogUnavailable(`${this.file} is closed.`));
    if (this.waiting.length === 0) {
      setImmediate(() => {
        this.flush();
      });
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ append, resolve, reject });
    });
  }

  lastSequence(): number {
    return this.last;
  }

  recordAfter(instant: Instant): void {
    onLogFile(this.file, () => this.writer.recordAfter(instant));
  }

  revisionOf(stream: string): number | undefined {
    return onLogFile(this.file, () => this.writer.revisionOf(stream));
  }

  more(signal: AbortSignal | undefined): Promise<void> {
    return this.news.wait(signal);
  }

  /** Writes what is still waiting, then closes the files. */
  close(): void {
    if (this.closed) return;
    this.flush();
    this.closed = true;
    this.news.wake();
    try {
      this.headFile.close();
      // libsql closes for good when its statements are collected as garbage: don't leave events in the write-ahead log until then.
      this.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // On a full disk they stay there: what was answered is durable already.
    } finally {
      this.connection.close();
    }
  }

  private flush(): void {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    try {
      const { judgements, after, events } = this.writer.write(batch.map(({ append }) => append));
      this.recent.keep(after, events);
      this.committed();
      judgements.forEach((judgement, index) => {
        if (judgement instanceof RevisionConflict) batch[index]?.reject(judgement);
        else batch[index]?.resolve(judgement);
      });
    } catch (error) {
      this.resolveCommit();
      const reason = asLogError(this.file, error);
      for (const { reject } of batch) reject(reason);
    }
  }

  /** A commit that failed may have been made all the same: what the file has counts, and whoever appends again is told so. */
  private resolveCommit(): void {
    try {
      this.committed();
    } catch {
      // The next batch asks again, before it writes.
    }
  }

  private committed(): void {
    const head = this.writer.head();
    if (head.sequence === this.last) return;
    this.last = head.sequence;
    try {
      this.headFile.write(head);
    } catch {
      // The events are committed all the same; an older head only vouches for less.
    }
    this.news.wake();
  }
}

/** For a process that only reads, beside the one that writes. */
export class NoAppends implements Appends {
  constructor(
    private readonly reader: LogReader,
    private readonly file: string,
  ) {}

  add(): Promise<Appended> {
    return Promise.reject(new LogUnavailable(`${this.file} was opened for reading only.`));
  }

  lastSequence(): number {
    return this.reader.lastSequence();
  }

  recordAfter(): never {
    throw new LogUnavailable(`${this.file} was opened for reading only.`);
  }

  /** Others write. */
  revisionOf(): undefined {
    return undefined;
  }

  async more(signal: AbortSignal | undefined): Promise<void> {
    await setTimeout(pollMillis, undefined, signal && { signal }).catch(() => undefined);
  }

  close(): void {
    // Nothing is open for writing.
  }
}

const pollMillis = 100;
