import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { systemClock } from '../../kernel/dates.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { LogDamaged, type EventLog } from '../event-log.js';
import { acceptLog } from './accept-log.js';
import { openSqliteEventLog } from './sqlite-event-log.js';
import { verifyLog } from './verify-log.js';
import { pagesToEnd } from '../pages-to-end.js';

const stream = (index: number) => `note-${String(index % 3)}`;
const open = (folder: string) => openSqliteEventLog({ folder, clock: systemClock });

/** A closed log of 9 events: note-0, note-1, note-2, note-0, … */
async function closedLog(): Promise<string> {
  const folder = tempFolder();
  const log = open(folder);
  await appendTo(log, 0, 9);
  await log.close();
  return folder;
}

async function appendTo(log: EventLog, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index++) {
    const expected = index < 3 ? 'none' : Math.floor(index / 3) - 1;
    await log.append(stream(index), expected, [eventToAppend('Noted', { text: `note number ${String(index + 1)}` })]);
  }
}

/** Changes the log behind SQLite's back as far as it can tell: valid pages, other content. */
function change(folder: string, sql: string): void {
  const file = new Database(join(folder, 'log.db'));
  file.exec(sql);
  file.close();
}

async function readAll(log: EventLog): Promise<number> {
  let count = 0;
  for await (const { events } of pagesToEnd(log, { count: 4 })) count += events.length;
  return count;
}

async function failureOf(work: () => unknown): Promise<Error | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

describe('a log that was damaged', () => {
  const changes = {
    'a byte of the content': `UPDATE events SET content = replace(content, 'number 4', 'number 5') WHERE sequence = 4`,
    'the checksum': 'UPDATE events SET checksum = checksum + 1 WHERE sequence = 4',
    'the time': `UPDATE events SET recorded_at = replace(recorded_at, 'Z', 'z') WHERE sequence = 4`,
    'the stream':
      "UPDATE events SET stream = (SELECT key FROM streams WHERE name = 'note-1'), revision = 7 WHERE sequence = 4",
    'the name of the stream': `UPDATE streams SET name = 'note-9' WHERE name = 'note-0'`,
    'the row, which is missing': 'DELETE FROM events WHERE sequence = 4',
    'the stream, which is missing': `DELETE FROM streams WHERE name = 'note-0'`,
  };

  it.each(Object.entries(changes))('is never served with another value of %s', async (_name, sql) => {
    const folder = await closedLog();
    change(folder, sql);
    const failure = await failureOf(async () => {
      const log = open(folder);
      await readAll(log).finally(() => log.close());
    });
    expect(failure).toBeInstanceOf(LogDamaged);
    expect(failure?.message).toContain(join(folder, 'log.db'));
  });

  it.each(['a byte of the content', 'the checksum', 'the time', 'the row, which is missing'] as const)(
    'is noticed in its stream: %s',
    async (name) => {
      const folder = await closedLog();
      change(folder, changes[name]);
      const log = openSqliteEventLog({ folder, clock: systemClock, readOnly: true });
      const from = 0;
      await expect(log.read('note-0')).rejects.toBeInstanceOf(LogDamaged);
      await expect(log.readMany([2, 0].map((index) => ({ stream: stream(index), from })))).rejects.toThrow(LogDamaged);
      expect(await log.read('note-2')).toHaveLength(3);
      await log.close();
    },
  );

  it('is noticed too where the end of a stream goes missing while it is open', async () => {
    const folder = await closedLog();
    const log = open(folder);
    expect(await log.read('note-0')).toHaveLength(3);
    change(folder, 'DELETE FROM events WHERE sequence = 7');
    const missing = 'log.db is damaged: revision 2 of note-0 is missing';
    expect((await failureOf(() => log.read('note-0')))?.message).toContain(missing);
    expect((await failureOf(() => log.read('note-0', 2)))?.message).toContain(missing);
    expect((await failureOf(() => log.readMany([{ stream: 'note-0', from: 2 }])))?.message).toContain(missing);
    expect(await log.read('note-0', 0, 2)).toHaveLength(2);
    await log.close();
  });

  it('says which event it is', async () => {
    const folder = await closedLog();
    change(folder, changes['a byte of the content']);
    const log = open(folder);
    await expect(log.read('note-0')).rejects.toThrow(/event 4 \(note-0, revision 1\) does not match its checksum/);
    await log.close();
  });

  it('never returns other events than those written, whichever byte of the file is flipped', async () => {
    const folder = await closedLog();
    const log = open(folder);
    const streams = await Promise.all([0, 1, 2].map((index) => log.read(stream(index))));
    await log.close();
    const file = join(folder, 'log.db');
    const whole = readFileSync(file);
    const served: string[] = [];
    for (let at = 0; at < whole.length; at += 29) {
      const flipped = Buffer.from(whole);
      flipped.writeUInt8(whole.readUInt8(at) ^ (1 << (at % 8)), at);
      writeFileSync(file, flipped);
      await failureOf(async () => {
        const damaged = openSqliteEventLog({ folder, clock: systemClock, readOnly: true });
        try {
          for await (const { events } of pagesToEnd(damaged)) {
            const differs = events.some(
              (event) => JSON.stringify(event) !== JSON.stringify(streams.flat().find(({ id }) => id === event.id)),
            );
            if (differs || events.length !== 9) served.push(`log at ${String(at)}`);
          }
        } finally {
          await damaged.close();
        }
      });
    }
    expect(served).toEqual([]);
  });
});

