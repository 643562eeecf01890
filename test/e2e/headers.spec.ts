import { commandExamples } from '../../libs/testing/api/command-examples.js';
import { LiveFeed } from '../../libs/testing/api/live-feed.js';
import { readExamples } from '../../libs/testing/api/read-examples.js';
import { documentedRoutes } from '../../libs/testing/api/routes.js';
import { problemIn, TestApi, testKey, withQuery, type Headers, type Method } from '../../libs/testing/api/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.open();
});
afterAll(() => api.close());

// Every route is tried.
const patience = 300_000;
const account = { accountType: 'company', name: 'Acme' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const refused = async (method: Method, url: string, headers: Headers, body?: unknown) => {
  const { status, code, detail } = await api.refuses(method, url, body, headers);
  return { status, code, detail };
};
const command = (headers: Headers) => refused('POST', '/v1/accounts', headers, account);
const read = (headers: Headers) => refused('GET', '/v1/accounts', headers);

describe('Accept', () => {
  it(
    'that leaves out what a route sends is refused with what there is, by every route, before anything is done',
    async () => {
      const examples = { ...(await commandExamples(api)), ...(await readExamples(api)) };
      for (const { name, method } of await documentedRoutes(api)) {
        const example = examples[name];
        if (example === undefined) continue;
        const url = 'needed' in example ? withQuery(example.url, { ...example.needed }) : example.url;
        const problem = await api.refuses(method as Method, url, 'body' in example ? example.body : undefined, {
          accept: 'text/csv',
        });
        expect({ name, ...problem }).toMatchObject({ name, status: 406, code: 'not-acceptable' });
        expect({ name, detail: problem.detail }).toMatchObject({
          detail: expect.stringContaining(name === 'GET /metrics' ? 'text/plain' : 'application/') as string,
        });
      }
    },
    patience,
  );

  it('is followed by the forms of the feed and of batches', async () => {
    const feed = (accept: string) => api.send('GET', '/v1/contract-events', undefined, { accept });
    for (const accept of ['', '*/*', 'application/x-ndjson', 'text/event-stream;q=0, */*'])
      expect((await feed(accept)).headers['content-type']).toMatch('application/x-ndjson');
    expect(problemIn(await feed('application/json'))).toMatchObject({
      status: 406,
      available: ['application/x-ndjson', 'text/event-stream'],
    });
    const live = await LiveFeed.open(api.origin);
    expect(live.contentType).toMatch('text/event-stream');
    live.leave();
    const line = JSON.stringify({ path: '/v1/accounts', body: account });
    expect((await api.send('POST', '/v1/batch', line, { ...ndjson, accept: 'application/x-ndjson' })).status).toBe(200);
    expect((await refused('POST', '/v1/batch', { ...ndjson, accept: 'application/json' }, line)).code).toBe(
      'not-acceptable',
    );
  });

  it('is followed where documentation and health are read without a key', async () => {
    expect((await api.send('GET', '/openapi.json', undefined, { accept: 'application/json' })).status).toBe(200);
    expect((await refused('GET', '/health/live', { accept: 'text/plain' })).status).toBe(406);
  });
});

describe('what says how a body is to be read', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json;',
  ])('is followed: %s', async (type) =>
    expect((await api.send('POST', '/v1/accounts', account, { 'content-type': type })).status).toBe(201),
  );

  it.each([
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; charset=latin1',
    'application/json; version=2',
    'application/json; charset',
    'application/merge-patch+json',
  ])('or refused: %s', async (type) =>
    expect(await command({ 'content-type': type })).toMatchObject({ status: 415, code: 'content-type-not-taken' }),
  );

  it('or refused, for batches too', async () =>
    expect(
      await refused('POST', '/v1/batch', { 'content-type': 'application/x-ndjson; charset=latin1' }, '{}'),
    ).toMatchObject({ status: 415 }));

  it.each(['gzip', 'br', 'identity, gzip', 'nonsense'])('or refused: Content-Encoding %s', async (encoding) => {
    const answer = await api.send('POST', '/v1/accounts', account, { 'content-encoding': encoding });
    expect(problemIn(answer)).toMatchObject({
      status: 415,
      code: 'content-encoding-not-taken',
      detail: expect.stringContaining(encoding) as string,
    });
    expect(answer.headers['accept-encoding']).toBe('identity');
  });

  it('is followed where it says that nothing was done to it', async () =>
    expect((await api.send('POST', '/v1/accounts', account, { 'content-encoding': 'identity' })).status).toBe(201));
});

describe('a body', () => {
  it.each(['{"name":"x"}', '{}', 'text'])('that a read would pass over is refused: %s', async (body) =>
    expect(await refused('GET', '/v1/accounts', {}, body)).toMatchObject({ status: 400, code: 'body-not-taken' }),
  );

  it.each(['/v1/admin/rebuild', '/v1/admin/verify'])('with fields is refused by %s, which has none', async (url) => {
    expect(await refused('POST', url, {}, { only: 'accounts' })).toMatchObject({
      status: 400,
      detail: expect.stringContaining('only') as string,
    });
    expect((await api.send('POST', url, {})).status).toBe(200);
  });
});

