import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../kernel/dates.js';
import { newId } from '../../kernel/ids.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { lockFolder } from './folder-lock.js';
import { openSqliteEventLog } from './sqlite-event-log.js';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const modesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]));

async function used(folder: string): Promise<Readonly<Record<string, string>>> {
  const lock = lockFolder(folder);
  const log = openSqliteEventLog({ folder, clock: systemClock });
  await log.append(`note-${newId()}`, 'none', [eventToAppend('Noted')]);
  const modes = modesIn(folder);
  await log.close();
  lock.release();
  return modes;
}

describe('the files of a log are their owner’s alone', () => {
  let umask: number | undefined;
  afterEach(() => {
    if (umask !== undefined) process.umask(umask);
    umask = undefined;
  });
  const all = { 'log.db': '600', 'log.db-shm': '600', 'log.db-wal': '600', 'log.head': '600' };

  it.each([0, 0o022, 0o077])('under umask %i, as is a folder that is made, or was empty', async (mask) => {
    umask = process.umask(mask);
    const [made, empty] = [join(tempFolder(), 'a', 'data'), tempFolder()];
    chmodSync(empty, 0o777);
    for (const folder of [made, empty]) {
      expect(await used(folder)).toMatchObject({ ...all, 'tidemark.lock': '600' });
      expect(modeOf(folder)).toBe('700');
    }
    expect(modeOf(join(made, '..'))).toBe('700');
  });

  it('also those that were not, but not the folder that holds other things', async () => {
    const folder = join(tempFolder(), 'data');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'letter.txt'), '');
    await used(folder);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
    expect(await used(folder)).toMatchObject({ ...all, 'letter.txt': '644' });
    expect(modeOf(folder)).toBe('755');
  });
});
