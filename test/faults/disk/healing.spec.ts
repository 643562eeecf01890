import { cpSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteDatabase } from '../../../libs/read-store/sqlite/database.js';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { openShop, soldOpportunity } from '../../../libs/testing/api/shop.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';

const patience = 300_000;
const lists = ['/v1/opportunities', '/v1/accounts', '/v1/contracts', '/v1/users', '/v1/contract-events'];

interface Status {
  readonly projections: {
    readonly remaking?: {
      readonly older: readonly string[];
      readonly missing: readonly string[];
      readonly problem?: string;
    };
  };
  readonly processes: readonly { readonly position?: string }[];
}

interface Shop {
  readonly folder: string;
  /** The instants at which its lists were asked, as a query. */
  readonly then: string;
  /** What they answered. */
  readonly answers: readonly string[];
}

let shop: Shop;
beforeAll(async () => {
  const folder = join(tempFolder(), 'data');
  const server = await ServerProcess.start(folder);
  await soldOpportunity(server, await openShop(server));
  await server.ready();
  const { asOf, knownAt } = await server.get<{ asOf: string; knownAt: string }>('/v1/opportunities');
  const then = `?asOf=${asOf}&knownAt=${knownAt}`;
  shop = { folder, then, answers: await answersOf(server, then) };
  await server.stop();
}, patience);

/** A stopped folder with a sale in it, for one test alone. */
function stoppedShop(): Shop {
  const folder = join(tempFolder(), 'data');
  cpSync(shop.folder, folder, { recursive: true });
  return { ...shop, folder };
}

/** The feed is of no instant. */
const answersOf = (server: ServerProcess, then: string): Promise<readonly string[]> =>
  Promise.all(
    lists.map(async (path) => (await server.send('GET', path === '/v1/contract-events' ? path : path + then)).text),
  );

const statusOf = (server: ServerProcess): Promise<Status> => server.get<Status>('/v1/admin/status');

/** Nothing can be filled beside while this is held. */
function holdBack(folder: string): () => void {
  const next = new SqliteDatabase(join(folder, 'read.next.db'), 'DELETE');
  next.exec('BEGIN EXCLUSIVE');
  return () => {
    next.exec('ROLLBACK');
    next.close();
  };
}

function inReadDb(folder: string, sql: string): void {
  const database = new SqliteDatabase(join(folder, 'read.db'), 'WAL');
  database.exec(sql);
  database.checkpointed();
  database.close();
}

async function remade(server: ServerProcess): Promise<void> {
  const late = AbortSignal.timeout(patience);
  while ((await statusOf(server)).projections.remaking !== undefined) late.throwIfAborted();
  await server.ready();
}

const olderAccounts = `
  UPDATE _models SET signature = json_set(signature, '$.version', 0) WHERE name = 'accounts';
  UPDATE rows_accounts SET _doc = json_set(_doc, '$.name', 'Named by older code');`;

describe('read.db of another version', () => {
  it(
    'answers as it is while the new one is made beside it, and is replaced by it',
    async () => {
      const { folder, answers } = stoppedShop();
      inReadDb(folder, olderAccounts);
      const release = holdBack(folder);
      const server = await ServerProcess.start(folder);
      expect(server.said[0]).toMatch(
        /read\.db is of another version: it is rebuilt .* accounts answer with older rows\.$/,
      );

      await server.ready();
      expect((await statusOf(server)).projections.remaking).toMatchObject({ older: ['accounts'], missing: [] });
      expect((await server.send('GET', '/v1/accounts')).text).toContain('Named by older code');
      const { position } = await server.post('/v1/users', { name: 'Una New', email: 'una@example.test' });
      expect((await server.send('GET', `/v1/users?notBefore=${position}`)).text).toContain('Una New');
      await server.post('/v1/accounts', { accountType: 'company', name: 'Came meanwhile' });
      expect((await server.send('GET', '/v1/accounts')).text).not.toContain('Came meanwhile');

      const before = (await statusOf(server)).processes;
      release();
      await remade(server);
      const accounts = (await server.send('GET', '/v1/accounts')).text;
      expect([accounts.includes('Came meanwhile'), accounts.includes('Named by older code')]).toEqual([true, false]);
      expect((await server.send('GET', '/v1/users')).text).toContain('Una New');
      expect((await server.send('GET', '/v1/contract-events')).text).toBe(answers[4]);
      expect((await statusOf(server)).processes.length).toBe(before.length);
      expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: true });
      expect(server.said.at(-1)).toBe('The read models are rebuilt, and answer from now on.');
      await server.stop();
    },
    patience,
  );

  it(
    'answers 503 for what older code did not keep like that, and the rest as ever, while commands go on',
    async () => {
      const { folder, then, answers } = stoppedShop();
      inReadDb(
        folder,
        `UPDATE _models SET signature = json_remove(signature, '$.fields.name') WHERE name = 'accounts'`,
      );
      const release = holdBack(folder);
      const server = await ServerProcess.start(folder);
      expect((await server.send('GET', '/health/ready')).status).toBe(503);
      expect(await server.send('GET', '/v1/accounts')).toMatchObject({
        status: 503,
        text: expect.stringContaining('"code":"rebuilding"') as string,
      });
      expect((await server.send('GET', `/v1/users${then}`)).text).toBe(answers[3]);
      const { id } = await server.post('/v1/accounts', { accountType: 'company', name: 'Came meanwhile' });
      expect(await server.get(`/v1/accounts/${id}`)).toMatchObject({ name: 'Came meanwhile' });
      release();
      await remade(server);
      expect((await server.send('GET', '/v1/accounts')).text).toContain('Came meanwhile');
      await server.stop();
    },
    patience,
  );

  it(
    'is never taken for current by the older code again, once events went by',
    async () => {
      const { folder } = stoppedShop();
      const signature = (): string => {
        const database = new SqliteDatabase(join(folder, 'read.db'), 'WAL');
        const [found] =
          database.get({ sql: `SELECT signature FROM _models WHERE name = 'accounts'`, values: [] }) ?? [];
        database.close();
        return String(found);
      };
      inReadDb(folder, olderAccounts);
      const ofOlderCode = signature();
      const release = holdBack(folder);
      const server = await ServerProcess.start(folder);
      await server.post('/v1/accounts', { accountType: 'company', name: 'Came meanwhile' });
      await server.ready();
      await server.stop('SIGKILL');
      release();
      expect(signature()).not.toBe(ofOlderCode);
      const again = await ServerProcess.start(folder);
      await remade(again);
      expect((await again.send('GET', '/v1/accounts')).text).toContain('Came meanwhile');
      await again.stop();
    },
    patience,
  );
});

