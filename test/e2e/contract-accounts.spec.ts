import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runningContract } from '../../libs/testing/api/command-examples.js';
import { activeQuote, openShop, opportunityOf, sell, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { feed, type FeedEvent } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;

beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

const company = (name: string) => api.post('/v1/accounts', { accountType: 'company', name });
const contractOf = (accountId: string, fields: object = {}) =>
  api.post('/v1/contracts', { ...runningContract(shop), accountId, ...fields });
const reference = { system: 'erp', type: 'customer', id: '10042' };
const told = async (contractId: string): Promise<readonly FeedEvent[]> =>
  (await feed(api)).filter(({ subject }) => subject === contractId);
const accountIn = (event: FeedEvent | undefined) => event?.data['account'];

async function soldTo(accountId: string) {
  const { id: opportunityId } = await opportunityOf(api, shop, { accountId });
  const quoteId = await activeQuote(api, opportunityId, [suiteLine(shop)]);
  const [line] = (await sell(api, opportunityId)).sale.created;
  return { opportunityId, quoteId, lineId: line?.lineId, contractId: line?.contractId ?? '' };
}

describe('what an account is called reaches delivery (ADR 48)', () => {
  it('as an event of each of its contracts, sold or by hand, with what it was called before', async () => {
    const { id } = await company('Aurora AG');
    const byHand = await contractOf(id);
    const { contractId } = await soldTo(id);
    const other = await contractOf((await company('Borealis')).id);
    await api.patch(`/v1/accounts/${id}`, { name: 'Aurora SE' });
    for (const contract of [byHand.id, contractId]) {
      const [created, renamed, ...more] = await told(contract);
      expect(more).toEqual([]);
      expect(accountIn(created)).toEqual({ id, name: 'Aurora AG', references: [] });
      expect(renamed).toMatchObject({
        type: 'tidemark.ContractAmended',
        actor: 'process:contracts-follow-their-account',
        data: {
          sequence: 2,
          account: { id, name: 'Aurora SE', references: [] },
          changed: { account: { id, name: 'Aurora AG', references: [] } },
          reasonCode: 'account-changed',
        },
      });
    }
    expect(await told(other.id)).toHaveLength(1);
  });

  it('with its references, which come and go, and before an answer that has the position of that', async () => {
    const { id } = await company('Castor');
    const { id: contractId } = await contractOf(id);
    const named = await api.post(`/v1/accounts/${id}/references`, reference);
    const listed = async (position: string) =>
      (
        await api.get<{ items: readonly { id: string; account: object }[] }>(
          `/v1/contracts?filter=${encodeURIComponent(JSON.stringify({ accountId: { eq: id } }))}&notBefore=${encodeURIComponent(position)}`,
        )
      ).items.map(({ account }) => account);
    expect(await listed(named.position)).toEqual([{ id, name: 'Castor', references: [reference] }]);
    await api.post(`/v1/accounts/${id}/references/remove`, reference);
    expect((await told(contractId)).map(accountIn)).toEqual([
      { id, name: 'Castor', references: [] },
      { id, name: 'Castor', references: [reference] },
      { id, name: 'Castor', references: [] },
    ]);
  });

  it('never with the name of a person', async () => {
    const person = await api.post('/v1/accounts', { accountType: 'personal', firstName: 'Jane', lastName: 'Secret' });
    const { id: contractId } = await contractOf(person.id);
    await api.patch(`/v1/accounts/${person.id}`, { lastName: 'Veryhidden' });
    await api.post(`/v1/accounts/${person.id}/references`, reference);
    expect((await told(contractId)).map(accountIn)).toEqual([
      { id: person.id, references: [] },
      { id: person.id, references: [reference] },
    ]);
    expect((await api.send('GET', '/v1/contract-events')).text).not.toMatch(/Secret|Veryhidden/);
  });

  it('whichever comes first, the rename or the contract', async () => {
    const { id } = await company('Draco 0');
    const made = await Promise.all(
      Array.from({ length: 20 }, async (_one, index) => {
        const [contract] = await Promise.all([
          index % 2 === 0 ? contractOf(id).then((done) => done.id) : soldTo(id).then((sold) => sold.contractId),
          api.patch(`/v1/accounts/${id}`, { name: `Draco ${String(index + 1)}` }),
        ]);
        return contract;
      }),
    );
    const now = (await api.get<{ name: string }>(`/v1/accounts/${id}`)).name;
    for (const contract of made) expect(accountIn((await told(contract)).at(-1))).toMatchObject({ name: now });
  });

  it('of a contract entered late, as it was called then, and since', async () => {
    const { id } = await api.post('/v1/accounts', {
      accountType: 'company',
      name: 'Eridanus 2015',
      occurredAt: '2015-01-01',
    });
    await api.patch(`/v1/accounts/${id}`, { name: 'Eridanus 2016', occurredAt: '2016-06-01' });
    const late = await contractOf(id, { startsOn: '2015-06-01', endsOn: '2030-01-01', occurredAt: '2015-06-01' });
    const [created, since, ...more] = await told(late.id);
    expect(more).toEqual([]);
    expect(created).toMatchObject({ time: '2015-06-01T00:00:00.000Z', data: { account: { name: 'Eridanus 2015' } } });
    expect(since).toMatchObject({
      time: '2016-06-01T00:00:00.000Z',
      data: { account: { name: 'Eridanus 2016' }, effectiveOn: '2016-06-01' },
    });
  });

  it('not those that are over, unless they run again', async () => {
    const { id } = await company('Fornax');
    const { opportunityId, quoteId, lineId, contractId } = await soldTo(id);
    await api.post(`/v1/contracts/${contractId}/cancel`, { reasonCode: 'removed' });
    await api.patch(`/v1/accounts/${id}`, { name: 'Fornax SE' });
    expect((await told(contractId)).map(({ type }) => type)).toEqual([
      'tidemark.ContractCreated',
      'tidemark.ContractCancelled',
    ]);
    await api.post(`/v1/opportunities/${opportunityId}/unlock`);
    await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, {
      change: [{ lineId, quantity: '11' }],
    });
    await sell(api, opportunityId);
    expect(accountIn((await told(contractId)).at(-1))).toMatchObject({ name: 'Fornax SE' });
  });

  it('once: nothing is told again when processes read the log from its beginning', async () => {
    const { id } = await company('Gemini');
    const { id: contractId } = await contractOf(id);
    for (const name of ['Gemini 1', 'Gemini 2', 'Gemini', 'Gemini 3']) await api.patch(`/v1/accounts/${id}`, { name });
    await contractOf(id);
    await api.settled();
    const [all, head] = [await feed(api), await api.log.head()];
    expect(accountIn(all.findLast(({ subject }) => subject === contractId))).toMatchObject({ name: 'Gemini 3' });
    const { folder, clock } = api;
    await api.close();
    rmSync(join(folder, 'read.db'));
    api = await TestApi.open({ folder, clock });
    await api.settled();
    expect(await api.log.head()).toEqual(head);
    expect(await feed(api)).toEqual(all);
  });
});
