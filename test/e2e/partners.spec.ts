import type { Static } from 'typebox';
import type { PartnerResultsAnswer } from '../../libs/application/partners/partner-results.js';
import { newId } from '../../libs/kernel/ids.js';
import { runningContract } from '../../libs/testing/api/command-examples.js';
import { activeQuote, handLine, openShop, opportunityOf, sell, type Shop } from '../../libs/testing/api/shop.js';
import { feed, ofContracts, type Page } from '../../libs/testing/api/shown.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

type Asked = Readonly<Record<string, unknown>>;
const EUR = (amount: string) => ({ amount, currency: 'EUR' });
const idsOf = ({ items }: Page<{ readonly id: string }>): readonly string[] => items.map(({ id }) => id);

async function list(kind: string, query: Asked): Promise<Page<{ readonly id: string }>> {
  await api.settled();
  return api.get(withQuery(`/v1/${kind}`, query));
}
async function resultsOf(id: string, asked: Asked = {}): Promise<Static<typeof PartnerResultsAnswer>> {
  await api.settled();
  return api.get(withQuery(`/v1/partners/${id}/results`, asked));
}

describe('a partner', () => {
  it('is created, edited, found, archived and unarchived, and is read as it was (PAR-01 to 03)', async () => {
    const { id, record } = await api.post('/v1/partners', {
      name: 'Borealis Partners',
      city: 'Wien',
      country: 'AT',
      occurredAt: '2017-01-10',
    });
    expect(record).toMatchObject({ name: 'Borealis Partners', archived: false, ownerId: null });
    await api.patch(`/v1/partners/${id}`, { name: 'Aurora', country: null, occurredAt: '2017-02-10' });
    expect(idsOf(await list('partners', { q: 'auro wien' }))).toEqual([id]);
    const filter = { country: { eq: 'AT' } };
    expect(idsOf(await list('partners', { filter }))).toEqual([]);
    expect(await list('partners', { filter, asOf: '2017-01-31' })).toMatchObject({
      items: [{ id, name: 'Borealis Partners' }],
    });
    await api.post(`/v1/partners/${id}/archive`);
    expect((await api.refuses('PATCH', `/v1/partners/${id}`, { name: 'Other' })).code).toBe('partner-archived');
    expect((await api.post(`/v1/partners/${id}/unarchive`)).record).toMatchObject({ archived: false });
    expect((await api.refuses('POST', '/v1/partners', { name: 'A', ownerId: newId() })).code).toBe('unknown-reference');
  });

  it('is named by accounts, leads, opportunities and contracts, which are found by it (LEAD-11, OPP-14, ACC-16)', async () => {
    const { id: partnerId } = await api.post('/v1/partners', { name: 'One' });
    const account = await api.post('/v1/accounts', { accountType: 'company', name: 'A', occurredAt: '2017-01-10' });
    await api.patch(`/v1/accounts/${account.id}`, { partnerId, occurredAt: '2017-02-10' });
    const lead = await api.post('/v1/leads', { organisation: 'A', occurredAt: '2017-01-10' });
    await api.patch(`/v1/leads/${lead.id}`, { partnerId, occurredAt: '2017-02-10' });
    const deal = await opportunityOf(api, shop, { occurredAt: '2017-01-10' });
    await api.patch(`/v1/opportunities/${deal.id}`, { partnerId, occurredAt: '2017-02-10' });
    const contract = await api.post('/v1/contracts', { ...runningContract(shop), partnerId });

    const filter = { partnerId: { eq: partnerId } };
    for (const [kind, { id }] of Object.entries({ accounts: account, leads: lead, opportunities: deal })) {
      expect([kind, idsOf(await list(kind, { filter }))]).toEqual([kind, [id]]);
      expect([kind, idsOf(await list(kind, { filter, asOf: '2017-01-31' }))]).toEqual([kind, []]);
    }
    expect(idsOf(await list('contracts', { filter }))).toEqual([contract.id]);
  });

  it('stands in the sale and in the contracts that come of it', async () => {
    const { id: partnerId } = await api.post('/v1/partners', { name: 'One' });
    const { id } = await opportunityOf(api, shop, { partnerId });
    await activeQuote(api, id, [handLine(shop, '100')]);
    await sell(api, id);
    await api.settled();
    expect(ofContracts(await feed(api)).at(-1)?.data).toMatchObject({ opportunityId: id, partnerId });
    const bookings = await list('sales-bookings', { filter: { partnerId: { eq: partnerId } } });
    expect(bookings.items.length).toBeGreaterThan(0);
  });

  it('takes nothing new once it is archived, keeps what it has, and must be there', async () => {
    const { id: partnerId } = await api.post('/v1/partners', { name: 'Of old' });
    const own = await api.post('/v1/accounts', { accountType: 'company', name: 'A', partnerId });
    const outside = await api.post('/v1/accounts', { accountType: 'company', name: 'B' });
    await api.post(`/v1/partners/${partnerId}/archive`);
    const edited = await api.patch(`/v1/accounts/${own.id}`, { partnerId, city: 'Wien' });
    expect(edited.record).toMatchObject({ partnerId, city: 'Wien' });
    const { pipelineId } = shop;
    for (const [wrong, code] of [
      [partnerId, 'partner-archived'],
      [newId(), 'unknown-reference'],
    ] as const) {
      for (const [method, url, body] of [
        ['PATCH', `/v1/accounts/${outside.id}`, {}],
        ['POST', '/v1/accounts', { accountType: 'company', name: 'C' }],
        ['POST', '/v1/leads', { organisation: 'C' }],
        ['POST', '/v1/opportunities', { name: 'Deal', pipelineId }],
        ['POST', '/v1/contracts', runningContract(shop)],
      ] as const) {
        expect([url, (await api.refuses(method, url, { ...body, partnerId: wrong })).code]).toEqual([url, code]);
      }
    }
  });

  it('is deleted where nothing names it; what it was is still told (PAR-02)', async () => {
    const { id } = await api.post('/v1/partners', { name: 'By mistake', occurredAt: '2017-01-10' });
    const account = await api.post('/v1/accounts', { accountType: 'company', name: 'A', partnerId: id });
    const refused = await api.refuses('DELETE', `/v1/partners/${id}`);
    expect(refused).toMatchObject({ status: 409, code: 'partner-in-use', accounts: 1, leads: 0 });
    await api.patch(`/v1/accounts/${account.id}`, { partnerId: null });
    await api.delete(`/v1/partners/${id}`);
    await api.settled();
    expect((await api.refuses('GET', `/v1/partners/${id}`)).code).toBe('record-not-found');
    expect(await api.get(`/v1/partners/${id}?asOf=2017-01-31`)).toMatchObject({ name: 'By mistake' });
  });

  it('has activities and comments, and all of it in its timeline (PAR-05, PAR-09)', async () => {
    const { id } = await api.post('/v1/partners', { name: 'One' });
    const subject = { kind: 'partner', id };
    await api.post('/v1/activities', { subject, category: 'call', title: 'Called' });
    const { position } = await api.post('/v1/comments', { subject, text: 'A secret about their director' });
    const { items } = await api.get<Page<{ type: string }>>(
      `/v1/partners/${id}/timeline?sort=type&notBefore=${position}`,
    );
    expect(items.map(({ type }) => type)).toEqual(['ActivityLogged', 'CommentAdded', 'PartnerCreated']);
    expect(JSON.stringify(await api.log.readAll({ count: 10_000 }))).not.toContain('their director');
    const nothing = { subject: { kind: 'partner', id: newId() }, text: 'T' };
    expect((await api.refuses('POST', '/v1/comments', nothing)).code).toBe('unknown-reference');
  });
});

