import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { TestEventStore } from '../../libs/testing/log/eventstoredb/test-event-store.js';
import { urlOf } from '../../libs/testing/log/eventstoredb/server-for-tests.js';
import { openShop, opportunityOf, suiteLine } from '../../libs/testing/api/shop.js';
import { programs } from '../../libs/testing/api/programs.js';
import { ServerProcess } from '../../libs/testing/api/server-process.js';
import { testKey } from '../../libs/testing/api/test-api.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';
import { mongoUrl, openedMongo } from './mongodb/server.js';

/** A log of its own: what is copied into must be empty. */
const eventStore = new TestEventStore();
const database = `test_${randomUUID()}`;
const DATA_KEY = Buffer.alloc(32, 9).toString('base64');
let servers: Readonly<Record<string, string>>;
let url: string;

beforeAll(async () => {
  await eventStore.start();
  url = urlOf(eventStore.port);
  await openedMongo({ database });
  servers = { MONGODB_URL: mongoUrl().replace(/\/(?=\?|$)/, `/${database}`), DATA_KEY };
});
afterAll(() => eventStore.stop());

/** Runs beside this process, which is the server. */
function copy(
  from: string,
  to: string,
  killAfterMs?: number,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [programs.cli, 'log', 'copy', '--from', from, '--to', to], {
    env: { PATH: process.env['PATH'] ?? '', ...servers },
    ...(killAfterMs !== undefined && { timeout: killAfterMs, killSignal: 'SIGKILL' }),
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

const feedFrom = async (server: ServerProcess, after?: string): Promise<string> =>
  (await server.send('GET', `/v1/contract-events${after === undefined ? '' : `?after=${after}`}`)).text;

const tidemark = (command: string, env: Readonly<Record<string, string>>) =>
  spawnSync(process.execPath, [programs.cli, command], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });

it('a log moves to servers and back, with its keys: the same events, rows and numbers of the feed on each side', async () => {
  const [first, back] = [join(tempFolder(), 'data'), join(tempFolder(), 'data')];
  const one = await ServerProcess.start(first);
  const shop = await openShop(one);
  await one.post('/v1/accounts', { accountType: 'personal', firstName: 'Eva', lastName: 'Novak' });
  for (const quantity of ['10', '20']) {
    const { id } = await opportunityOf(one, shop);
    const quotes = `/v1/opportunities/${id}/quotes`;
    const lines = [suiteLine(shop, quantity)];
    const { quoteId } = await one.post(quotes, { name: 'Offer', currency: 'EUR', lines });
    await one.post(`${quotes}/${quoteId}/activate`);
    await one.post(`/v1/opportunities/${id}/sell`);
  }
  await one.ready();
  const fed = await feedFrom(one);
  const persons = await one.get('/v1/accounts?sort=name');
  await one.stop();

  // Killed early or late: it goes on where it was.
  await copy(first, url, 2_500);
  const there = await copy(first, url);
  expect(there).toMatchObject({ code: 0, err: '' });
  expect(there.out).toMatch(/log copy: \d+ events with the keys of 2 persons are in both places, and the same/);

  const env = { ...servers, EVENTSTORE_URL: url, ADMIN_API_KEY: testKey, WORKER_PORT: '0' };
  const worker = await ServerProcess.start(tempFolder(), env, programs.worker);
  const api = await ServerProcess.start(tempFolder(), env);
  await api.ready();
  const withoutSource = (text: string) => text.replaceAll(/"source":"[^"]*"|"dataschema":"[^"]*"/g, '');
  expect(withoutSource(await feedFrom(api))).toBe(withoutSource(fed));
  expect(await api.get('/v1/accounts?sort=name')).toMatchObject({ items: (persons as { items: unknown[] }).items });
  // A consumer that has seen two goes on with the third.
  const { cursor } = JSON.parse(fed.split('\n')[1] ?? '') as { readonly cursor: string };
  expect(
    withoutSource(await feedFrom(api, cursor))
      .split('\n')
      .filter(Boolean),
  ).toHaveLength(fed.split('\n').filter(Boolean).length - 2);
  await api.post('/v1/accounts', { accountType: 'company', name: 'Later' });
  await api.stop();
  await worker.stop();

  // The other log has gone on since: it is no copy any more, and says so.
  expect(await copy(first, url)).toMatchObject({ code: 1, err: expect.stringContaining('has more than') as string });
  expect(await copy(url, back)).toMatchObject({ code: 0 });
  const verified = tidemark('verify', { DATA_DIR: back, DATA_KEY });
  expect(verified.stdout).toBe('verify: rebuilt equals live\n');
});

it('says what is missing, and what is not there', async () => {
  const nothing = await copy(join(tempFolder(), 'none'), url);
  expect(nothing).toMatchObject({ code: 1, err: expect.stringContaining('There is no log in') as string });
  const before = servers;
  servers = {};
  expect(await copy(tempFolder(), url)).toMatchObject({ code: 1 });
  servers = before;
});
