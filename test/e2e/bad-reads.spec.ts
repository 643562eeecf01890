import fc from 'fast-check';
import { readExamples, type ReadExample } from '../../libs/testing/api/read-examples.js';
import { documentedRoutes, type Route } from '../../libs/testing/api/routes.js';
import type { Page } from '../../libs/testing/api/shown.js';
import { TestApi, withQuery, type Headers } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let reads: readonly (Route & ReadExample)[];

beforeAll(async () => {
  api = await TestApi.open();
  const examples = await readExamples(api);
  reads = (await documentedRoutes(api)).flatMap((route) => {
    const example = examples[route.name];
    return example === undefined || route.path.startsWith('/health') ? [] : [{ ...route, ...example }];
  });
});
afterAll(() => api.close());

const askedWith = ({ url, needed }: ReadExample, query: object): string => withQuery(url, { ...needed, ...query });

/**
 * Every route that takes the parameter refuses the next of the values, in turn: all routes and all values are tried, at the cost of
 * one probe per route.
 */
async function eachRefuses(parameter: string, values: readonly unknown[], code?: string): Promise<void> {
  const taking = reads.filter(({ parameters }) => parameters.includes(parameter));
  expect(taking).not.toEqual([]);
  for (let turn = 0; turn < Math.max(taking.length, values.length); turn += 1) {
    const [read, value] = [taking[turn % taking.length], values[turn % values.length]];
    if (read === undefined) continue;
    const problem = await api.refuses('GET', askedWith(read, { [parameter]: value }));
    const shown = { url: read.url, value };
    expect({ ...shown, status: problem.status }).toEqual({ ...shown, status: 400 });
    if (code !== undefined) expect({ ...shown, code: problem.code }).toEqual({ ...shown, code });
  }
}

/** By our id: those of other systems are any text. */
const isOfAnId = /^(?!.*\/by-reference\/).*{id}/;