describe('the results of a partner (PAR-04)', () => {
  it('are what had come through it by a date', async () => {
    const { id: partnerId } = await api.post('/v1/partners', { name: 'One', occurredAt: '2017-01-02' });
    const of = { partnerId, occurredAt: '2017-01-10' };
    await api.post('/v1/accounts', { accountType: 'company', name: 'A', ...of });
    const lead = await api.post('/v1/leads', { organisation: 'A', source: 'Partner', ...of });
    await api.post(`/v1/leads/${lead.id}/disqualify`, { reasonCode: 'no-budget', occurredAt: '2017-02-10' });
    await opportunityOf(api, shop, { ...of, expectedAmount: EUR('300') });
    const { id } = await opportunityOf(api, shop, of);
    await activeQuote(api, id, [handLine(shop, '2500.50')]);
    await sell(api, id);

    const now = await resultsOf(partnerId);
    expect(now).toMatchObject({
      accounts: { total: 1 },
      leads: { total: 1, open: 0, disqualified: 1, archived: 0 },
      opportunities: { total: 2, open: 1, reopened: 0, won: 1, lost: 0 },
      pipeline: { count: 1, amounts: [EUR('300.00')] },
      sales: { count: 1, amounts: [EUR('2500.50')] },
      contracts: { total: 1, active: 1, cancelled: 0, expired: 0 },
    });
    expect(await resultsOf(partnerId, { asOf: '2017-01-31' })).toMatchObject({
      accounts: { total: 1 },
      leads: { open: 1, disqualified: 0 },
      opportunities: { total: 2, open: 2 },
      sales: { count: 0, amounts: [] },
      contracts: { total: 0 },
    });
    expect(await resultsOf(partnerId, { asOf: now.asOf, knownAt: now.knownAt })).toEqual(now);
    expect((await api.refuses('GET', `/v1/partners/${partnerId}/results?asOf=2017-01-01`)).code).toBe(
      'record-not-found',
    );
  });
});
