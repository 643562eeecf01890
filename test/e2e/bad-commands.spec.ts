import fc from 'fast-check';
import { commandExamples, undated, type CommandExample } from '../../libs/testing/api/command-examples.js';
import { documentedRoutes, referencesIn, type OpenApi, type Route } from '../../libs/testing/api/routes.js';
import { problemIn, TestApi, type Headers } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let routes: readonly Route[];
let examples: Readonly<Record<string, CommandExample>>;

beforeAll(async () => {
  api = await TestApi.open();
  // What operators do under /v1/admin is no command: it writes no event. A batch is many: test/e2e/batch.spec.ts.
  routes = (await documentedRoutes(api)).filter(
    ({ method, path }) => method !== 'GET' && !path.startsWith('/v1/admin/') && path !== '/v1/batch',
  );
  examples = await commandExamples(api);
});
afterAll(() => api.close());

const somebody = 'b6a1f6a8-33a9-4f4c-9a55-0f3d5a3f7c11';
const tomorrow = '2017-03-02';

/** Each command route with an example that would be carried out. */
const commands = (): readonly (CommandExample & { readonly route: Route })[] =>
  routes.map((route) => {
    const example = examples[route.name];
    if (example === undefined) throw new Error(`There is no example of ${route.name}.`);
    return { ...example, route };
  });

type Change = (
  example: CommandExample & { readonly route: Route },
) => readonly { url?: string; body?: unknown; headers?: Headers }[];

/**
 * One of the requests per route, the next one at each: all are tried however many routes come, at the cost of one probe per route.
 * What a field takes and refuses is tried once for all routes, in apps/api/http/fields.spec.ts.
 */
function inTurn(change: Change): Change {
  let turn = 0;
  return (example) => {
    const requests = change(example);
    const at = requests.length === 0 ? 0 : turn++ % requests.length;
    return requests.slice(at, at + 1);
  };
}

/** On the first route of each method: for what is refused before a route is looked at, and takes its time. */
function oncePerMethod(change: Change): Change {
  const seen = new Set<string>();
  return (example) => {
    if (seen.has(example.method)) return [];
    seen.add(example.method);
    return change(example);
  };
}

/** Sends to every command route, and says of which one was not refused as expected. */
async function everyRouteRefuses(
  expected: { readonly status: number; readonly code?: string },
  change: Change,
): Promise<void> {
  const surprises: string[] = [];
  let tried = 0;
  for (const example of commands()) {
    for (const { url = example.url, body = example.body, headers = {} } of change(example)) {
      tried += 1;
      const before = await api.log.head();
      const answer = await api.send(example.method, url, body, headers);
      const wrote = (await api.log.head()) !== before;
      const { status, code } =
        answer.status < 400 || answer.status > 499 ? { status: answer.status, code: '' } : problemIn(answer);
      if (status !== expected.status || (expected.code !== undefined && code !== expected.code) || wrote) {
        const sent = typeof body === 'string' ? body.slice(0, 80) : JSON.stringify(body).slice(0, 200);
        surprises.push(`${example.route.name}: ${String(status)} ${code}${wrote ? ', and wrote' : ''}: ${url} ${sent}`);
      }
    }
  }
  expect(surprises).toEqual([]);
  expect(tried).toBeGreaterThan(0);
}

const variants = (example: CommandExample, values: readonly unknown[]) =>
  Object.keys(example.body ?? {}).flatMap((field) =>
    values.map((value) => ({ body: { ...example.body, [field]: value } })),
  );

describe('the documentation of the API', () => {
  it('refers only to components that it has', async () => {
    const document = await api.get<OpenApi>('/openapi.json');
    const known = Object.entries<object>({ ...document.components }).flatMap(([kind, components]) =>
      Object.keys(components).map((name) => `#/components/${kind}/${name}`),
    );
    expect(known).toContain('#/components/schemas/Problem');
    expect(referencesIn(document).filter((reference) => !known.includes(reference))).toEqual([]);
  });
});

const patience = 300_000;
/** A refusal that is tried on every route takes its time. */
const on = (what: string, run: () => Promise<void>): void => it(what, run, patience);

