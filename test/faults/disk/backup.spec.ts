import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../../../libs/testing/api/programs.js';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { testKey } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';

const patience = 300_000;
const newFolder = (): string => join(tempFolder(), 'data');

/** The command line on that folder, while the test goes on. */
async function tidemark(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [programs.cli, ...args], {
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, said };
}

const person = (index: number) => ({ accountType: 'personal', firstName: 'Eva', lastName: `Novak ${String(index)}` });
const company = (index: number) => ({ accountType: 'company', name: `Acme ${String(index)}` });

/** What clients were told is done: the account's id and the name that it was given. */
class Clients {
  readonly acknowledged = new Map<string, string>();
  private sent = 0;
  private stopped = false;

  constructor(private readonly server: ServerProcess) {}

  /** So many clients send one after the other, until they are stopped. */
  async run(clients: number): Promise<void> {
    await Promise.all(Array.from({ length: clients }, () => this.one()));
  }

  async until(count: number): Promise<void> {
    while (this.acknowledged.size < count) await this.next();
  }

  stop(): void {
    this.stopped = true;
  }

  private async one(): Promise<void> {
    while (!this.stopped) await this.next();
  }

  private async next(): Promise<void> {
    const index = (this.sent += 1);
    const { id } = await this.server.post('/v1/accounts', index % 2 === 0 ? person(index) : company(index));
    this.acknowledged.set(id, index % 2 === 0 ? `Novak ${String(index)}` : `Acme ${String(index)}`);
  }
}

interface Account {
  readonly name?: unknown;
  readonly lastName?: unknown;
}

/** Starts there: each of these accounts is there under its name, and the folder verifies. */
async function hasAll(folder: string, accounts: ReadonlyMap<string, string>, env = {}): Promise<void> {
  const server = await ServerProcess.start(folder, { ADMIN_API_KEY: testKey, ...env });
  await server.ready();
  const names = await Promise.all(
    [...accounts.keys()].map(async (id) => {
      const { status, text } = await server.send('GET', `/v1/accounts/${id}`);
      const { name, lastName } = JSON.parse(text) as Account;
      return status === 200 ? (lastName ?? name) : text;
    }),
  );
  expect(names).toEqual([...accounts.values()]);
  expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: true, keysMissing: 0, differences: [] });
  await server.stop();
}

const modesIn = (folder: string): readonly string[] =>
  readdirSync(folder).map((name) => `${name} ${(statSync(join(folder, name)).mode & 0o777).toString(8)}`);
const onlyOwners = (folder: string): void => {
  expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
  expect(modesIn(folder).filter((each) => !each.endsWith(' 600'))).toEqual([]);
};

describe('a back-up', () => {
  it(
    'made under load has every command that was acknowledged before it began, with every person, and nothing of it is for others',
    async () => {
      const umask = process.umask(0);
      const [folder, backup, restored] = [newFolder(), join(tempFolder(), 'new', 'backup'), newFolder()];
      const server = await ServerProcess.start(folder);
      const clients = new Clients(server);
      await clients.until(20);
      const load = clients.run(8);
      await clients.until(100);
      const before = new Map(clients.acknowledged);
      const made = await tidemark(folder, ['backup', '--to', backup]);
      const during = clients.acknowledged.size - before.size;
      clients.stop();
      await load;
      expect(made).toEqual({
        status: 0,
        said: expect.stringMatching(
          /^backup: [\d,]+ events up to \S+Z and the keys are in .*\/backup, and checked\nIt holds data\.key, which opens/,
        ) as string,
      });
      expect(during).toBeGreaterThan(0);
      onlyOwners(folder);
      await server.stop();
      onlyOwners(folder);
      onlyOwners(backup);
      expect(readdirSync(backup).sort()).toEqual(['data.key', 'keys.db', 'log.db', 'log.head']);
      expect(readdirSync(join(backup, '..'))).toEqual(['backup']);

      expect(await tidemark(restored, ['restore', '--from', backup])).toMatchObject({ status: 0 });
      onlyOwners(restored);
      expect(await tidemark(restored, ['restore', '--from', backup])).toMatchObject({ status: 1 });
      process.umask(umask);
      await hasAll(restored, before);
      expect(await tidemark(restored, ['verify'])).toMatchObject({ status: 0 });
    },
    patience,
  );

  it(
    'of a folder whose process was killed has what stands in its write-ahead logs only; so has its own DATA_KEY a part in it',
    async () => {
      const DATA_KEY = Buffer.alloc(32, 7).toString('base64');
      const [folder, backup, restored] = [newFolder(), join(tempFolder(), 'backup'), newFolder()];
      const server = await ServerProcess.start(folder, { ADMIN_API_KEY: testKey, DATA_KEY });
      const clients = new Clients(server);
      await clients.until(20);
      await server.stop('SIGKILL');
      expect(statSync(join(folder, 'log.db-wal')).size).toBeGreaterThan(0);

      expect(await tidemark(folder, ['backup', '--to', backup])).toMatchObject({ status: 1 });
      expect(existsSync(backup)).toBe(false);
      const made = await tidemark(folder, ['backup', '--to', backup], { DATA_KEY });
      expect([made.status, made.said]).toEqual([0, expect.stringContaining('DATA_KEY alone, which is not in it')]);
      expect(readdirSync(backup).sort()).toEqual(['keys.db', 'log.db', 'log.head']);

      const keyless = await tidemark(folder, ['restore', '--from', backup, '--to', restored]);
      expect([keyless.status, keyless.said]).toEqual([1, expect.stringMatching(/data\.key missing\. .*DATA_KEY/)]);
      const other = { DATA_KEY: Buffer.alloc(32, 8).toString('base64') };
      expect(await tidemark(folder, ['restore', '--from', backup, '--to', restored], other)).toMatchObject({
        status: 1,
        said: expect.stringContaining('another DATA_KEY') as string,
      });
      expect(existsSync(restored)).toBe(false);
      expect(await tidemark(folder, ['restore', '--from', backup, '--to', restored], { DATA_KEY })).toMatchObject({
        status: 0,
      });
      await hasAll(restored, clients.acknowledged, { DATA_KEY });

      rmSync(join(restored, 'log.head'));
      expect(await tidemark(restored, ['accept-log'])).toMatchObject({
        status: 0,
        said: expect.stringMatching(/^accept-log: the log ends with event \d+ of \S+Z\n$/) as string,
      });
      expect(await tidemark(restored, ['verify'], { DATA_KEY })).toMatchObject({ status: 0 });
      expect((await tidemark(folder, ['backup'])).said).toMatch(/^tidemark backup needs --to <folder>\.\n\nUsage/);
    },
    patience,
  );
});
