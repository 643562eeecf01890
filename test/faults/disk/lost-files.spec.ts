import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../../../libs/testing/api/programs.js';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import type { Page } from '../../../libs/testing/api/shown.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';

const patience = 300_000;

/** The command line on that folder. */
function tidemark(command: string, folder: string) {
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: folder };
  const { status, stdout } = spawnSync(process.execPath, [programs.cli, command], { env, encoding: 'utf8' });
  return { status, stdout };
}

let whole: string;
beforeAll(async () => {
  whole = join(tempFolder(), 'data');
  const server = await ServerProcess.start(whole);
  await server.post('/v1/accounts', { accountType: 'personal', firstName: 'Eva', lastName: 'Novak' });
  await server.ready();
  await server.stop();
}, patience);

function copyWithout(...names: readonly string[]): string {
  const folder = join(tempFolder(), 'data');
  cpSync(whole, folder, { recursive: true });
  for (const name of names) rmSync(join(folder, name));
  return folder;
}

/** Starts there, which is to be refused in one line, as often as it is tried. */
async function refused(folder: string): Promise<string> {
  const first = await ServerProcess.ends(folder);
  const second = await ServerProcess.ends(folder);
  expect([first.code, second.code, first.said.length]).toEqual([1, 1, 1]);
  expect(second.said).toEqual(first.said);
  return first.said.join();
}

const lastNames = async (server: ServerProcess): Promise<readonly unknown[]> =>
  (await server.get<Page<{ readonly lastName: unknown }>>('/v1/accounts')).items.map(({ lastName }) => lastName);

describe('a folder that lost a file', () => {
  it.each([
    [['log.db']],
    [['log.db', 'log.head']],
    [['log.db', 'log.head', 'read.db']],
    [['log.db', 'log.head', 'keys.db']],
  ])(
    'is not begun again without %j',
    async (names) => {
      const folder = copyWithout(...names);
      expect(await refused(folder)).toMatch(
        /^Tidemark does not start: .*log\.db is missing.* Restore it from a backup/,
      );
      expect(existsSync(join(folder, 'log.db'))).toBe(false);
    },
    patience,
  );

  it(
    'does not start without log.head, and makes no other',
    async () => {
      const folder = copyWithout('log.head');
      expect(await refused(folder)).toMatch(/log\.head is missing, .*`tidemark restore`.*`tidemark accept-log`/);
      expect(existsSync(join(folder, 'log.head'))).toBe(false);
    },
    patience,
  );

  it(
    'does not start without keys.db; with an empty one nothing reads as erased until its loss is accepted',
    async () => {
      const folder = copyWithout('keys.db');
      expect(await refused(folder)).toMatch(/keys\.db is missing: .* Restore it from a backup/);
      expect(existsSync(join(folder, 'keys.db'))).toBe(false);
      writeFileSync(join(folder, 'keys.db'), '');
      const server = await ServerProcess.start(folder);
      await server.ready();
      await expect(lastNames(server)).rejects.toThrow(/503.*key-missing/);
      expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: false, keysMissing: 1, differences: [] });
      await server.stop();
      expect(tidemark('verify', folder)).toMatchObject({ status: 1 });
      expect(tidemark('accept-lost-keys', folder)).toMatchObject({
        status: 0,
        stdout: 'accept-lost-keys: 1 persons whose keys were lost are erased\n',
      });
      expect(tidemark('verify', folder)).toMatchObject({ status: 0 });
      const accepted = await ServerProcess.start(folder);
      await accepted.ready();
      expect(await lastNames(accepted)).toEqual([{ erased: true }]);
      await accepted.stop();
    },
    patience,
  );

  it(
    'does not start without data.key, and makes no other',
    async () => {
      const folder = copyWithout('data.key');
      expect(await refused(folder)).toMatch(/data\.key is missing, which keys\.db beside it was made with; restore it/);
      expect(existsSync(join(folder, 'data.key'))).toBe(false);
    },
    patience,
  );
});

describe('a folder with a damaged file', () => {
  it(
    'does not start when a page of keys.db was overwritten',
    async () => {
      const folder = copyWithout();
      const bytes = readFileSync(join(folder, 'keys.db'));
      writeFileSync(join(folder, 'keys.db'), bytes.fill(0xa5, 4096, 4096 + 64));
      expect(await refused(folder)).toMatch(/keys\.db (is damaged|cannot be used)/);
    },
    patience,
  );

  it(
    'names log.db and the event when it was changed while nothing ran',
    async () => {
      const folder = copyWithout();
      const bytes = readFileSync(join(folder, 'log.db'));
      const at = bytes.lastIndexOf('"AccountCreated"');
      writeFileSync(join(folder, 'log.db'), bytes.fill('X', at + 1, at + 2));
      expect(await refused(folder)).toMatch(/log\.db is damaged: event \d+ .* does not match its checksum/);
    },
    patience,
  );
});

describe('a folder that became read-only', () => {
  /** Root may write anywhere: then as nobody. */
  const [uid, gid] = process.getuid?.() === 0 ? [65_534, 65_534] : [process.getuid?.(), process.getgid?.()];

  it.each([
    ['the folder', (folder: string) => chmodSync(folder, 0o555)],
    ['log.db', (folder: string) => chmodSync(join(folder, 'log.db'), 0o444)],
    ['keys.db', (folder: string) => chmodSync(join(folder, 'keys.db'), 0o444)],
    ['read.db', (folder: string) => chmodSync(join(folder, 'read.db'), 0o444)],
  ] as const)(
    'is refused in one line that names it: %s',
    (name, makeReadOnly) => {
      const folder = copyWithout();
      for (const each of ['', ...readdirSync(folder)]) chownSync(join(folder, each), uid ?? 0, gid ?? 0);
      chmodSync(join(folder, '..'), 0o755);
      makeReadOnly(folder);
      const { status, stderr } = spawnSync(process.execPath, [programs.api], {
        env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: folder },
        encoding: 'utf8',
        timeout: 20_000,
        ...(uid !== undefined && gid !== undefined && { uid, gid }),
      });
      const said = stderr.trim().split('\n');
      expect([status, said.length]).toEqual([1, 1]);
      expect(said[0]).toContain(
        name === 'the folder' ? `The data folder ${folder} cannot be written` : join(folder, name),
      );
      chmodSync(folder, 0o755);
    },
    patience,
  );
});
