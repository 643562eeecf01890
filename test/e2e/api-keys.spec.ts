import { defaultLimits } from '../../apps/api/http/limits.js';
import { hashOf } from '../../libs/application/keys/known-keys.js';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import { instantOf, millisOf } from '../../libs/kernel/dates.js';
import { fixedClock } from '../../libs/testing/log/fixed-clock.js';
import { readExamples } from '../../libs/testing/api/read-examples.js';
import type { Page } from '../../libs/testing/api/shown.js';
import {
  problemIn,
  TestApi,
  testKey,
  withQuery,
  type Done,
  type Method,
  type TestApiOptions,
} from '../../libs/testing/api/test-api.js';

interface ShownKey {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly issuedAt: string;
  readonly issuedBy: { readonly kind: string; readonly id: string };
  readonly expiresAt: string | null;
  readonly revoked: boolean;
  readonly lastUsedAt?: string | null;
}

const notices: string[] = [];
const withNotices: NonNullable<TestApiOptions['around']> = (adapters) => ({
  ...adapters,
  onNotice: (line) => void notices.push(line),
});

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.open({ around: withNotices });
});
afterAll(() => api.close());
beforeEach(() => {
  notices.length = 0;
});

const issue = async (scopes: readonly string[], more: object = {}): Promise<Done & { readonly key: string }> =>
  (await api.post('/v1/api-keys', { label: 'Shop', scopes, ...more })) as Done & { readonly key: string };

const as = (key: string, method: Method, url: string, body?: unknown, headers = {}) =>
  api.send(method, url, body, { authorization: `Bearer ${key}`, ...headers });

const account = { accountType: 'company', name: 'Acme' };

describe('a key that is issued', () => {
  it('opens, is shown without its secret, and is in no event', async () => {
    const { id, key, record } = await issue(['read']);
    expect(record).toMatchObject({ id, label: 'Shop', scopes: ['read'], revoked: false, expiresAt: null });
    expect((await as(key, 'GET', '/v1/accounts')).status).toBe(200);

    const own = await api.get<Page<ShownKey>>(withQuery('/v1/api-keys', { filter: { _id: { eq: id } } }));
    const one = await api.get<ShownKey>(`/v1/api-keys/${id}`);
    const [administrator] = (
      await api.get<Page<ShownKey>>(withQuery('/v1/api-keys', { filter: { label: { eq: 'administrator' } } }))
    ).items;
    expect(own.items).toEqual([one]);
    expect(one).toMatchObject({
      issuedAt: api.clock.now(),
      issuedBy: { kind: 'key', id: administrator?.id },
      lastUsedAt: api.clock.now(),
    });
    const events: unknown[] = [];
    for await (const page of pagesToEnd(api.log)) events.push(...page.events);
    expect(JSON.stringify(events)).not.toContain(key.slice(-43));
    expect(JSON.stringify([record, own, one])).not.toContain(hashOf(key));
  });

  it('is answered once: a repeat says that it was given, and issues none', async () => {
    const headers = { 'idempotency-key': 'shop-1' };
    const body = { label: 'Shop', scopes: ['read'] };
    const first = (await api.post('/v1/api-keys', body, headers)) as Done & { readonly key: string };
    const repeat = await api.post('/v1/api-keys', body, headers);
    expect(first.key).toMatch(/^tm_[\w-]{22}_[\w-]{43}$/);
    expect(repeat).toEqual({ ...first, key: null, keyGiven: expect.stringContaining('first answer') as string });
    expect((await as(first.key, 'GET', '/v1/accounts')).status).toBe(200);
    expect(await api.refuses('POST', '/v1/api-keys', { ...body, scopes: ['admin'] }, headers)).toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  it('of a row of an import that says something else is refused without what is stored', async () => {
    const headers = { 'idempotency-key': 'import-1', 'import-id': '018f0000-0000-7000-8000-00000000000a' };
    await api.post('/v1/api-keys', { label: 'Shop', scopes: ['read'] }, headers);
    const refused = await api.refuses('POST', '/v1/api-keys', { label: 'Shop', scopes: ['admin'] }, headers);
    expect(refused.code).toBe('imported-otherwise');
    expect(JSON.stringify(refused)).not.toMatch(/[0-9a-f]{64}/);
  });

  it('acts in events as itself', async () => {
    const { id, key } = await issue(['write']);
    const made = JSON.parse((await as(key, 'POST', '/v1/accounts', account)).text) as Done;
    const [created] = await api.log.read(`account-${made.id}`);
    expect(created?.metadata.actor).toEqual({ kind: 'key', id });
  });

  it('is refused when it is revoked, at once, and can be listed as of before', async () => {
    const { id, key } = await issue(['read']);
    const before = api.clock.now();
    expect((await as(key, 'GET', '/v1/accounts')).status).toBe(200);
    api.clock.advance(1_000);
    expect(await api.post(`/v1/api-keys/${id}/revoke`)).toMatchObject({ record: { revoked: true } });
    expect(problemIn(await as(key, 'GET', '/v1/accounts'))).toMatchObject({ status: 401, code: 'key-revoked' });
    const then = await api.get<ShownKey>(`/v1/api-keys/${id}?asOf=${before}`);
    expect(then).toMatchObject({ id, revoked: false });
    expect(then).not.toHaveProperty('lastUsedAt');
    expect(await api.get(`/v1/api-keys/${id}`)).toMatchObject({ revoked: true, revokedAt: api.clock.now() });
  });

  it('is refused when it expires, at the end of the date', async () => {
    const expiresAt = api.clock.now().slice(0, 10);
    const { key, record } = await issue(['read'], { expiresAt });
    expect(record['expiresAt']).toBe(`${expiresAt}T23:59:59.999Z`);
    expect((await as(key, 'GET', '/v1/accounts')).status).toBe(200);
    api.clock.set(instantOf(millisOf(api.clock.now()) + 86_400_000));
    expect(problemIn(await as(key, 'GET', '/v1/accounts'))).toMatchObject({ status: 401, code: 'key-expired' });
    expect(await api.refuses('POST', '/v1/api-keys', { label: 'x', scopes: ['read'], expiresAt })).toMatchObject({
      status: 422,
      code: 'api-key-expires-in-past',
    });
  });
});

describe('the scopes of a key', () => {
  const routes: readonly (readonly [Method, string, string, unknown?])[] = [
    ['GET', '/v1/accounts', 'read'],
    ['POST', '/v1/accounts', 'write', account],
    ['GET', '/v1/contract-events', 'feed:read'],
    ['GET', '/v1/admin/status', 'admin'],
    ['GET', '/v1/api-keys', 'admin'],
    ['POST', '/v1/api-keys', 'admin', { label: 'x', scopes: ['admin'] }],
  ];

  it.each(['read', 'write', 'feed:read', 'admin'])(
    'with %s alone open what it says, and name what is missing',
    async (scope) => {
      const { key } = await issue([scope]);
      for (const [method, url, needed, body] of routes) {
        const answer = await as(key, method, url, body);
        if (scope === 'admin' || scope === needed)
          expect([method, url, answer.status < 300]).toEqual([method, url, true]);
        else expect(problemIn(answer)).toMatchObject({ status: 403, code: 'scope-missing', scope: needed });
      }
      expect((await as(key, 'GET', '/schemas/ContractCreated.json')).status).toBe(200);
    },
  );

  it('hold for an address however it is written, and for each line of a batch', async () => {
    const { key } = await issue(['read', 'write']);
    for (const url of ['/v1/%61dmin/status', '/v1/api%2Dkeys', '/v1/api%2dkeys?limit=1'])
      expect([403, 404]).toContain((await as(key, 'GET', url)).status);
    const lines = [
      { path: '/v1/api-keys', body: { label: 'x', scopes: ['admin'] } },
      { path: '/v1/api%2Dkeys', body: { label: 'x', scopes: ['admin'] } },
      { path: '/v1/accounts', body: account },
    ].map((line) => JSON.stringify(line));
    const answer = await as(key, 'POST', '/v1/batch', lines.join('\n'), { 'content-type': 'application/x-ndjson' });
    const answers = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number });
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 201]);
  });
});

