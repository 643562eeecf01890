import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ServerProcess, type Sent } from '../../../libs/testing/api/server-process.js';
import type { Page } from '../../../libs/testing/api/shown.js';
import { testKey } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';

const patience = 300_000;
/** No file of the process may grow beyond so many bytes, until it may again (Linux): a disk that is full, for one process alone. */
function limitFiles(server: ServerProcess, bytes: number | 'unlimited'): void {
  const { status, stderr } = spawnSync('prlimit', [`--pid=${String(server.pid)}`, `--fsize=${String(bytes)}:`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`prlimit: ${stderr}`);
}

const create = (server: ServerProcess, name: string): Promise<Sent> =>
  server.send('POST', '/v1/accounts', { accountType: 'company', name }, headersFor(name));

const headersFor = (name: string) => ({ authorization: `Bearer ${testKey}`, 'idempotency-key': name });

/** A person, whose name is sealed: that needs a new key in keys.db. */
const createPerson = (server: ServerProcess, name: string): Promise<Sent> =>
  server.send('POST', '/v1/accounts', { accountType: 'personal', lastName: name }, headersFor(name));

const namesIn = async (server: ServerProcess): Promise<readonly string[]> =>
  (await server.get<Page<{ readonly name: string | null }>>('/v1/accounts?limit=500')).items.map(
    ({ name }) => name ?? 'a person',
  );

const expectUnavailable = (sent: Sent): void => {
  expect(sent).toMatchObject({ status: 503, text: expect.stringMatching(/"code":"(log|keys)-unavailable"/) as string });
};

describe('a disk that is full', () => {
  it(
    'refuses commands with 503 and goes on reading; when there is room again, all goes on without a restart',
    async () => {
      const folder = join(tempFolder(), 'data');
      const server = await ServerProcess.start(folder);
      expect((await create(server, 'Before')).status).toBe(201);
      await server.ready();

      // Each file, the log's, the read models' and the keys', finds its end within its write-ahead log.
      const acknowledged = ['Before'];
      const refused: string[] = [];
      limitFiles(server, 300_000);
      for (let index = 0; refused.length < 10; index += 1) {
        const name = `Late ${String(index)}`;
        const sent = await create(server, name);
        if (sent.status === 201) acknowledged.push(name);
        else {
          expectUnavailable(sent);
          refused.push(name);
        }
      }
      expect((await server.send('GET', '/health/live')).status).toBe(200);
      expect((await server.send('GET', '/v1/accounts?limit=500')).status).toBe(200);
      expectUnavailable(await createPerson(server, 'Personal'));
      // Ten commands failed for one reason, which is told once, and again only while it goes on.
      const told = server.said.filter((line) => line.startsWith('LogUnavailable'));
      expect([told.length > 0, told.length < refused.length]).toEqual([true, true]);

      limitFiles(server, 'unlimited');
      const [again = '', ...others] = refused;
      const first = await create(server, again);
      expect([first.status, first.text]).toEqual([201, (await create(server, again)).text]);
      expect((await createPerson(server, 'Personal')).status).toBe(201);
      await server.ready();
      const names = await namesIn(server);
      expect([...names].sort()).toEqual([...acknowledged, again, 'a person'].sort());
      expect(names.filter((name) => others.includes(name))).toEqual([]);
      expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: true });
      expect((await server.stop()).code).toBe(0);

      const restarted = await ServerProcess.start(folder);
      await restarted.ready();
      expect([...(await namesIn(restarted))].sort()).toEqual([...names].sort());
      await restarted.stop();
    },
    patience,
  );

  it(
    'does not hold up the end, and what was answered is there at the next start',
    async () => {
      const folder = join(tempFolder(), 'data');
      const server = await ServerProcess.start(folder);
      limitFiles(server, 200_000);
      const acknowledged: string[] = [];
      for (let index = 0; ; index += 1) {
        const name = `Late ${String(index)}`;
        if ((await create(server, name)).status !== 201) break;
        acknowledged.push(name);
      }
      await server.stop();
      const again = await ServerProcess.start(folder);
      await again.ready();
      expect([...(await namesIn(again))].sort()).toEqual([...acknowledged].sort());
      await again.stop();
    },
    patience,
  );
});
