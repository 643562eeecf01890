import { activeQuote, openShop, opportunityOf, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { documentedRoutes } from '../../libs/testing/api/routes.js';
import { problemIn, TestApi, type Done, type Problem } from '../../libs/testing/api/test-api.js';

interface LineAnswer {
  readonly line: number;
  readonly status: number;
  readonly changed?: boolean;
  readonly body: Done & Problem;
}

let api: TestApi;
let shop: Shop;

beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

const ndjson = { 'content-type': 'application/x-ndjson' };
const send = (text: string, headers = {}) => api.send('POST', '/v1/batch', text, { ...ndjson, ...headers });
const textOf = (lines: readonly object[]): string => lines.map((line) => JSON.stringify(line)).join('\n');
const answersIn = (text: string): readonly LineAnswer[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LineAnswer);
async function batch(...lines: readonly object[]): Promise<readonly LineAnswer[]> {
  const answer = await send(textOf(lines));
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  return answersIn(answer.text);
}
const head = () => api.log.head();
const newDeal = (name: string) => ({ name, pipelineId: shop.pipelineId, accountId: shop.accountId });

describe('POST /v1/batch', () => {
  it('answers each line in order as its own route would', async () => {
    const lines = await batch(
      { path: '/v1/accounts', key: 'b-1', body: { accountType: 'company', name: 'One' } },
      { path: '/v1/opportunities', body: newDeal('Two') },
      { method: 'PATCH', path: `/v1/users/${shop.sellerId}`, body: { name: 'Bea' } },
    );
    expect(lines.map(({ line, status }) => [line, status])).toEqual([
      [1, 201],
      [2, 201],
      [3, 200],
    ]);
    const [account] = lines;
    const alone = await api.send(
      'POST',
      '/v1/accounts',
      { accountType: 'company', name: 'One' },
      { 'idempotency-key': 'b-1' },
    );
    expect(JSON.parse(alone.text)).toEqual(account?.body);
    expect(await api.get(`/v1/accounts/${String(account?.body.id)}`)).toMatchObject({ name: 'One' });
  });

  it('refuses one of two lines that would put each user under the other', async () => {
    const [one, other] = [await api.post('/v1/users', { name: 'One' }), await api.post('/v1/users', { name: 'Other' })];
    const under = (id: string, managerId: string) => ({ path: `/v1/users/${id}/reassign`, body: { managerId } });
    const lines = await batch(under(one.id, other.id), under(other.id, one.id), under(one.id, one.id));
    const said = lines.map(({ status, body: { code } }) => `${String(status)} ${code}`);
    expect(said.slice(0, 2).sort()).toEqual(['200 undefined', '409 manager-cycle']);
    expect(said[2]).toBe('422 user-manages-self');
  });

  it('says of each line of an import whether it changed anything', async () => {
    const imported = async (...lines: readonly object[]) =>
      answersIn((await send(textOf(lines), { 'import-id': '3f0c1a52-9a4e-5d7c-8f3b-0a1b2c3d4e5f' })).text);
    const created = { path: '/v1/accounts', key: 'changed-1', body: { accountType: 'company', name: 'Quiet' } };
    const [first] = await imported(created);
    const edited = { method: 'PATCH', path: `/v1/accounts/${String(first?.body.id)}`, body: { name: 'Loud' } };
    const again = await imported(created, { path: '/v1/accounts', body: { name: 'Of no type' } }, edited);
    const quiet = await imported(edited);
    expect([first, ...again, ...quiet].map((line) => line?.changed)).toEqual([true, false, undefined, true, false]);
    expect((await batch(edited)).map((line) => Object.keys(line))).toEqual([['line', 'status', 'body']]);
  });

  it('decides lines about one record in turn, and appends their events at once', async () => {
    const { id, revision } = await opportunityOf(api, shop);
    const url = `/v1/opportunities/${id}`;
    const before = await head();
    const lines = await batch(
      { method: 'PATCH', path: url, key: 'turn-1', body: { name: 'A' }, ifMatch: `"${String(revision)}"` },
      { path: `${url}/move-to-stage`, body: { stageId: shop.stages.engaging } },
      { method: 'PATCH', path: url, body: { name: 'B' }, ifMatch: `"${String(revision + 1)}"` },
      { method: 'PATCH', path: url, body: { name: 'C' }, ifMatch: `"${String(revision + 2)}"` },
    );
    expect(lines.map(({ status, body }) => [status, status === 200 ? body.record['name'] : body.code])).toEqual([
      [200, 'A'],
      [200, 'A'],
      [412, 'revision-stale'],
      [200, 'C'],
    ]);
    expect(lines.map(({ body }) => body.revision)).toEqual([revision + 1, revision + 2, undefined, revision + 3]);
    const sequence = (position: string | undefined) => Number(position?.split(':')[1]);
    expect(lines.flatMap(({ body }) => (body.position ? [sequence(body.position) - sequence(before)] : []))).toEqual([
      1, 2, 3,
    ]);
    const events = await api.log.read(`opportunity-${id}`, revision + 1);
    expect(events.map(({ type }) => type)).toEqual(['OpportunityEdited', 'OpportunityMoved', 'OpportunityEdited']);
    expect(await api.get(url)).toMatchObject({ name: 'C', stageId: shop.stages.engaging });
  });

  it('sells, unlocks and sells again in one batch, with the contracts of the standing sale', async () => {
    const { id } = await opportunityOf(api, shop);
    await activeQuote(api, id, [suiteLine(shop)]);
    const url = `/v1/opportunities/${id}`;
    const lines = await batch(
      { path: `${url}/sell`, key: 's-1', body: {} },
      { path: `${url}/sell`, key: 's-2', body: {} },
      { path: `${url}/unlock`, key: 's-3', body: {} },
      { path: `${url}/sell`, key: 's-4', body: {} },
    );
    expect(lines.map(({ status }) => status)).toEqual([200, 409, 200, 200]);
    await api.settled();
    const { items } = await api.get<{ items: readonly object[] }>(`${url}/contracts`);
    expect(items).toHaveLength(1);
  });

  it('sent again answers the same and does nothing', async () => {
    const { id } = await opportunityOf(api, shop);
    const url = `/v1/opportunities/${id}`;
    const text = textOf([
      { path: '/v1/opportunities', key: 'again-1', body: newDeal('Again') },
      { method: 'PATCH', path: url, key: 'again-2', body: { name: 'X' } },
      { method: 'PATCH', path: url, key: 'again-3', body: { name: 'Y' } },
      { method: 'PATCH', path: url, key: 'again-2', body: { name: 'X' } },
      { method: 'PATCH', path: url, key: 'again-3', body: { name: 'Z' } },
    ]);
    const first = await send(text);
    const before = await head();
    const second = await send(text);
    expect(second.text).toBe(first.text);
    expect(await head()).toBe(before);
    const lines = answersIn(first.text);
    expect(lines.map(({ status, body }) => [status, body.code])).toEqual([
      [201, undefined],
      [200, undefined],
      [200, undefined],
      [200, undefined],
      [422, 'idempotency-key-reused'],
    ]);
    expect(lines[3]?.body).toEqual(lines[1]?.body);
  });

  it('names what is wrong with a line, and carries out the others', async () => {
    const text = [
      '{"path":"/v1/opportunities"',
      '',
      JSON.stringify({ path: '/v1/opportunities', body: { name: 'No pipeline' } }),
      JSON.stringify({ path: '/v1/nothing', body: {} }),
      JSON.stringify({ method: 'GET', path: '/v1/opportunities' }),
      JSON.stringify({ path: '/v1/opportunities', body: newDeal('Good') }),
      JSON.stringify({ path: '/v1/opportunities', body: [] }),
      JSON.stringify({ path: '/v1/opportunities', body: {}, then: 1 }),
      JSON.stringify({ path: '/v1/opportunities', key: '\u00e9', body: newDeal('Odd key') }),
      JSON.stringify({ path: '/v1/opportunities?a=1', body: newDeal('Query') }),
      JSON.stringify({ path: '/v1/opportunities/no-id/sell', body: {} }),
      JSON.stringify({ path: '/v1/batch', body: {} }),
      JSON.stringify({ path: '/v1/admin/rebuild', body: {} }),
    ].join('\n');
    const lines = answersIn((await send(text)).text);
    expect(lines.map(({ line, status, body }) => [line, status, body.code])).toEqual([
      [1, 400, 'invalid-json'],
      [3, 400, 'invalid-request'],
      [4, 404, 'route-not-found'],
      [5, 400, 'invalid-request'],
      [6, 201, undefined],
      [7, 400, 'invalid-request'],
      [8, 400, 'invalid-request'],
      [9, 400, 'invalid-header'],
      [10, 404, 'route-not-found'],
      [11, 400, 'invalid-id'],
      [12, 404, 'route-not-found'],
      [13, 404, 'route-not-found'],
    ]);
  });

  it('finds every command that has a route', async () => {
    const routes = (await documentedRoutes(api)).filter(
      ({ method, path }) => method !== 'GET' && !path.startsWith('/v1/admin/') && path !== '/v1/batch',
    );
    const lines = routes.map(({ method, path }) => ({
      method,
      path: path.replaceAll(/\{\w+\}/g, 'none'),
      body: { stray: 1 },
    }));
    const answers = await batch(...lines);
    expect(routes.length).toBeGreaterThan(50);
    expect(answers.filter(({ status, body }) => status !== 400 || body.code === 'route-not-found')).toEqual([]);
  });

  it('takes an empty batch, and refuses one of too many lines, of another type or without a key', async () => {
    expect(await send('')).toMatchObject({ status: 200, text: '' });
    const many = Array<string>(1_001).fill('{"path":"/v1/opportunities"}').join('\n');
    expect(problemIn(await send(many))).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problemIn(await api.send('POST', '/v1/batch', {}))).toMatchObject({ status: 400 });
    expect(problemIn(await api.send('POST', '/v1/accounts', '{}', ndjson))).toMatchObject({ status: 415 });
    expect(problemIn(await send('', { authorization: '' }))).toMatchObject({ status: 401 });
  });

  it('carries out hundreds of lines about different records', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => ({
      path: '/v1/opportunities',
      body: newDeal(`Deal ${String(index)}`),
    }));
    const answers = await batch(...lines);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(answers.map(({ body }) => body.record['name'])).toEqual(lines.map(({ body }) => body.name));
  });
});