describe('read.db that cannot be used', () => {
  const cases: Readonly<Record<string, readonly [(folder: string) => void, RegExp]>> = {
    'was deleted': [
      (folder) => {
        rmSync(join(folder, 'read.db'));
      },
      /read\.db was missing: it is rebuilt/,
    ],
    'is no database': [
      (folder) => {
        writeFileSync(join(folder, 'read.db'), 'no database '.repeat(5_000));
      },
      /read\.db was damaged: it is rebuilt/,
    ],
    'was cut in half': [
      (folder) => {
        truncateSync(join(folder, 'read.db'), 3 * 4096);
      },
      /read\.db was damaged: it is rebuilt/,
    ],
    'has tables of another format': [
      (folder) => {
        inReadDb(folder, `UPDATE _models SET signature = json_set(signature, '$.format', 0)`);
      },
      /read\.db is of another version/,
    ],
    'is of a version whose checkpoints had no times': [
      (folder) => {
        inReadDb(
          folder,
          `UPDATE _models SET signature = json_set(signature, '$.format', 3);
           ALTER TABLE _checkpoints DROP COLUMN occurred; ALTER TABLE _checkpoints DROP COLUMN recorded`,
        );
      },
      /read\.db is of another version/,
    ],
  };

  it.each(Object.entries(cases))(
    'because it %s is healed at start, saying so in a line; lists answer 503 until then, commands go on',
    async (_name, [damage, line]) => {
      const { folder, then, answers } = stoppedShop();
      damage(folder);
      const release = holdBack(folder);
      const server = await ServerProcess.start(folder);
      expect(server.said.filter((said) => line.test(said))).toHaveLength(1);
      for (const path of lists) expect([path, (await server.send('GET', path)).status]).toEqual([path, 503]);
      expect((await server.send('GET', '/health/ready')).status).toBe(503);
      const { id } = await server.post('/v1/users', { name: 'Una New', email: 'una@example.test' });
      release();
      await remade(server);
      expect(await answersOf(server, then)).toEqual(answers);
      expect((await server.send('GET', '/v1/users')).text).toContain(id);
      expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: true });
      expect((await server.stop()).code).toBe(0);
    },
    patience,
  );

  it(
    'is healed by the next start when the first was killed in the middle, also beside a half-made file that is damaged',
    async () => {
      const { folder, then, answers } = stoppedShop();
      rmSync(join(folder, 'read.db'));
      for (const leftOver of ['', 'no database '.repeat(5_000)]) {
        const release = holdBack(folder);
        const killed = await ServerProcess.start(folder);
        expect((await killed.send('GET', '/v1/accounts')).status).toBe(503);
        await killed.stop('SIGKILL');
        release();
        if (leftOver !== '') writeFileSync(join(folder, 'read.next.db'), leftOver);
      }
      const server = await ServerProcess.start(folder);
      await remade(server);
      expect(await answersOf(server, then)).toEqual(answers);
      await server.stop();
      const again = await ServerProcess.start(folder);
      expect(again.said).toHaveLength(1);
      await again.stop();
    },
    patience,
  );
});