describe('every command route refuses, and writes nothing, for', () => {
  on('a field that it does not know (decision 12)', () =>
    everyRouteRefuses({ status: 400, code: 'invalid-request' }, ({ body = {} }) => [
      { body: { ...body, surprise: 1 } },
    ]),
  );

  on('a field of the wrong type', () =>
    everyRouteRefuses(
      { status: 400, code: 'invalid-request' },
      inTurn((example) => variants(example, [{}, [[]], -0.5])),
    ),
  );

  on('null where a value must be', () =>
    everyRouteRefuses(
      { status: 400 },
      inTurn(({ body = {}, route }) =>
        route.required
          .filter((field) => !route.nullable.includes(field))
          .map((field) => ({ body: { ...body, [field]: null } })),
      ),
    ),
  );

  on('a missing field', () =>
    everyRouteRefuses(
      { status: 400 },
      inTurn(({ body = {}, route }) => route.required.map((field) => ({ body: { ...body, [field]: undefined } }))),
    ),
  );

  on('an empty body where fields must be', () =>
    everyRouteRefuses(
      { status: 400 },
      inTurn(({ route }) => (route.required.length === 0 ? [] : [{ body: '{}' }, { body: ' ' }])),
    ),
  );

  on('a body that is no object', () =>
    everyRouteRefuses(
      { status: 400 },
      inTurn(() => ['[{}]', 'null', '"text"'].map((body) => ({ body }))),
    ),
  );

  on('a body that is no JSON', () =>
    everyRouteRefuses(
      { status: 400, code: 'invalid-json' },
      inTurn(() => ['{"name":', '\u0000', '{"a":1,}'].map((body) => ({ body }))),
    ),
  );

  on('a body of more than 1 MiB', () =>
    everyRouteRefuses(
      { status: 413, code: 'body-too-large' },
      oncePerMethod(() => [{ body: `{"name":"${'x'.repeat(1024 * 1024)}"}` }]),
    ),
  );

  on('a content type other than JSON, or none', () =>
    everyRouteRefuses(
      { status: 415 },
      inTurn(() =>
        ['', 'text/plain', 'nonsense'].map((type) => ({
          body: '{"name":"x"}',
          headers: { 'content-type': type },
        })),
      ),
    ),
  );

  on('control characters and halves of surrogate pairs, in values and names', () =>
    everyRouteRefuses(
      { status: 400, code: 'invalid-text' },
      inTurn((example) => [
        ...variants(example, ['a\u0000b']),
        { body: '{"name":"\\ud800"}' },
        { body: '{"name":"\\udc00x"}' },
        { body: '{"na\\u0000me":"x"}' },
      ]),
    ),
  );

  on('a thousand levels, and a hundred thousand', () =>
    everyRouteRefuses(
      { status: 400 },
      oncePerMethod(() =>
        [1_000, 20_000].map((depth) => ({ body: `${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}` })),
      ),
    ),
  );

  on('fields that are named like what every object has', () =>
    everyRouteRefuses(
      { status: 400 },
      inTurn(() => [
        { body: '{"__proto__":{"name":"x"}}' },
        { body: '{"constructor":{"prototype":{"x":1}}}' },
        { body: '{"name":"x","references":[{"__proto__":1}]}' },
        { body: '{"toString":1}' },
      ]),
    ),
  );

  on('query parameters', () =>
    everyRouteRefuses({ status: 400, code: 'unknown-parameter' }, ({ url }) => [{ url: `${url}?dryRun=true` }]),
  );

  on('a missing or unknown key', () =>
    everyRouteRefuses(
      { status: 401, code: 'key-required' },
      inTurn(() =>
        ['', 'Bearer wrong-key-0123456789', `Bearer ${'x'.repeat(2_000)}`].map((authorization) => ({
          headers: { authorization },
        })),
      ),
    ),
  );

  on('ids in the path that are none', () =>
    everyRouteRefuses({ status: 400, code: 'invalid-id' }, ({ url }) =>
      idsIn(url).flatMap((id) => [`${id}0`, '%00'].map((bad) => ({ url: url.replace(id, bad) }))),
    ),
  );

  on('ids in the path of things that do not exist', () =>
    everyRouteRefuses({ status: 404 }, ({ url }) => idsIn(url).map((id) => ({ url: url.replace(id, somebody) }))),
  );

  on('ids in the body of things that do not exist', () =>
    everyRouteRefuses({ status: 422, code: 'unknown-reference' }, ({ body = {} }) =>
      Object.keys(body)
        .filter((field) => /[a-z]Id$/.test(field) && body[field] !== null)
        .map((field) => ({ body: { ...body, [field]: somebody } })),
    ),
  );

  on('an occurredAt that is no time', () =>
    everyRouteRefuses(
      { status: 400, code: 'invalid-request' },
      inTurn(({ body = {} }) =>
        ['2017-02-30', 'yesterday', '2017-03-01T09:00:00', '', 1488358800000, null, '+010000-01-01T00:00:00Z'].map(
          (occurredAt) => ({
            body: { ...body, occurredAt },
          }),
        ),
      ),
    ),
  );

  on('an occurredAt in the future', () =>
    everyRouteRefuses(
      { status: 422, code: 'occurred-in-future' },
      inTurn(({ body = {} }) =>
        [tomorrow, '2017-03-01T09:00:00.001Z', '9999-12-31'].map((occurredAt) => ({ body: { ...body, occurredAt } })),
      ),
    ),
  );

  on('an occurredAt in a year that is a slip', () =>
    everyRouteRefuses(
      { status: 422, code: 'occurred-too-early' },
      inTurn(({ body = {} }) =>
        ['0024-03-01', '1899-12-30T23:59:59Z'].map((occurredAt) => ({ body: { ...undated(body), occurredAt } })),
      ),
    ),
  );

  on('an occurredAt that is out of range once it is in UTC', () =>
    everyRouteRefuses(
      { status: 400 },
      inTurn(({ body = {} }) =>
        ['9999-12-31T23:59:59-14:00', '0000-01-01T00:00:00+14:00'].map((occurredAt) => ({
          body: { ...body, occurredAt },
        })),
      ),
    ),
  );

  on('an occurredAt before the last of its stream', () =>
    everyRouteRefuses({ status: 422, code: 'occurred-before-last' }, ({ body = {}, url, route }) =>
      // A further price, and the place of an account, are kept in streams of their own.
      idsIn(url).length === 0 || /\/(prices|move)$/.test(route.name)
        ? []
        : [{ body: { ...undated(body), occurredAt: '2017-01-01' } }],
    ),
  );

  on('an If-Match that is stale', () =>
    everyRouteRefuses({ status: 412, code: 'revision-stale' }, () => [{ headers: { 'if-match': '"77"' } }]),
  );

  on('headers of the wrong form', () =>
    everyRouteRefuses(
      { status: 400, code: 'invalid-header' },
      inTurn(() =>
        [
          ...['3', 'W/"3"', '"-1"', '"1", "2"'].map((tag): Headers => ({ 'if-match': tag })),
          ...['x'.repeat(201), 'schlüssel'].map((key): Headers => ({ 'idempotency-key': key })),
          { 'import-id': 'monday' },
        ].map((headers) => ({ headers })),
      ),
    ),
  );

  on('another method', async () => {
    for (const { method, url } of commands()) {
      const answer = await api.send(method === 'PUT' ? 'PATCH' : 'PUT', url, {});
      expect([404, 405]).toContain(problemIn(answer).status);
    }
  });
});

