import { join } from 'node:path';
import Database from 'libsql';
import { systemClock } from '../../kernel/dates.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { LogUnavailable, type Appended, type EventToAppend, type ExpectedRevision } from '../event-log.js';
import { GroupedAppends } from './log-appends.js';
import { openForReading, openForWriting } from './log-file.js';
import { HeadFile } from './log-head.js';
import { LogReader } from './log-reader.js';
import { appendOf, LogWriter } from './log-writer.js';

/** A log put together by hand, so that its one connection that writes can be made to fail. */
class FailingLog {
  readonly connection: Database.Database;
  private readonly reader: LogReader;
  private readonly appends: GroupedAppends;

  constructor(folder: string) {
    const file = join(folder, 'log.db');
    this.connection = openForWriting(folder);
    this.reader = new LogReader(openForReading(folder), file);
    const writer = new LogWriter(this.connection, this.reader.logId, this.reader.checksumAt(0), systemClock);
    this.appends = new GroupedAppends(
      this.connection,
      writer,
      new HeadFile(join(folder, 'log.head'), writer.head()),
      { keep: () => undefined },
      file,
    );
  }

  append(stream: string, expected: ExpectedRevision, ...events: readonly EventToAppend[]): Promise<Appended> {
    return this.appends.add(appendOf(stream, expected, events));
  }

  /** What subscribers are told of. */
  lastSequence(): number {
    return this.appends.lastSequence();
  }

  stored(stream: string): readonly string[] {
    return this.reader.streamEvents(stream, 0).map(({ id }) => id);
  }

  /** The next commit fails: before it is made, or after, so that nobody knows. */
  failCommit(when: 'before' | 'after'): void {
    const run = this.connection.exec.bind(this.connection);
    this.connection.exec = (sql) => {
      if (sql !== 'COMMIT') return run(sql);
      this.connection.exec = run;
      if (when === 'after') run(sql);
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
    };
  }

  close(): void {
    this.appends.close();
    this.reader.close();
  }
}

const note = () => eventToAppend('Noted', { text: 'x'.repeat(500) });

describe('a log whose disk', () => {
  let log: FailingLog;
  beforeEach(() => {
    log = new FailingLog(tempFolder());
  });
  afterEach(() => {
    log.close();
  });

  const pages = (count: number) => log.connection.exec(`PRAGMA max_page_count = ${String(count)}`);

  it('is full acknowledges nothing, serves what it has, and goes on by itself when there is room', async () => {
    const first = note();
    await log.append('note-1', 'none', first);
    pages(1);
    const late = Array.from({ length: 30 }, note);
    const refused = await Promise.allSettled(
      late.map((event, index) => log.append(`note-${String(index + 2)}`, 'none', event)),
    );
    for (const { status } of refused) expect(status).toBe('rejected');
    await expect(log.append('note-1', 0, ...late)).rejects.toThrow(/log\.db cannot be used: .*full/);
    expect([log.stored('note-1'), log.stored('note-2'), log.lastSequence()]).toEqual([[first.id], [], 1]);

    pages(1_000_000);
    const [second, third] = [note(), note()];
    const answers = await Promise.all([log.append('note-1', 0, second), log.append('note-2', 'none', third)]);
    expect(answers.map(({ revision, repeated }) => [revision, repeated])).toEqual([
      [1, false],
      [0, false],
    ]);
    expect([log.stored('note-1'), log.stored('note-2'), log.lastSequence()]).toEqual([
      [first.id, second.id],
      [third.id],
      3,
    ]);
  });

  it('became read-only acknowledges nothing, serves what it has, and goes on by itself when it can be written', async () => {
    const [first, second] = [note(), note()];
    await log.append('note-1', 'none', first);
    log.connection.exec('PRAGMA query_only = ON');
    await expect(log.append('note-1', 0, second)).rejects.toBeInstanceOf(LogUnavailable);
    expect(log.stored('note-1')).toEqual([first.id]);
    log.connection.exec('PRAGMA query_only = OFF');
    expect(await log.append('note-1', 0, second)).toMatchObject({ revision: 1, repeated: false });
  });

  it('fails at the commit is asked again, and answers once for what was not written', async () => {
    const event = note();
    log.failCommit('before');
    await expect(log.append('note-1', 'none', event)).rejects.toBeInstanceOf(LogUnavailable);
    expect([log.stored('note-1'), log.lastSequence()]).toEqual([[], 0]);
    expect(await log.append('note-1', 'none', event)).toMatchObject({ revision: 0, repeated: false });
    expect(log.stored('note-1')).toEqual([event.id]);
  });

  it('fails after the commit tells subscribers of what was written, and answers a repeat as the first', async () => {
    const [event, other] = [note(), note()];
    log.failCommit('after');
    await expect(log.append('note-1', 'none', event)).rejects.toBeInstanceOf(LogUnavailable);
    expect(log.lastSequence()).toBe(1);
    expect(await log.append('note-1', 'none', event)).toMatchObject({ revision: 0, repeated: true });
    expect(await log.append('note-1', 0, other)).toMatchObject({ revision: 1, repeated: false });
    expect(log.stored('note-1')).toEqual([event.id, other.id]);
  });

  it('fails at each commit of a batch leaves every append of it to be asked again', async () => {
    const events = [note(), note(), note()];
    const all = () =>
      Promise.allSettled(events.map((event, index) => log.append(`note-${String(index)}`, 'none', event)));
    log.failCommit('before');
    expect((await all()).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    log.failCommit('after');
    expect((await all()).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await all()).toMatchObject(events.map(() => ({ status: 'fulfilled', value: { repeated: true } })));
    expect(log.lastSequence()).toBe(3);
  });
});
