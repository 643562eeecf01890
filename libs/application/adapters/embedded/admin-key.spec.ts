import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarOf } from '../../../kernel/calendar.js';
import { fixedClock } from '../../../testing/log/fixed-clock.js';
import { tempFolder } from '../../../testing/log/temp-folder.js';
import { hashOf } from '../../keys/known-keys.js';
import { openRuntime } from '../../runtime/open-runtime.js';
import { adminKeyFile } from './admin-key.js';
import { openEmbedded } from './embedded.js';

const fileIn = (folder: string): string => join(folder, 'admin.key');
const keyIn = (folder: string): string => readFileSync(fileIn(folder), 'utf8').trim();

/** A start that ends at once; `cutOff`: as by a kill between keeping the key and issuing it. */
async function start(folder: string, { cutOff = false } = {}) {
  const told: string[] = [];
  const file = adminKeyFile(folder, (name) => void told.push(name));
  const kept = (): string => {
    const key = file.kept();
    if (cutOff) throw new Error('killed');
    return key;
  };
  const adapters = await openEmbedded({ folder, clock: fixedClock(), inThreads: false });
  const { runtime, close } = await openRuntime(adapters, {
    calendar: calendarOf('UTC'),
    firstKey: { ...file, kept },
    follows: {},
  });
  const key = keyIn(folder);
  const found = await runtime.keys.find(key, hashOf(key));
  await close();
  return { key, told, opens: typeof found !== 'string' };
}

describe("the administrator's key of the first start", () => {
  it('is kept in a file of its owner alone, opens, and stays', async () => {
    const folder = tempFolder();
    const first = await start(folder);
    expect(first).toMatchObject({ told: [fileIn(folder)], opens: true });
    expect((statSync(fileIn(folder)).mode & 0o777).toString(8)).toBe('600');
    expect(await start(folder)).toEqual({ ...first, told: [] });
  });

  it('is the one in the file where a start was cut off between keeping and issuing it', async () => {
    const folder = tempFolder();
    await expect(start(folder, { cutOff: true })).rejects.toThrow('killed');
    const key = keyIn(folder);
    expect(await start(folder)).toEqual({ key, told: [fileIn(folder)], opens: true });
  });

  it('is not lost where the file was only begun', async () => {
    const folder = tempFolder();
    writeFileSync(`${fileIn(folder)}.new`, 'tm_');
    expect(await start(folder)).toMatchObject({ told: [fileIn(folder)], opens: true });
  });

  it('is its owner’s alone where the file was readable for others', async () => {
    const folder = tempFolder();
    writeFileSync(fileIn(folder), 'tm_0123456789abcdef0123456789\n', { mode: 0o644 });
    expect(await start(folder)).toMatchObject({ key: 'tm_0123456789abcdef0123456789', opens: true });
    expect((statSync(fileIn(folder)).mode & 0o777).toString(8)).toBe('600');
  });

  it('is not made of a file that holds none', async () => {
    const folder = tempFolder();
    writeFileSync(fileIn(folder), '');
    await expect(start(folder)).rejects.toThrow(`${fileIn(folder)} holds no key, and none was issued yet. Delete it`);
    expect(existsSync(fileIn(folder))).toBe(true);
  });
});