describe('every read refuses', () => {
  it('parameters that it does not know (decision 12)', async () => {
    for (const read of reads) {
      const { url } = read;
      const problem = await api.refuses('GET', askedWith(read, { surprise: '1' }));
      expect({ url, status: problem.status }).toEqual({ url, status: 400 });
      expect(problem.detail).toContain('surprise');
    }
  });

  it('the same parameter twice', async () => {
    for (const [turn, read] of reads.entries()) {
      const parameter = read.parameters[turn % read.parameters.length];
      if (parameter === undefined) continue;
      const { status, code, detail } = await api.refuses(
        'GET',
        `${askedWith(read, { [parameter]: '1' })}&${parameter}=1`,
      );
      const shown = { url: read.url, parameter };
      expect({ ...shown, status, code }).toEqual({ ...shown, status: 400, code: 'duplicate-parameter' });
      expect(detail).toContain(`"${parameter}"`);
    }
  });

  it('filters that are none, of fields or operators that there are not, or that compare with what cannot be', () =>
    eachRefuses('filter', [
      'open',
      '[]',
      'null',
      '"x"',
      '{',
      '{"a":{"eq":1},"a":{"eq":2}}',
      { surprise: { eq: 1 } },
      { __proto__x: { eq: 1 } },
      { constructor: { eq: 1 } },
      { toString: { eq: 1 } },
      { and: [] },
      { or: {} },
      { and: 5 },
      { or: [5] },
      JSON.parse('{"__proto__":{"eq":1}}'),
    ]));

  it('operators and values that a field does not take', async () => {
    const filters = [
      { status: 'open' },
      { status: {} },
      { status: { like: 'o%' } },
      { status: { eq: 5 } },
      { status: { eq: ['open'] } },
      { status: { gt: null } },
      { status: { in: 'open' } },
      { status: { in: [1] } },
      { status: { in: Array(501).fill('x') } },
      { amountMinor: { gt: '5' } },
      { amountMinor: { eq: 1.5 } },
      { amountMinor: { eq: 1e300 } },
      { soldOn: { eq: '2017-02-30' } },
      { openedAt: { lt: '2017-01-01' } },
      { expectedCloseOn: { eq: 5 } },
      { or: [{ status: { eq: 'won' } }, { surprise: { eq: 1 } }] },
      { and: [{ status: { eq: 'won' } }], status: { eq: 'won' } },
    ];
    for (const filter of filters) {
      const { code } = await api.refuses('GET', withQuery('/v1/opportunities', { filter }));
      expect({ filter, code }).toEqual({
        filter,
        code: expect.stringMatching(/^(bad-filter|unknown-field)$/) as string,
      });
    }
    const deep = JSON.parse(`${'{"and":['.repeat(50)}{"status":{"eq":"won"}}${']}'.repeat(50)}`) as object;
    await api.refuses('GET', withQuery('/v1/opportunities', { filter: deep }));
    const many = { or: Array.from({ length: 101 }, () => ({ status: { eq: 'won' } })) };
    await api.refuses('GET', withQuery('/v1/opportunities', { filter: many }));
  });

  it('sorting by what cannot be sorted by', () =>
    eachRefuses('sort', ['surprise', '-', '--name', 'constructor', '__proto__', 'a,,b', ' ', 'x'.repeat(600)]));

  it('sorting by a field twice', async () =>
    expect(await api.refuses('GET', '/v1/accounts?sort=name,-name')).toMatchObject({
      status: 400,
      code: 'duplicate-field',
      detail: expect.stringContaining('"name"') as string,
    }));

  it('words that are none, or too many', () => eachRefuses('q', ['', ' ', 'x'.repeat(501)], 'invalid-request'));

  it('limits out of bounds', () =>
    eachRefuses('limit', ['0', '501', 'abc', '-1', '1.5', '', '1e2', '0x10', ' 5'], 'invalid-request'));

  it('counts out of bounds', () => eachRefuses('countUpTo', ['-1', '1000000', 'all'], 'invalid-request'));

  it('cursors that it did not make', () =>
    eachRefuses('cursor', ['x', 'e30', 'bnVsbA', 'W10', '🙂', 'x'.repeat(3_000)]));

  it('the cursor of another list, another sort or another filter', async () => {
    const page = await api.get<Page<object>>(withQuery('/v1/opportunities', { limit: '1', sort: 'name' }));
    const cursor = page.next ?? '';
    expect(cursor).not.toBe('');
    for (const [url, query] of [
      ['/v1/accounts', { sort: 'name' }],
      ['/v1/contracts', {}],
      ['/v1/opportunities', {}],
      ['/v1/opportunities', { sort: '-name' }],
    ] as const) {
      const { status } = await api.refuses('GET', withQuery(url, { ...query, cursor }));
      expect({ url, query, status }).toEqual({ url, query, status: 400 });
    }
  });

  it('dates and times that are none', async () => {
    const wrong = [
      '2017-02-30',
      'now',
      '2017-03-01T10:00:00',
      '2017-3-1',
      '1488358800',
      '',
      '+010000-01-01',
      '9999-12-31T23:59:59-14:00',
    ];
    await eachRefuses('asOf', wrong, 'invalid-request');
    await eachRefuses('knownAt', wrong, 'invalid-request');
    await eachRefuses('from', ['2017-02-30', '2017-03-01T10:00:00Z', 'x'], 'invalid-request');
  });

  it('positions that are none, or of another log', () =>
    eachRefuses('notBefore', ['x', '5', 'b6a1f6a8-33a9-4f4c-9a55-0f3d5a3f7c11:1', 'a:b:c', ':', '-1']));

  it('a position that the log has not reached', async () => {
    const head = (await api.log.head()) ?? '';
    const [log = ''] = head.split(':');
    for (const place of ['99999999', '9007199254740993', '99999999999999999999', '-1', '1.5', '0x1', '']) {
      const { status } = await api.refuses('GET', withQuery('/v1/opportunities', { notBefore: `${log}:${place}` }));
      expect({ place, status }).toEqual({ place, status: 400 });
    }
  });

  it('projects, pipelines and groups that are none', async () => {
    await eachRefuses('project', ['x', '']);
    await eachRefuses('pipeline', ['x']);
    await eachRefuses('groupBy', ['x', '', 'constructor']);
    expect((await api.refuses('GET', '/v1/reports/sales')).status).toBe(400);
    expect((await api.refuses('GET', '/v1/boards/pipeline')).status).toBe(400);
  });

  it('ids of records that there are not (404), or that are none (400)', async () => {
    for (const { path, url, parameters } of reads.filter((read) => isOfAnId.test(read.path))) {
      const [id = ''] = /[0-9a-f-]{36}/.exec(url) ?? [];
      expect((await api.refuses('GET', url.replace(id, 'x'))).code).toBe('invalid-id');
      // A list within a record may be empty; the record itself must be there.
      if (path.endsWith('{id}') || !parameters.includes('limit')) {
        expect((await api.refuses('GET', url.replace(id, 'b6a1f6a8-33a9-4f4c-9a55-0f3d5a3f7c11'))).status).toBe(404);
      }
    }
    expect((await api.refuses('GET', '/schemas/Nothing.json')).status).toBe(404);
  });
});