describe('a log that lost its end', () => {
  it('is refused when it is opened, naming the place', async () => {
    const folder = await closedLog();
    change(folder, 'DELETE FROM events WHERE sequence > 7');
    expect(() => open(folder)).toThrow(LogDamaged);
    expect(() => open(folder)).toThrow(/log\.db is damaged: it ends at event 7, but log\.head has seen event 9/);
    expect(() => openSqliteEventLog({ folder, clock: systemClock, readOnly: true })).toThrow(LogDamaged);
  });

  it('is refused when only its write-ahead log is gone', async () => {
    const folder = tempFolder();
    const log = open(folder);
    await appendTo(log, 0, 3);
    // As a kill would leave it: the events are in the write-ahead log only.
    const [killed, bereft, alone] = [tempFolder(), tempFolder(), tempFolder()];
    copyFileSync(join(folder, 'log.db'), join(alone, 'log.db'));
    for (const name of ['log.db', 'log.db-wal', 'log.head']) copyFileSync(join(folder, name), join(killed, name));
    for (const name of ['log.db', 'log.head']) copyFileSync(join(folder, name), join(bereft, name));
    await log.close();

    const recovered = open(killed);
    expect(await readAll(recovered)).toBe(3);
    await recovered.close();
    expect(() => open(bereft)).toThrow(/ends at event 0, but log\.head has seen event 3/);
    expect(() => open(alone)).toThrow(/log\.head is missing/);
  });

  it('is whole in one file once it is closed', async () => {
    const folder = await closedLog();
    const copy = tempFolder();
    for (const name of ['log.db', 'log.head']) copyFileSync(join(folder, name), join(copy, name));
    const log = open(copy);
    expect(await readAll(log)).toBe(9);
    await log.close();
  });

  it('is refused when the whole file is gone, and not begun again', async () => {
    const folder = await closedLog();
    rmSync(join(folder, 'log.db'));
    expect(() => open(folder)).toThrow(/log\.db is missing or empty, but log\.head has seen event 9/);
    expect(existsSync(join(folder, 'log.db'))).toBe(false);
  });

  it.each([0, 4096, -4096, -1])('is refused when the file was cut off at %i', async (length) => {
    const folder = await closedLog();
    const whole = readFileSync(join(folder, 'log.db'));
    writeFileSync(join(folder, 'log.db'), whole.subarray(0, length));
    const failure = await failureOf(() => open(folder));
    expect(failure).toBeInstanceOf(LogDamaged);
    expect(failure?.message).toContain(join(folder, 'log.db'));
  });

  it('is refused when it is another log than the head has seen', async () => {
    const [folder, other] = [await closedLog(), await closedLog()];
    copyFileSync(join(other, 'log.db'), join(folder, 'log.db'));
    expect(() => open(folder)).toThrow(/event 9 is not the one that log\.head has seen/);
  });

  it('is refused when its last event was changed', async () => {
    const folder = await closedLog();
    change(folder, `UPDATE events SET content = replace(content, 'number', 'nombre') WHERE sequence = 9`);
    expect(() => open(folder)).toThrow(/event 9 .* does not match its checksum/);
    rmSync(join(folder, 'log.head'));
    expect(() => open(folder)).toThrow(LogDamaged);
  });
});