describe('a header whose sender would be wrong about what was done is refused by its name', () => {
  it.each([
    'On-Behalf-Of',
    'X-HTTP-Method-Override',
    'X-Idempotency-Key',
    'If-Unmodified-Since',
    'Accept-Datetime',
    'Content-Range',
    'Content-Digest',
    'Content-MD5',
  ])('%s', async (name) => {
    for (const asked of [command, read])
      expect(await asked({ [name]: 'x' })).toMatchObject({
        status: 400,
        code: 'header-not-taken',
        detail: expect.stringContaining(name.toLowerCase()) as string,
      });
  });

  it.each(['Idempotency-Key', 'If-Match', 'Import-Id', 'Last-Event-ID'])('%s on a read', async (name) => {
    expect(await read({ [name]: '"1"' })).toMatchObject({ code: 'header-not-taken' });
    expect(await refused('GET', '/v1/contract-events', { [name]: '"1"' })).toMatchObject({ code: 'header-not-taken' });
  });

  it.each(['Idempotency-Key', 'If-Match'])('%s on a batch, whose lines have their own', async (name) => {
    const line = JSON.stringify({ path: '/v1/accounts', body: account });
    expect(await refused('POST', '/v1/batch', { ...ndjson, [name]: '"1"' }, line)).toMatchObject({
      code: 'header-not-taken',
    });
    expect(await refused('POST', '/v1/admin/verify', { [name]: '"1"' })).toMatchObject({ code: 'header-not-taken' });
  });

  it('If-None-Match on a command; a read is answered whole', async () => {
    expect(await command({ 'if-none-match': '*' })).toMatchObject({ code: 'header-not-taken' });
    expect((await api.send('GET', '/v1/accounts', undefined, { 'if-none-match': '"1"' })).status).toBe(200);
  });

  it('where it is sent twice and Node keeps one, or joins them', async () => {
    for (const [name, values] of [
      ['idempotency-key', ['a', 'b']],
      ['if-match', ['"1"', '"1"']],
      ['content-type', ['application/json', 'text/plain']],
      ['authorization', [`Bearer ${testKey}`, 'Bearer another-key-0123456789']],
    ] as const)
      expect(await command({ [name]: [...values] })).toMatchObject({
        status: 400,
        code: 'invalid-header',
        detail: expect.stringContaining(name) as string,
      });
  });

  it('and those that change nothing are passed over', async () => {
    const headers = {
      prefer: 'return=minimal',
      range: 'bytes=0-9',
      'if-modified-since': 'Wed, 01 Mar 2017 09:00:00 GMT',
      'x-request-id': '1',
    };
    expect((await api.send('GET', '/v1/accounts', undefined, headers)).status).toBe(200);
  });
});

describe('Expect', () => {
  it.each(['200-ok', '100-continue, 200-ok', '100-continued'])(
    'other than 100-continue is refused before the body is waited for: %s',
    async (expected) => {
      expect(await command({ expect: expected })).toMatchObject({
        status: 417,
        code: 'expectation-failed',
        detail: expect.stringContaining(`"${expected}"`) as string,
      });
      expect((await read({ expect: expected })).status).toBe(417);
    },
  );

  it('100-continue is met', async () =>
    expect((await api.send('POST', '/v1/accounts', account, { expect: '100-continue' })).status).toBe(201));
});

describe('an address is refused', () => {
  it.each(['q=%FF', 'q=%ED%A0%80', 'q=100%', 'q=%E4', '%FF=1'])('that encodes what is not UTF-8: %s', async (query) => {
    expect(await refused('GET', `/v1/accounts?${query}`, {})).toMatchObject({ status: 400, code: 'invalid-address' });
  });

  it('with characters beyond ASCII as they are, and taken with them encoded', async () => {
    const raw = Buffer.from('/v1/accounts?q=Größe').toString('latin1');
    expect((await refused('GET', raw, {})).status).toBe(400);
    expect((await api.send('GET', '/v1/accounts?q=Gr%C3%B6%C3%9Fe')).status).toBe(200);
  });

  it.each(['__proto__', 'constructor', 'toString', 'prototype', ''])('with the parameter "%s"', async (name) => {
    expect((await refused('GET', `/v1/accounts?${name}=x`, {})).status).toBe(400);
  });

  it('with a control character in a reference, over HTTP and in a batch', async () => {
    const path = '/v1/accounts/by-reference/erp/a%00b';
    expect(await refused('PUT', path, {}, account)).toMatchObject({ status: 400, code: 'invalid-text' });
    const { text } = await api.send(
      'POST',
      '/v1/batch',
      JSON.stringify({ method: 'PUT', path, body: account }),
      ndjson,
    );
    expect(JSON.parse(text)).toMatchObject({ status: 400, body: { code: 'invalid-text' } });
  });
});