describe('the feed refuses', () => {
  const live = { accept: 'text/event-stream' };
  const refused: readonly [string, string, Headers][] = [
    ['a negative number', '?after=-1', {}],
    ['a number it has not reached', '?after=1000', {}],
    ['a huge number', `?after=${'9'.repeat(16)}`, {}],
    ['text', '?after=abc', {}],
    ['nothing', '?after=', {}],
    ['an unknown origin', '?origin=sales', {}],
    ['an unknown origin among others', '?origin=sale,sales', {}],
    ['an unknown type', '?type=tidemark.ContractSold', {}],
    ['no limit', '?limit=0', {}],
    ['too large a limit', '?limit=10001', {}],
    ['a limit, live', '?limit=5', live],
    ['a project that is none', '?project=x', {}],
    ['a Last-Event-ID that is text', '', { ...live, 'last-event-id': 'abc' }],
    ['a negative Last-Event-ID', '', { ...live, 'last-event-id': '-1' }],
    ['a Last-Event-ID that is a number alone', '', { ...live, 'last-event-id': '1' }],
    ['a Last-Event-ID it has not reached', '', { ...live, 'last-event-id': `1000.${'0'.repeat(16)}` }],
    ['half a cursor', '?after=1.', {}],
    ['the cursor of another event', `?after=1.${'0'.repeat(16)}`, {}],
    ['the cursor of another event, live', '', { ...live, 'last-event-id': `1.${'0'.repeat(16)}` }],
    ['a number it has not reached, live', '?after=1000', live],
  ];
  it.each(refused)('%s', async (_what, query, headers) => {
    expect((await api.refuses('GET', `/v1/contract-events${query}`, undefined, headers)).status).toBe(400);
  });
});

describe('any query at all', () => {
  it('is answered or refused, never a failure of the server', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom('2017-01-01', '{"status":{"eq":"won"}}', '-name', '0'),
    );
    const urls = reads.filter(({ path }) => path.startsWith('/v1') && !path.includes('contract-events'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...urls), fc.infiniteStream(value), async (read, values) => {
        const next = (): unknown => values.next().value;
        const query = Object.fromEntries(
          read.parameters.filter((name) => name !== 'notBefore').map((name) => [name, next()]),
        );
        expect((await api.send('GET', withQuery(read.url, query))).status).toBeLessThan(500);
        for (const name of read.parameters) {
          const one = askedWith(read, { [name]: next() });
          expect((await api.send('GET', one)).status).toBeLessThan(500);
        }
      }),
      { numRuns: 60 },
    );
  });
});