describe('the last use of a key', () => {
  it('is there after a restart, to the minute', async () => {
    const clock = fixedClock();
    const first = await TestApi.open({ clock });
    const { id, key } = (await first.post('/v1/api-keys', { label: 'Shop', scopes: ['read'] })) as Done & {
      key: string;
    };
    const use = (on: TestApi) => on.send('GET', '/v1/accounts', undefined, { authorization: `Bearer ${key}` });
    expect(await first.get(`/v1/api-keys/${id}`)).toMatchObject({ lastUsedAt: null });
    await use(first);
    const used = clock.now();
    clock.advance(59_000);
    await use(first);
    await first.close();
    const again = await TestApi.open({ folder: first.folder, clock });
    expect(await again.get(`/v1/api-keys/${id}`)).toMatchObject({ lastUsedAt: used });
    await again.close();
  });
});

describe('a login that fails', () => {
  it('is told operators with its address and without the key', async () => {
    const { id, key } = await issue(['read']);
    await api.post(`/v1/api-keys/${id}/revoke`);
    for (const guess of ['a-guess-0123456789', key]) expect((await as(guess, 'GET', '/v1/accounts')).status).toBe(401);
    expect(notices).toEqual([
      'A login from 127.0.0.1 failed: the key is unknown.',
      'A login from 127.0.0.1 failed: the key is revoked.',
    ]);
  });

  it('too often is slowed, without keeping out who has used a key from there before', async () => {
    const slow = await TestApi.open({ around: withNotices, limits: { ...defaultLimits, failedLogins: 3 } });
    const send = (key: string) => slow.send('GET', '/v1/accounts', undefined, { authorization: `Bearer ${key}` });
    expect((await send(testKey)).status).toBe(200);
    const answers = [];
    for (let guess = 0; guess < 5; guess += 1) answers.push(await send(`a-guess-0123456789-${String(guess)}`));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 429, 429]);
    const [, , , refused] = answers;
    expect(refused && problemIn(refused)).toMatchObject({ status: 429, code: 'too-many-failed-logins' });
    expect(refused?.headers['retry-after']).toMatch(/^[1-5]$/);
    expect(notices).toHaveLength(3);
    expect(notices[2]).toContain('slowed');
    expect((await send(testKey)).status).toBe(200);
    await slow.close();
  });
});

describe('answers', () => {
  it('with data are kept by no cache, whatever they answer; documentation is', async () => {
    const examples = await readExamples(api);
    for (const [route, { url, needed }] of Object.entries(examples)) {
      const { headers } = await api.send('GET', withQuery(url, needed));
      const isPublic = route.startsWith('GET /schemas/');
      expect([route, headers['cache-control']]).toEqual([route, isPublic ? undefined : 'no-store']);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    const made = await api.send('POST', '/v1/accounts', account);
    const refused = await api.send('POST', '/v1/accounts', {});
    const unknown = await api.send('GET', '/v1/accounts', undefined, { authorization: '' });
    for (const { headers } of [made, refused, unknown]) expect(headers['cache-control']).toBe('no-store');
  });
});
