import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { FolderInUse, lockFolder } from '../../../libs/event-log/sqlite/folder-lock.js';
import { openSqliteEventLog } from '../../../libs/event-log/sqlite/sqlite-event-log.js';
import { systemClock } from '../../../libs/kernel/dates.js';
import { newId, type PersonId } from '../../../libs/kernel/ids.js';
import { openSqliteKeyStore } from '../../../libs/sealing/sqlite/sqlite-key-store.js';
import { eventToAppend } from '../../../libs/testing/log/builders.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { backUp, restore, type CopyOptions } from '../../../libs/application/adapters/embedded/backup.js';
import { dataKeyOf } from '../../../libs/application/adapters/embedded/data-key.js';

const places = (from: string, to: string): CopyOptions => ({
  from,
  to,
  dataKey: undefined,
  onProgress: () => undefined,
});
/** But for the empty files that SQLite leaves beside its own while it has them open. */
const contents = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(folder)
    .filter((name) => !/-(wal|shm)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), 'base64')]);

/** A data folder of six events, each about a person of its own. */
async function dataFolder(): Promise<string> {
  const folder = join(tempFolder(), 'data');
  const log = openSqliteEventLog({ folder, clock: systemClock });
  const keys = openSqliteKeyStore(folder, dataKeyOf(folder));
  for (let index = 0; index < 6; index++) {
    const personId: PersonId = newId();
    await keys.getOrCreate([personId]);
    const name = { sealed: `${personId}.AAAA` };
    await log.append(`note-${String(index)}`, 'none', [eventToAppend('Noted', { personId, name })]);
  }
  await log.close();
  await keys.close();
  return folder;
}

function change(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

let whole: string;
let backup: string;
beforeAll(async () => {
  whole = await dataFolder();
  backup = join(tempFolder(), 'backup');
  expect(await backUp(places(whole, backup))).toMatchObject({ events: 6, keysMissing: 0, holdsDataKey: true });
});
const copyOf = (folder: string): string => {
  const copy = join(tempFolder(), 'copy');
  cpSync(folder, copy, { recursive: true });
  return copy;
};
const oneByte = "UPDATE events SET content = replace(content, 'AAAA', 'AAAB') WHERE sequence = 4";
const lastEvent = 'DELETE FROM events WHERE sequence = 6';

describe('a back-up (ADR 29)', () => {
  it('changes nothing in the folder that it is made of, nor is it changed by a restore', async () => {
    const [folder, other] = [copyOf(whole), join(tempFolder(), 'again')];
    const before = contents(folder);
    await backUp(places(folder, other));
    expect(contents(folder)).toEqual(before);
    const kept = contents(other);
    const restored = join(tempFolder(), 'data');
    expect(await restore(places(other, restored))).toMatchObject({ events: 6, keysMissing: 0 });
    expect(contents(other)).toEqual(kept);
    expect(readdirSync(restored).sort()).toEqual(['data.key', 'keys.db', 'log.db', 'log.head', 'tidemark.lock']);
  });

  it.each([
    ['was changed', (folder: string) => change(join(folder, 'log.db'), oneByte), /data\/log\.db is damaged: event 4 /],
    ['lost its end', (folder: string) => change(join(folder, 'log.db'), lastEvent), /log\.head has seen event 6/],
    ['lost its head', (folder: string) => rmSync(join(folder, 'log.head')), /log\.head is missing/],
    ['lost its keys', (folder: string) => rmSync(join(folder, 'keys.db')), /keys\.db is missing/],
    ['lost its data key', (folder: string) => rmSync(join(folder, 'data.key')), /data\.key is missing/],
    ['is not there', (folder: string) => rmSync(folder, { recursive: true }), /There is no log in/],
  ] as const)('is not made of a folder that %s, and leaves nothing', async (_what, spoil, said) => {
    const [folder, parent] = [join(tempFolder(), 'data'), tempFolder()];
    cpSync(whole, folder, { recursive: true });
    spoil(folder);
    await expect(backUp(places(folder, join(parent, 'backup')))).rejects.toThrow(said);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('is made of a folder that lost a key, and says of how many persons', async () => {
    const [folder, to, restored] = [copyOf(whole), join(tempFolder(), 'backup'), join(tempFolder(), 'data')];
    change(join(folder, 'keys.db'), 'DELETE FROM keys WHERE person = (SELECT min(person) FROM keys)');
    expect(await backUp(places(folder, to))).toMatchObject({ events: 6, keysMissing: 1 });
    expect(await restore(places(to, restored))).toMatchObject({ events: 6, keysMissing: 1 });
  });

  it('needs a place that is new or empty, and makes the folders above it', async () => {
    const parent = tempFolder();
    mkdirSync(join(parent, 'empty'));
    await backUp(places(whole, join(parent, 'empty')));
    await backUp(places(whole, join(parent, 'a', 'b', 'new')));
    writeFileSync(join(parent, 'file'), '');
    await expect(backUp(places(whole, join(parent, 'empty')))).rejects.toThrow(
      /empty is not empty: it holds data\.key/,
    );
    await expect(backUp(places(whole, join(parent, 'file')))).rejects.toThrow(/file cannot be used as a folder/);
    expect(readdirSync(parent).sort()).toEqual(['a', 'empty', 'file']);
  });
});

describe('a restore (ADR 29)', () => {
  it.each([
    ['was changed', (folder: string) => change(join(folder, 'log.db'), oneByte), /log\.db is damaged: event 4 /],
    ['lost its end', (folder: string) => change(join(folder, 'log.db'), lastEvent), /log\.head has seen event 6/],
    ['has no head', (folder: string) => rmSync(join(folder, 'log.head')), /not a whole back-up: .*log\.head missing/],
    ['has no keys', (folder: string) => rmSync(join(folder, 'keys.db')), /not a whole back-up: .*keys\.db missing/],
    ['has other keys', (folder: string) => writeFileSync(join(folder, 'keys.db'), 'none'), /keys\.db cannot be used/],
    ['has no data key', (folder: string) => rmSync(join(folder, 'data.key')), /data\.key missing\. .*DATA_KEY/],
    [
      'is of another key',
      (folder: string) => writeFileSync(join(folder, 'data.key'), Buffer.alloc(32, 1).toString('base64')),
      /another DATA_KEY/,
    ],
  ] as const)('is not made from a back-up that %s', async (_what, spoil, said) => {
    const [spoilt, folder] = [copyOf(backup), join(tempFolder(), 'data')];
    spoil(spoilt);
    await expect(restore(places(spoilt, folder))).rejects.toThrow(said);
    expect(existsSync(folder)).toBe(false);
  });

  it('leaves what is in a folder, and one that is in use', async () => {
    const [full, used] = [tempFolder(), tempFolder()];
    writeFileSync(join(full, 'letter.txt'), 'Dear Eva');
    await expect(restore(places(backup, full))).rejects.toThrow(/is not empty: it holds letter\.txt/);
    expect(readdirSync(full)).toEqual(['letter.txt']);
    const lock = lockFolder(used);
    await expect(restore(places(backup, used))).rejects.toBeInstanceOf(FolderInUse);
    lock.release();
    expect(await restore(places(backup, used))).toMatchObject({ events: 6 });
  });
});