describe('verifying a log', () => {
  it('counts the events of a whole one, also while it is being written', async () => {
    const folder = await closedLog();
    expect(await verifyLog(folder)).toBe(9);
    const log = open(folder);
    await appendTo(log, 9, 12);
    expect(await verifyLog(folder)).toBe(12);
    await log.close();
  });

  it('finds an index that lost an entry', async () => {
    const folder = await closedLog();
    change(
      folder,
      `PRAGMA writable_schema = ON;
       CREATE TABLE shadow (key INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
       UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'streams') WHERE name = 'shadow';`,
    );
    change(folder, `INSERT INTO shadow VALUES (9, 'note-9')`);
    await expect(verifyLog(folder)).rejects.toBeInstanceOf(LogDamaged);
  });
});

describe('the head beside the log', () => {
  it('may be older than the log, which a kill between the two leaves', async () => {
    const folder = await closedLog();
    const older = readFileSync(join(folder, 'log.head'));
    const log = open(folder);
    await appendTo(log, 9, 12);
    await log.close();
    writeFileSync(join(folder, 'log.head'), older);
    const after = open(folder);
    expect(await readAll(after)).toBe(12);
    await after.close();
    expect(readFileSync(join(folder, 'log.head'))).not.toEqual(older);
  });

  it('is missing beside no log that may be served, whether it has events or not, until the log is accepted as it is (ADR 29)', async () => {
    const [folder, empty] = [await closedLog(), tempFolder()];
    await open(empty).close();
    for (const each of [folder, empty]) {
      rmSync(join(each, 'log.head'));
      expect(() => open(each)).toThrow(LogDamaged);
      expect(() => open(each)).toThrow(/log\.head is missing, .*log\.db is whole\. Restore a backup .*accept-log/);
      await expect(verifyLog(each)).rejects.toBeInstanceOf(LogDamaged);
      expect(existsSync(join(each, 'log.head'))).toBe(false);
    }
    expect(await acceptLog(folder)).toMatchObject({ sequence: 9, recordedAt: expect.any(String) as string });
    const log = open(folder);
    expect(await readAll(log)).toBe(9);
    await log.close();
    await expect(acceptLog(empty)).rejects.toThrow(/log\.db has lost all it had/);
  });

  it('is not made of a log that is damaged', async () => {
    const folder = await closedLog();
    change(folder, `UPDATE events SET content = replace(content, 'number 4', 'number 5') WHERE sequence = 4`);
    rmSync(join(folder, 'log.head'));
    await expect(acceptLog(folder)).rejects.toThrow(/event 4 .* does not match its checksum/);
    expect(existsSync(join(folder, 'log.head'))).toBe(false);
  });

  it('is there before the log: a first start that is killed anywhere before its first event is begun again', async () => {
    const whole = tempFolder();
    await open(whole).close();
    const left = (name: string, bytes: Uint8Array | string) => (folder: string) =>
      writeFileSync(join(folder, name), bytes);
    const copied = (name: string) => left(name, readFileSync(join(whole, name)));
    const states = [
      [left('log.db.new', '')],
      [left('log.db.new', 'half a page')],
      [left('log.db.new', 'half a page'), left('log.db.new-journal', 'half a journal')],
      [copied('log.head'), left('log.db.new', readFileSync(join(whole, 'log.db')))],
      [left('log.head.new', '00'), left('log.db.new', readFileSync(join(whole, 'log.db')))],
      [copied('log.head'), copied('log.db')],
    ];
    for (const state of states) {
      const folder = tempFolder();
      for (const leave of state) leave(folder);
      const log = open(folder);
      await appendTo(log, 0, 3);
      expect(await readAll(log)).toBe(3);
      await log.close();
      expect(await verifyLog(folder)).toBe(3);
    }
  });

  it('with a write-ahead log alone tells of a log that is gone', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'log.db-wal'), 'frames');
    expect(() => open(folder)).toThrow(/log\.db is missing or empty, but .*log\.db-wal belongs to it/);
  });

  it('is refused when it is damaged itself, saying what to do', async () => {
    const folder = await closedLog();
    const file = join(folder, 'log.head');
    const bytes = readFileSync(file);
    for (const at of [3, 14, 20, 30]) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(bytes.readUInt8(at) ^ 0x01, at);
      writeFileSync(file, flipped);
      expect(() => open(folder)).toThrow(LogDamaged);
    }
    writeFileSync(file, '');
    expect(() => open(folder)).toThrow(/log\.head is damaged\. Restore a backup .*accept-log/);
  });
});
