import type { Named, Page } from '../../../libs/testing/api/shown.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { BoundedApi } from './bounded-api.js';
import { RawClient, type RawAnswer } from './raw-client.js';

const most = 8;
let api: BoundedApi;
beforeAll(async () => {
  api = await BoundedApi.open(tempFolder(), { commands: most, batches: 2, connections: 300 });
});
afterAll(() => api.close());

const left: RawClient[] = [];
afterEach(() => {
  for (const client of left.splice(0)) client.leave();
});

async function clients(count: number): Promise<readonly RawClient[]> {
  const all = await Promise.all(Array.from({ length: count }, () => RawClient.to(api.port)));
  left.push(...all);
  return all;
}
/** Clients whose connections were served already. */
async function served(count: number): Promise<readonly RawClient[]> {
  const all = await clients(count);
  for (const client of all) client.request('GET', '/health/live');
  await Promise.all(all.map(answered));
  return all;
}
const create = (client: RawClient, name: string): void =>
  client.request('POST', '/v1/accounts', { body: JSON.stringify({ accountType: 'company', name }) });

async function answered(client: RawClient): Promise<RawAnswer> {
  await client.until(/\r\n\r\n\{.*\}$/s);
  const { answer } = client;
  client.text = '';
  return answer;
}

async function answeredLines(client: RawClient): Promise<RawAnswer> {
  await client.until(/\r\n\r\n(\{.*\n?)+$/);
  return client.answer;
}

describe('more commands than can be served', () => {
  it('are answered 503 with Retry-After; those taken on are done, those refused are not; reads and operators are served', async () => {
    const all = await served(200);
    const [reader, operator, health] = await served(3);
    all.forEach((client, index) => {
      create(client, `A ${String(index)}`);
    });
    reader?.request('GET', '/v1/accounts');
    operator?.request('GET', '/v1/admin/status');
    health?.request('GET', '/health/live');
    const answers = await Promise.all(all.map(answered));
    for (const client of [reader, operator, health]) {
      expect((await answered(client as RawClient)).status).toBe(200);
    }
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers, body } of refused) {
      expect(headers['retry-after']).toBe('1');
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(JSON.parse(body)).toMatchObject({ code: 'overloaded', status: 503 });
    }
    const done = answers.filter(({ status }) => status === 201).map(({ body }) => (JSON.parse(body) as Named).id);
    expect(done.length).toBe(200 - refused.length);
    expect(done.length).toBeGreaterThanOrEqual(most);
    expect((await accounts()).map(({ id }) => id).sort()).toEqual([...done].sort());
  });

  it('leave their places when they are done, also where their clients have gone', async () => {
    for (let wave = 0; wave < 4; wave += 1) {
      const all = await served(100);
      all.forEach((client, index) => {
        create(client, `B ${String(index)}`);
        // The whole request is there before the end of the connection is.
        client.socket.destroySoon();
      });
      await Promise.all(all.map(({ ended }) => ended));
    }
    const all = await served(most);
    for (const client of all) create(client, 'C');
    expect((await Promise.all(all.map(answered))).map(({ status }) => status)).toEqual(all.map(() => 201));
  });

  it('may come in a batch, of which a few are taken on at once', async () => {
    const all = await served(20);
    const line = JSON.stringify({ path: '/v1/accounts', body: { accountType: 'company', name: 'Batched' } });
    const body = `${line}\n`.repeat(100);
    for (const client of all) client.request('POST', '/v1/batch', { body, type: 'application/x-ndjson' });
    const answers = await Promise.all(all.map((client) => answeredLines(client)));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(JSON.parse(answer.body)).toMatchObject({ code: 'overloaded' });
    const done = answers.filter(({ status }) => status === 200);
    expect(done.length).toBe(20 - refused.length);
    for (const answer of done) expect(answer.body.match(/"status":201/g)).toHaveLength(100);
    const [later] = await clients(1);
    later?.request('POST', '/v1/batch', { body: line, type: 'application/x-ndjson' });
    expect((await answeredLines(later as RawClient)).status).toBe(200);
  });

  it('do not include those whose body is still on its way', async () => {
    const slow = await clients(most * 3);
    for (const client of slow) client.request('POST', '/v1/accounts', { body: '{', length: 100 });
    const [quick] = await clients(1);
    create(quick as RawClient, 'D');
    expect((await answered(quick as RawClient)).status).toBe(201);
  });

  it('are nothing against connections: those beyond the limit are closed, the others served', async () => {
    const all = await clients(400);
    const [last] = all.slice(-1);
    await last?.ended;
    const open = all.filter(({ socket }) => !socket.closed);
    expect(open.length).toBeLessThanOrEqual(300);
    create(all[0] as RawClient, 'E');
    expect((await answered(all[0] as RawClient)).status).toBe(201);
  });
});

async function accounts(): Promise<readonly Named[]> {
  await api.settled();
  const [reader] = await clients(1);
  reader?.request('GET', '/v1/accounts?limit=500');
  const { body } = await answered(reader as RawClient);
  return (JSON.parse(body) as Page<Named>).items;
}
