import { logTo } from '../../libs/application/log/log.js';
import { LogUnavailable } from '../../libs/event-log/event-log.js';
import { problemIn, TestApi } from '../../libs/testing/api/test-api.js';

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

let api: TestApi;
const written: string[] = [];
let isFull = false;

beforeAll(async () => {
  api = await TestApi.open({
    env: { COMMIT: '0123abc' },
    log: logTo({ write: (line) => void written.push(line) }),
    around: (adapters) => ({
      ...adapters,
      log: new Proxy(adapters.log, {
        get: (log, name) => {
          if (name === 'append' && isFull) return () => Promise.reject(new LogUnavailable('log.db: the disk is full.'));
          const value: unknown = Reflect.get(log, name, log);
          return typeof value === 'function' ? (value.bind(log) as unknown) : value;
        },
      }),
    }),
  });
});
afterAll(() => api.close());

/** Its lines since the last time; the last request's own comes when its answer is on its way. */
async function told(): Promise<readonly Line[]> {
  await api.send('GET', '/health/live');
  const lines = written.splice(0).map((line) => JSON.parse(line) as Line);
  return lines.filter(({ route }) => route !== '/health/live');
}
beforeEach(told);

const account = { accountType: 'company', name: 'Secret & Sons' };

describe('the log of requests', () => {
  it('has a line for each: which route, which record, by whom, and how it went', async () => {
    const { id } = await api.post('/v1/accounts', account);
    await api.get(`/v1/accounts/${id}`);
    const [created, read] = await told();
    expect(created).toEqual({
      level: 'info',
      time: expect.any(String) as string,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      method: 'POST',
      route: '/v1/accounts',
      path: '/v1/accounts',
      status: 201,
      ms: expect.any(Number) as number,
      bytes: expect.any(Number) as number,
      actor: expect.any(String) as string,
      actorKind: 'key',
      msg: 'POST /v1/accounts 201',
    });
    expect(read).toMatchObject({ route: '/v1/accounts/:id', path: `/v1/accounts/${id}`, status: 200 });
  });

  it('says nothing that was asked for or sent', async () => {
    await api.send('GET', '/v1/accounts?q=secret');
    await api.send('GET', '/v1/accounts/by-reference/secret/eva%40secret.test');
    await api.send('GET', '/v1/accounts/secret');
    await api.send('GET', '/v1/secret?secret=1');
    await api.send('POST', '/v1/accounts', { secret: 1 });
    await api.send('GET', '/v1/accounts', undefined, { authorization: 'Bearer secret-0123456789' });
    const lines = await told();
    expect(lines.map(({ msg }) => msg)).toEqual([
      'GET /v1/accounts 200',
      'GET /v1/accounts/by-reference/:system/:id 404',
      'GET /v1/accounts/:id 400',
      'GET (no route) 404',
      'POST /v1/accounts 400',
      'GET /v1/accounts 401',
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
    expect(lines.at(-1)?.['actor']).toBeUndefined();
  });
});

describe('a request id', () => {
  it('is in the answer, in a problem, and in the log: the one that was sent', async () => {
    const requestId = 'trace:4bf92f3577b34da6/00f067aa';
    const refused = await api.send('GET', '/v1/accounts/none', undefined, { 'x-request-id': requestId });
    const done = await api.send('GET', '/v1/accounts', undefined, { 'x-request-id': requestId });
    expect([refused, done].map(({ headers }) => headers['x-request-id'])).toEqual([requestId, requestId]);
    expect(problemIn(refused)).toMatchObject({ requestId });
    expect((await told()).map((line) => line['requestId'])).toEqual([requestId, requestId]);
  });

  it.each([[''], ['a b'], ['a"b'], ['x'.repeat(101)], ['-a'], [['one', 'other']]])(
    'is made where %j was sent, and where the address cannot be read',
    async (sent) => {
      const answers = [
        await api.send('GET', '/v1/accounts', undefined, { 'x-request-id': sent }),
        await api.send('GET', '/v1/%FF', undefined, { 'x-request-id': sent }),
        await api.send('GET', '/v1/%', undefined, { 'x-request-id': sent }),
      ];
      for (const { headers } of answers) expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('a fault that each command meets', () => {
  it('is told once by its reason, with the request that met it first', async () => {
    isFull = true;
    const statuses: number[] = [];
    for (let at = 0; at < 30; at += 1) statuses.push((await api.send('POST', '/v1/accounts', account)).status);
    const line = JSON.stringify({ path: '/v1/accounts', body: account });
    await api.send('POST', '/v1/batch', Array(30).fill(line).join('\n'), { 'content-type': 'application/x-ndjson' });
    isFull = false;
    expect(new Set(statuses)).toEqual(new Set([503]));
    const lines = await told();
    const faults = lines.filter(({ level }) => level === 'error');
    expect(faults.map(({ msg, code }) => [msg, code])).toEqual([
      ['LogUnavailable: log.db: the disk is full.', 'log-unavailable'],
    ]);
    const first = lines.find(({ level }) => level === 'info');
    expect(faults[0]?.['requestId']).toBe(first?.['requestId']);
  });
});

describe('what is personal', () => {
  const person = {
    firstName: 'Bozena',
    lastName: 'Novakova',
    email: 'bozena@novak.test',
    phone: '+420 777 123 456',
    street: 'Dlouha 7',
  };
  const name = encodeURIComponent(person.email);
  const sealed = { 'idempotency-key': person.email };

  it('is in no line, whatever became of the request: done, refused, malformed, unheard of, or stopped by a fault', async () => {
    const { id } = await api.post('/v1/leads', person, sealed);
    await api.post('/v1/accounts', { accountType: 'personal', ...person, street: undefined });
    await api.post('/v1/comments', { subject: { kind: 'lead', id }, text: `${person.lastName} called.` });
    await api.put(`/v1/leads/by-reference/crm/${name}`, { ...person, organisation: 'Initech' });
    const statuses: number[] = [];
    const send = async (...[method, url, body, headers]: Parameters<TestApi['send']>) =>
      statuses.push((await api.send(method, url, body, headers)).status);
    await send('POST', '/v1/leads', { ...person, city: 'Brno' }, sealed);
    await send('PATCH', `/v1/leads/${id}`, { lastName: person.lastName }, { 'if-match': '"9"' });
    await send('POST', '/v1/leads', { ...person, ownerId: person.lastName, [person.email]: 1 });
    await send('POST', '/v1/leads', JSON.stringify(person).slice(0, -3));
    await send('POST', '/v1/leads', person, { 'content-type': person.phone });
    await send('POST', '/v1/leads', person, { 'import-id': person.lastName });
    await send('GET', `/v1/leads/${name}?q=${name}`);
    await send('GET', `/v1/leads?q=${person.lastName}&${person.lastName}=1`);
    await send('GET', `/v1/${person.lastName}/%FF`);
    const lines = [person, `{"${person.email}`].map((body) => JSON.stringify({ path: '/v1/leads', body })).join('\n');
    await send('POST', '/v1/batch', `${lines}\n${person.email}`, { 'content-type': 'application/x-ndjson' });
    isFull = true;
    await send('POST', '/v1/leads', person);
    isFull = false;
    await api.settled();
    expect(statuses).toEqual([422, 412, 400, 400, 415, 400, 400, 400, 400, 200, 503]);
    const told = written.join('');
    for (const value of [...Object.values(person), name, 'Brno']) expect(told).not.toContain(value);
    expect(told.split('\n').length).toBeGreaterThan(statuses.length);
  });
});

describe('GET /version', () => {
  it('says what runs, from which sources, and the format of the log', async () => {
    expect(await api.get('/version')).toEqual({
      name: 'tidemark',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      commit: '0123abc',
      logFormat: 'sqlite-1',
    });
    expect((await api.send('GET', '/version', undefined, { authorization: '' })).status).toBe(401);
    expect((await api.send('GET', '/version?x=1')).status).toBe(400);
  });
});