describe('what stands against a sale (ADR 41)', () => {
  const product = async (fields: object = {}): Promise<string> =>
    (
      await api.post('/v1/products', {
        code: `X-${String(codes++)}`,
        name: 'Extra',
        categoryId: shop.hardware,
        ...fields,
      })
    ).id;
  let codes = 1;
  /** A deal whose active quote has this product. */
  const offered = async (productId: string, quote: object = {}): Promise<string> => {
    const { id } = await opportunityOf(api, shop, { occurredAt: '2017-01-02' });
    await activeQuote(api, id, [{ productId, quantity: '1', unitPrice: '10' }], quote);
    return `/v1/opportunities/${id}`;
  };
  const refusal = async (deal: string, body: object) => problemIn(await api.send('POST', `${deal}/sell`, body)).code;

  it('refuses an expired quote by the date of the sale, alone and in a batch, until it is overridden', async () => {
    const deal = await offered(shop.server, { startsOn: '2017-01-01', dueOn: '2017-02-01' });
    expect(await refusal(deal, { soldOn: '2017-02-02' })).toBe('quote-expired');
    const sell = (body: object) => ({ method: 'POST', path: `${deal}/sell`, body });
    const [refused, sold] = await batch(
      sell({ soldOn: '2017-02-02', override: { inactiveProducts: true } }),
      sell({ soldOn: '2017-02-02', override: { expiredQuote: true } }),
    );
    expect([refused?.status, refused?.body.code, sold?.status]).toEqual([409, 'quote-expired', 200]);
    const onTime = await offered(shop.server, { dueOn: '2017-02-01' });
    await api.post(`${onTime}/sell`, { soldOn: '2017-02-01' });
  });

  it('refuses products as they were on the date of the sale', async () => {
    const occurredAt = '2017-01-10';
    const productId = await product({ occurredAt });
    const deal = await offered(productId);
    await api.patch(`/v1/products/${productId}`, { active: false, occurredAt: '2017-02-01' });
    expect(await refusal(deal, {})).toBe('product-inactive');
    expect(await refusal(deal, { soldOn: '2017-02-01' })).toBe('product-inactive');
    const [before] = await batch({ method: 'POST', path: `${deal}/sell`, body: { soldOn: '2017-01-31' } });
    expect(before?.status).toBe(200);
    const other = await offered(productId);
    await api.post(`${other}/sell`, { override: { inactiveProducts: true } });
    await api.patch(`/v1/products/${productId}`, { active: true });
    const third = await offered(productId);
    expect(await refusal(third, { soldOn: '2017-02-10' })).toBe('product-inactive');
    await api.post(`${third}/sell`);
  });
});
