import {
  activeQuote,
  openShop,
  opportunityOf,
  sell,
  serverLine,
  soldOpportunity,
  suiteLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import { feed, ofContracts, type Page } from '../../libs/testing/api/shown.js';
import { problemIn, TestApi, type Answer, type Done } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;

beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

const key = (name: string) => ({ 'idempotency-key': name });
const newDeal = (fields: object = {}): object => ({
  name: 'Deal',
  pipelineId: shop.pipelineId,
  accountId: shop.accountId,
  ...fields,
});
const head = () => api.log.head();
const done = ({ text }: Answer): Done => JSON.parse(text) as Done;

describe('an Idempotency-Key', () => {
  it('returns the same answer again, byte for byte, also after a later change and after a restart', async () => {
    const first = await api.send('POST', '/v1/opportunities', newDeal(), key('create-1'));
    const { id } = done(first);
    const url = `/v1/opportunities/${id}`;
    await activeQuote(api, id, [suiteLine(shop)]);
    const sold = await api.send('POST', `${url}/sell`, {}, key('sell-1'));
    expect([first.status, sold.status]).toEqual([201, 200]);
    await api.post(`${url}/unlock`);
    await api.patch(url, { name: 'Renamed' });
    await api.settled();
    const before = await head();
    const again = async () => {
      const repeated = await api.send('POST', '/v1/opportunities', newDeal(), key('create-1'));
      const soldAgain = await api.send('POST', `${url}/sell`, {}, key('sell-1'));
      expect([repeated.text, soldAgain.text]).toEqual([first.text, sold.text]);
      expect([repeated.status, repeated.headers['etag']]).toEqual([201, first.headers['etag']]);
      expect(await head()).toBe(before);
    };
    await again();
    await api.close();
    api = await TestApi.open({ folder: api.folder, clock: api.clock });
    await again();
    expect(await api.get(url)).toMatchObject({ name: 'Renamed', status: 'reopened' });
  });

  it('counts the same JSON in another order as the same request', async () => {
    const one = await api.send('POST', '/v1/opportunities', JSON.stringify(newDeal()), key('order'));
    const reversed = Object.fromEntries(Object.entries(newDeal()).reverse());
    expect((await api.send('POST', '/v1/opportunities', JSON.stringify(reversed, null, 2), key('order'))).text).toBe(
      one.text,
    );
  });

  it('with another body is refused', async () => {
    await api.post('/v1/opportunities', newDeal(), key('reused'));
    const { code, status } = await api.refuses('POST', '/v1/opportunities', newDeal({ name: 'Other' }), key('reused'));
    expect([status, code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('belongs to its target: at another one it is another command', async () => {
    const one = await opportunityOf(api, shop);
    const two = await opportunityOf(api, shop);
    await api.patch(`/v1/opportunities/${one.id}`, { name: 'Same' }, key('both'));
    const { record } = await api.patch(`/v1/opportunities/${two.id}`, { name: 'Same' }, key('both'));
    expect(record).toMatchObject({ id: two.id, name: 'Same' });
  });

  it('is free again after a refusal', async () => {
    const { id } = await opportunityOf(api, shop);
    await api.refuses('POST', `/v1/opportunities/${id}/sell`, {}, key('too-early'));
    await activeQuote(api, id, [suiteLine(shop)]);
    expect((await api.post(`/v1/opportunities/${id}/sell`, {}, key('too-early'))).record).toMatchObject({
      status: 'won',
    });
  });

  it('sent 20 times at once has one effect and one answer', async () => {
    const before = (await api.get<Page<object>>('/v1/opportunities?limit=1')).count?.value ?? 0;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        api.send('POST', '/v1/opportunities', newDeal({ name: 'Once' }), key('parallel')),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    await api.settled();
    expect((await api.get<Page<object>>('/v1/opportunities?limit=1')).count?.value).toBe(before + 1);
  });

  it('makes one product of 20 requests at once, and 20 keys for one product code make one product too (PRD-01)', async () => {
    const body = { code: 'RACE', name: 'Race', categoryId: shop.hardware };
    const same = await Promise.all(
      Array.from({ length: 20 }, () => api.send('POST', '/v1/products', body, key('race'))),
    );
    expect(new Set(same.map(({ text }) => text)).size).toBe(1);
    const others = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        api.send('POST', '/v1/products', { ...body, code: 'RACE-2' }, key(`race-${String(number)}`)),
      ),
    );
    expect(others.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(others.filter(({ status }) => status !== 201).map((answer) => problemIn(answer).code)).toEqual(
      Array(19).fill('value-taken'),
    );
  });

  it('at a sale makes its contracts once (SOLD-04)', async () => {
    const { id } = await opportunityOf(api, shop);
    await activeQuote(api, id, [suiteLine(shop), serverLine(shop)]);
    const before = (await feed(api)).length;
    await Promise.all(
      Array.from({ length: 5 }, () => api.send('POST', `/v1/opportunities/${id}/sell`, {}, key('sell-once'))),
    );
    expect((await feed(api)).slice(before).map(({ type }) => type)).toEqual([
      'tidemark.ContractCreated',
      'tidemark.ContractCreated',
      'tidemark.SaleCompleted',
    ]);
  });
});

describe('If-Match', () => {
  it('means the account where it is moved in the tree, and what is read carries the same ETag (ACC-20)', async () => {
    const { id } = await api.post('/v1/accounts', { accountType: 'company', name: 'Moved' });
    await api.patch(`/v1/accounts/${id}`, { name: 'Moved twice' });
    const { headers } = await api.send('GET', `/v1/accounts/${id}`);
    expect(headers['etag']).toBe('"1"');
    const url = `/v1/accounts/${id}/move`;
    const stale = await api.refuses('POST', url, { parentId: shop.accountId }, { 'if-match': '"0"' });
    expect([stale.status, stale.code]).toEqual([412, 'revision-stale']);
    const moved = await api.send('POST', url, { parentId: shop.accountId }, { 'if-match': '"1"' });
    expect([moved.status, moved.headers['etag']]).toEqual([200, undefined]);
  });

  it('takes the ETag that the last command answered, and refuses it once it is stale', async () => {
    const created = await api.send('POST', '/v1/opportunities', newDeal());
    const url = `/v1/opportunities/${done(created).id}`;
    const etag = String(created.headers['etag']);
    expect(etag).toBe('"0"');
    const edited = await api.send('PATCH', url, { name: 'Second' }, { 'if-match': etag });
    expect(edited).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    const problem = await api.refuses('PATCH', url, { name: 'Third' }, { 'if-match': etag });
    expect(problem).toMatchObject({ status: 412, code: 'revision-stale', expected: 0, actual: 1 });
    await api.patch(url, { name: 'Third' }, { 'if-match': '"1"' });
    await api.patch(url, { name: 'Fourth' }, { 'if-match': '*' });
  });

  it('lets one of 20 clients through that all saw the same record', async () => {
    const { id } = await opportunityOf(api, shop);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        api.send('PATCH', `/v1/opportunities/${id}`, { name: `Client ${String(number)}` }, { 'if-match': '"0"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(412)]);
  });

  it('is not needed: 20 clients that change one opportunity all get through, one after the other', async () => {
    const { id } = await opportunityOf(api, shop);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        api.send('PATCH', `/v1/opportunities/${id}`, { name: `Client ${String(number)}` }),
      ),
    );
    expect(answers.map((answer) => done(answer).revision).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    const last = answers.map(done).find(({ revision }) => revision === 20);
    await api.settled();
    expect(await api.get(`/v1/opportunities/${id}`)).toEqual(last?.record);
  });
});

describe('a command that changes nothing', () => {
  it('answers the record as it is and writes nothing', async () => {
    const { id, revision, record } = await opportunityOf(api, shop, { name: 'Same' });
    const before = await head();
    expect(await api.patch(`/v1/opportunities/${id}`, { name: 'Same' })).toMatchObject({ id, revision, record });
    expect(await head()).toBe(before);
  });
});

describe('a process behind a command', () => {
  it('comes to the same contracts however often a sale is unlocked and repeated (decision 3)', async () => {
    const { opportunityId, sold } = await soldOpportunity(api, shop);
    for (let round = 0; round < 5; round += 1) {
      await api.post(`/v1/opportunities/${opportunityId}/unlock`);
      await sell(api, opportunityId);
    }
    const mine = (await feed(api)).filter(({ data }) => data['opportunityId'] === opportunityId);
    expect(ofContracts(mine).map(({ type, subject }) => [type, subject])).toEqual([
      ['tidemark.ContractCreated', sold.sale.created[0]?.contractId],
    ]);
  });
});