describe('any JSON at all, sent to any command route,', () => {
  it(
    'is carried out or refused, never a failure of the server',
    async () => {
      const any = fc.constantFrom(...commands()).chain(({ method, url, body = {} }) =>
        fc.record({
          method: fc.constant(method),
          url: fc.constant(url),
          stray: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
          changed: fc
            .tuple(fc.constantFrom(...Object.keys(body), 'occurredAt'), fc.jsonValue())
            .map(([field, value]) => ({ ...body, [field]: value })),
        }),
      );
      await fc.assert(
        fc.asyncProperty(any, async ({ method, url, stray, changed }) => {
          expect((await api.send(method, url, stray)).status).toBeLessThan(500);
          expect((await api.send(method, url, changed)).status).toBeLessThan(500);
        }),
        { numRuns: 100 },
      );
    },
    patience,
  );
});

describe('every command route', () => {
  it(
    'carries its example out',
    async () => {
      const fresh = await TestApi.open();
      const failed: string[] = [];
      for (const [route, { method, url, body }] of Object.entries(await commandExamples(fresh))) {
        const before = await fresh.log.head();
        const { status, headers, text } = await fresh.send(method, url, body);
        const wrote = (await fresh.log.head()) !== before;
        // Moving an account changes the tree, not the account: its ETag stays.
        const tagged = route.endsWith('/move') ? headers['etag'] === undefined : headers['etag'] !== undefined;
        if (status >= 300 || !wrote || !tagged) failed.push(`${route}: ${String(status)} ${text.slice(0, 300)}`);
      }
      await fresh.close();
      expect(failed).toEqual([]);
    },
    patience,
  );
});

const idsIn = (url: string): readonly string[] => url.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
