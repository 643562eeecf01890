import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describeEventLog } from '../../../test/contracts/event-log.contract.js';
import { instantOf, systemClock } from '../../kernel/dates.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { fixedClock, testStart } from '../../testing/log/fixed-clock.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { LogUnavailable, PositionUnknown, RevisionConflict, type EventLog } from '../event-log.js';
import { openSqliteEventLog } from './sqlite-event-log.js';
import { FolderNotWritable } from './writable-folder.js';

describeEventLog('log.db', () => openSqliteEventLog({ folder: tempFolder(), clock: systemClock }));

const noted = (text: string) => [eventToAppend('Noted', { text })];

describe('log.db', () => {
  let folder: string;
  let log: EventLog;
  const clock = fixedClock();
  const reopen = async () => {
    await log.close();
    log = openSqliteEventLog({ folder, clock });
  };

  beforeEach(() => {
    folder = tempFolder();
    clock.set(testStart);
    log = openSqliteEventLog({ folder, clock });
  });
  afterEach(() => log.close());

  it('has everything when it is opened again, and goes on at the same places', async () => {
    const events = noted('one');
    const first = await log.append('note-1', 'none', events);
    const [head, stored] = [await log.head(), await log.read('note-1')];
    await reopen();
    expect(await log.head()).toBe(head);
    expect(await log.read('note-1')).toEqual(stored);
    expect(await log.append('note-1', 'none', events)).toEqual({ ...first, repeated: true });
    await expect(log.append('note-1', 'none', noted('other'))).rejects.toBeInstanceOf(RevisionConflict);
    expect(await log.append('note-1', 0, noted('two'))).toMatchObject({ revision: 1 });
  });

  it('records times by its clock, which never go backwards, and go on over a restart', async () => {
    const times = [];
    for (const step of [0, 5_000, -60_000]) {
      clock.advance(step);
      times.push((await log.append(`note-${String(step)}`, 'none', noted(''))).recordedAt);
    }
    await reopen();
    times.push((await log.append('note-2', 'none', noted(''))).recordedAt);
    const start = Date.parse(testStart);
    expect(times).toEqual([start, start + 5_000, start + 5_000, start + 5_001].map(instantOf));
  });

  it('writes a whole batch or nothing when the disk fails, says so to each, and works again afterwards', async () => {
    await log.append('note-1', 'none', noted('one'));
    const disk = new Database(join(folder, 'log.db'));
    disk.exec(
      `CREATE TRIGGER disk BEFORE INSERT ON events WHEN NEW.content LIKE '%poison%' BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    );
    const results = await Promise.allSettled([
      log.append('note-1', 0, noted('two')),
      log.append('note-2', 'none', noted('poison')),
      log.append('note-3', 'none', noted('three')),
    ]);
    expect(results.map((result) => result.status === 'rejected' && (result.reason as unknown))).toEqual(
      Array(3).fill(expect.any(LogUnavailable)),
    );
    expect(await log.read('note-1')).toHaveLength(1);
    disk.exec('DROP TRIGGER disk');
    disk.close();
    expect(await log.append('note-1', 0, noted('two'))).toMatchObject({ revision: 1 });
    expect(await log.append('note-3', 'none', noted('three'))).toMatchObject({ revision: 0 });
    await reopen();
    expect(await log.read('note-1')).toHaveLength(2);
  });

  it('judges each append of a batch by itself', async () => {
    const [one, two, again, late] = await Promise.allSettled([
      log.append('note-1', 'none', noted('one')),
      log.append('note-1', 'none', noted('other')),
      log.append('note-1', 0, noted('two')),
      log.append('note-2', 3, noted('')),
    ]);
    expect([one.status, two.status, again.status, late.status]).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
    ]);
    expect(await log.read('note-1')).toHaveLength(2);
    expect(await log.read('note-2')).toEqual([]);
  });

  it('refuses the positions of a log that was rebuilt', async () => {
    await log.append('note-1', 'none', noted('one'));
    const after = await log.head();
    const other = openSqliteEventLog({ folder: tempFolder(), clock });
    await other.append('note-1', 'none', noted('one'));
    await expect(other.readAll({ after, count: 1 })).rejects.toBeInstanceOf(PositionUnknown);
    await other.close();
  });

  it('is refused after closing, having written what was waiting', async () => {
    const waiting = log.append('note-1', 'none', noted('one'));
    await log.close();
    await waiting;
    await expect(log.append('note-1', 0, noted('two'))).rejects.toBeInstanceOf(LogUnavailable);
    await expect(log.readAll({ count: 1 })).rejects.toBeInstanceOf(LogUnavailable);
    log = openSqliteEventLog({ folder, clock });
    expect(await log.read('note-1')).toHaveLength(1);
  });

  it('ends live subscriptions when it closes', async () => {
    const pages = log.subscribe()[Symbol.asyncIterator]();
    expect((await pages.next()).value).toMatchObject({ events: [], caughtUp: true });
    const next = pages.next();
    await log.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('names a folder that it cannot use', () => {
    expect(() => openSqliteEventLog({ folder: '/dev/null/data', clock })).toThrow(FolderNotWritable);
  });

  it('refuses a file of a later version', async () => {
    await log.close();
    const file = new Database(join(folder, 'log.db'));
    file.exec('PRAGMA user_version = 2');
    file.close();
    expect(() => openSqliteEventLog({ folder, clock })).toThrow(/log\.db has format 2; this version reads format 1/);
  });

  it('refuses a file from before its format had a number of its own, by what differs and what to do', async () => {
    await log.close();
    const file = new Database(join(folder, 'log.db'));
    file.exec(`DROP TABLE events; CREATE TABLE events (sequence INTEGER PRIMARY KEY, stream INTEGER, revision INTEGER,
      recorded_at INTEGER NOT NULL, content TEXT NOT NULL, checksum INTEGER NOT NULL)`);
    file.close();
    // Older ones kept no head beside the log: what is told is the format, not that.
    rmSync(join(folder, 'log.head'));
    expect(() => openSqliteEventLog({ folder, clock })).toThrow(
      /log\.db is of a version before the first release: "recorded_at" of its events is INTEGER, .* Use the version that wrote it/,
    );
  });
});

describe('log.db, opened for reading only', () => {
  it('shows what another process writes, and writes nothing', async () => {
    const folder = tempFolder();
    const log = openSqliteEventLog({ folder, clock: systemClock });
    await log.append('note-1', 'none', noted('one'));
    const reader = openSqliteEventLog({ folder, clock: systemClock, readOnly: true });
    expect(await reader.read('note-1')).toEqual(await log.read('note-1'));
    await expect(reader.append('note-1', 0, noted('two'))).rejects.toThrow(/opened for reading only/);

    const seen: number[] = [];
    for await (const { events } of reader.subscribe()) {
      seen.push(...events.map(({ revision }) => revision));
      if (seen.length === 2) break;
      await log.append('note-1', 0, noted('two'));
    }
    expect(seen).toEqual([0, 1]);
    expect(await reader.head()).toBe(await log.head());
    await Promise.all([reader.close(), log.close()]);
  });

  it('says where it misses a log', () => {
    const folder = tempFolder();
    expect(() => openSqliteEventLog({ folder, clock: systemClock, readOnly: true })).toThrow(
      `There is no log in ${folder}`,
    );
  });
});
