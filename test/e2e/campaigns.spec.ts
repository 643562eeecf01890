import type { CampaignResultsAnswer } from '../../libs/application/campaigns/campaign-results.js';
import type { Static } from 'typebox';
import { newId } from '../../libs/kernel/ids.js';
import { handLine, openShop, opportunityOf, sell, type Shop } from '../../libs/testing/api/shop.js';
import type { Page } from '../../libs/testing/api/shown.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

type Results = Static<typeof CampaignResultsAnswer>;
type Asked = Readonly<Record<string, unknown>>;
const EUR = (amount: string) => ({ amount, currency: 'EUR' });
const idsOf = ({ items }: Page<{ readonly id: string }>): readonly string[] => items.map(({ id }) => id);

async function list(kind: string, query: Asked): Promise<Page<{ readonly id: string }>> {
  await api.settled();
  return api.get(withQuery(`/v1/${kind}`, query));
}
async function resultsOf(id: string, asked: Asked = {}): Promise<Results> {
  await api.settled();
  return api.get(withQuery(`/v1/campaigns/${id}/results`, asked));
}
async function sold(fields: object, price: string): Promise<string> {
  const { id } = await opportunityOf(api, shop, { occurredAt: '2017-01-12', ...fields });
  const quotes = `/v1/opportunities/${id}/quotes`;
  const at = { occurredAt: '2017-02-01' };
  const { quoteId } = await api.post(quotes, { name: 'Offer', currency: 'EUR', lines: [handLine(shop, price)], ...at });
  await api.post(`${quotes}/${quoteId}/activate`, at);
  await sell(api, id, { soldOn: '2017-02-10', occurredAt: '2017-02-10' });
  return id;
}

describe('a campaign', () => {
  it('is created, edited, found, archived and unarchived, and is read as it was (CAM-01 to 10)', async () => {
    const { id, record } = await api.post('/v1/campaigns', {
      name: 'Spring fair',
      budget: EUR('5000'),
      channels: ['Trade fair'],
      occurredAt: '2017-01-10',
    });
    expect(record).toMatchObject({ archived: false, budget: EUR('5000.00'), costs: [], channels: ['Trade fair'] });
    const cost = { amount: EUR('1200'), on: '2017-02-01', note: 'Stand' };
    await api.patch(`/v1/campaigns/${id}`, { name: 'Fair 2017', costs: [cost], occurredAt: '2017-02-10' });
    const filter = { channels: { contains: 'Trade fair' }, archived: { eq: false } };
    expect(await list('campaigns', { q: 'fair', filter })).toMatchObject({
      items: [{ id, name: 'Fair 2017', costs: [{ ...cost, amount: EUR('1200.00') }] }],
    });
    expect(await list('campaigns', { filter, asOf: '2017-01-31' })).toMatchObject({
      items: [{ id, name: 'Spring fair', costs: [] }],
    });

    const archived = await api.post(`/v1/campaigns/${id}/archive`);
    expect(archived.record).toMatchObject({ archived: true });
    expect(archived.record['statusId']).not.toBe(record['statusId']);
    expect((await api.refuses('PATCH', `/v1/campaigns/${id}`, { name: 'Other' })).code).toBe('campaign-archived');
    const back = await api.post(`/v1/campaigns/${id}/unarchive`);
    expect(back.record).toMatchObject({ archived: false, statusId: record['statusId'] });
  });

  it('has a status of the list in the settings, and cannot be created where none is active (CAM-01, SET-14)', async () => {
    const own = await TestApi.open();
    const settings = '/v1/settings/campaign-statuses';
    try {
      const { statuses } = await own.get<{ statuses: readonly { statusId: string; name: string }[] }>(settings);
      expect(statuses.map(({ name }) => name)).toEqual(['Active', 'Archived']);
      const { statusId } = await own.post(settings, { name: 'Planned', kind: 'active', occurredAt: '2017-02-01' });
      const planned = await own.post('/v1/campaigns', { name: 'Web', statusId });
      expect(planned.record).toMatchObject({ statusId });
      const archivedId = statuses[1]?.statusId ?? '';
      const unfit = { name: 'Web', statusId: archivedId };
      expect((await own.refuses('POST', '/v1/campaigns', unfit)).code).toBe('campaign-status-unfit');
      await own.patch(`${settings}/${statusId}`, { name: 'In planning', occurredAt: '2017-02-02' });
      await own.settled();
      expect(await own.get(`${settings}?asOf=2017-02-01`)).toMatchObject({ statuses: [{}, {}, { name: 'Planned' }] });

      await own.post(`${settings}/${statusId}/retire`);
      await own.post(`${settings}/${String(statuses[0]?.statusId)}/retire`);
      const { code, status } = await own.refuses('POST', '/v1/campaigns', { name: 'Mail' });
      expect([status, code]).toEqual([409, 'campaign-status-required']);
      expect(await own.get(`/v1/campaigns/${planned.id}`)).toMatchObject({ statusId });
    } finally {
      await own.close();
    }
  });

  it('is in the project of the settings unless it names one (SET-20)', async () => {
    const { id: campaignProjectId } = await api.post('/v1/projects', { name: 'Marketing' });
    const { id: other } = await api.post('/v1/projects', { name: 'Other' });
    const settings = '/v1/settings/sales';
    expect(await api.get(settings)).toEqual({ usePriceBookItems: true, campaignProjectId: null });
    expect((await api.refuses('PATCH', settings, { campaignProjectId: newId() })).code).toBe('unknown-reference');
    await api.patch(settings, { campaignProjectId });
    expect(await api.get(settings)).toEqual({ usePriceBookItems: true, campaignProjectId });
    expect((await api.post('/v1/campaigns', { name: 'A' })).record).toMatchObject({ projectId: campaignProjectId });
    const named = await api.post('/v1/campaigns', { name: 'B', projectId: other });
    expect(named.record).toMatchObject({ projectId: other });
    await api.patch(settings, { campaignProjectId: null });
    expect((await api.post('/v1/campaigns', { name: 'C' })).record['projectId']).not.toBe(campaignProjectId);
  });

  it('is named by leads and opportunities, which are found by it, now and then (LEAD-17, CAM-09)', async () => {
    const [one, other] = [
      await api.post('/v1/campaigns', { name: 'One' }),
      await api.post('/v1/campaigns', { name: 'Other' }),
    ];
    const lead = await api.post('/v1/leads', { organisation: 'A', campaignId: one.id, occurredAt: '2017-01-10' });
    const deal = await opportunityOf(api, shop, { campaignId: one.id, occurredAt: '2017-01-10' });
    await api.patch(`/v1/leads/${lead.id}`, { campaignId: other.id, occurredAt: '2017-02-01' });
    await api.patch(`/v1/opportunities/${deal.id}`, { campaignId: null, occurredAt: '2017-02-01' });

    const filter = { campaignId: { eq: one.id } };
    for (const [kind, { id }] of [
      ['leads', lead],
      ['opportunities', deal],
    ] as const) {
      expect(idsOf(await list(kind, { filter }))).toEqual([]);
      expect(idsOf(await list(kind, { filter, asOf: '2017-01-31' }))).toEqual([id]);
    }
    expect(idsOf(await list('leads', { filter: { campaignId: { eq: other.id } } }))).toEqual([lead.id]);
  });

  it('takes none that is new once it is archived, keeps those that it has, and must be there', async () => {
    const { id: campaignId } = await api.post('/v1/campaigns', { name: 'Over' });
    const member = await api.post('/v1/leads', { organisation: 'A', campaignId });
    const outside = await api.post('/v1/leads', { organisation: 'B' });
    await api.post(`/v1/campaigns/${campaignId}/archive`);
    const edited = await api.patch(`/v1/leads/${member.id}`, { campaignId, industry: 'energy' });
    expect(edited.record).toMatchObject({ campaignId, industry: 'energy' });

    const { pipelineId } = shop;
    for (const [wrong, code, status] of [
      [campaignId, 'campaign-archived', 409],
      [newId(), 'unknown-reference', 422],
    ] as const) {
      for (const [method, url, body] of [
        ['POST', '/v1/leads', { organisation: 'C' }],
        ['PATCH', `/v1/leads/${outside.id}`, {}],
        ['POST', '/v1/opportunities', { name: 'Deal', pipelineId }],
      ] as const) {
        const refused = await api.refuses(method, url, { ...body, campaignId: wrong });
        expect([url, refused.status, refused.code]).toEqual([url, status, code]);
      }
    }
  });

  it('is deleted where nothing names it; what it was is still told', async () => {
    const { id } = await api.post('/v1/campaigns', { name: 'By mistake', occurredAt: '2017-01-10' });
    const lead = await api.post('/v1/leads', { organisation: 'A', campaignId: id });
    const refused = await api.refuses('DELETE', `/v1/campaigns/${id}`);
    expect(refused).toMatchObject({ status: 409, code: 'campaign-in-use', leads: 1, opportunities: 0 });
    await api.patch(`/v1/leads/${lead.id}`, { campaignId: null });
    // The read models are waited for.
    await api.delete(`/v1/campaigns/${id}`);
    await api.settled();
    expect((await api.refuses('GET', `/v1/campaigns/${id}`)).code).toBe('record-not-found');
    expect(await api.get(`/v1/campaigns/${id}?asOf=2017-01-31`)).toMatchObject({ name: 'By mistake' });
    const again = { organisation: 'B', campaignId: id };
    expect((await api.refuses('POST', '/v1/leads', again)).code).toBe('unknown-reference');
  });

  it('has activities and comments, and all of it in its timeline', async () => {
    const { id } = await api.post('/v1/campaigns', { name: 'Web' });
    const subject = { kind: 'campaign', id };
    await api.post('/v1/activities', { subject, category: 'call', title: 'Called the agency' });
    await api.post('/v1/comments', { subject, text: 'A secret about somebody' });
    const { position } = await api.post(`/v1/campaigns/${id}/archive`);
    const { items } = await api.get<Page<{ type: string; subject: string }>>(
      `/v1/campaigns/${id}/timeline?sort=type&notBefore=${position}`,
    );
    expect(items.map(({ type }) => type)).toEqual([
      'ActivityLogged',
      'CampaignArchived',
      'CampaignCreated',
      'CommentAdded',
    ]);
    expect(new Set(items.map((item) => item.subject))).toEqual(new Set([`campaign:${id}`]));
    const stored = JSON.stringify(await api.log.readAll({ count: 10_000 }));
    expect(stored).not.toContain('A secret about somebody');
    const nothing = { subject: { kind: 'campaign', id: newId() }, text: 'T' };
    expect((await api.refuses('POST', '/v1/comments', nothing)).code).toBe('unknown-reference');
    expect((await api.refuses('GET', `/v1/campaigns/${newId()}/timeline`)).code).toBe('campaign-not-found');
  });
});

describe('the results of a campaign (CAM-09, CAM-11)', () => {
  it('are what had come of it by a date, and what it had cost by then', async () => {
    const { id: campaignId } = await api.post('/v1/campaigns', {
      name: 'Spring fair',
      costs: [
        { amount: EUR('1000'), on: '2017-01-05' },
        { amount: EUR('200.01'), on: '2017-02-05' },
        { amount: { amount: '90', currency: 'USD' }, on: '2017-02-05' },
        { amount: EUR('7777'), on: '2017-12-31', note: 'Lies ahead' },
      ],
      occurredAt: '2017-01-02',
    });
    const of = { campaignId, occurredAt: '2017-01-10' };
    const leads = [];
    for (const source of ['Badge scan', 'Badge scan', 'Web form', undefined])
      leads.push((await api.post('/v1/leads', { organisation: 'A', source, ...of })).id);
    await api.post('/v1/leads', { organisation: 'Of none' });
    await api.post(`/v1/leads/${leads[0] ?? ''}/disqualify`, { reasonCode: 'no-budget', occurredAt: '2017-02-01' });
    await api.post(`/v1/leads/${leads[3] ?? ''}/archive`, { occurredAt: '2017-02-01' });

    const expectedAmount = EUR('300');
    await opportunityOf(api, shop, { ...of, expectedAmount });
    await opportunityOf(api, shop, { expectedAmount });
    await sold({ campaignId }, '2500.50');
    const unlocked = await sold({ campaignId }, '99.50');
    await api.post(`/v1/opportunities/${unlocked}/unlock`, { occurredAt: '2017-02-20' });
    const { id: lost } = await opportunityOf(api, shop, { ...of, expectedAmount });
    await api.post(`/v1/opportunities/${lost}/lose`, { reasonCode: 'not-stated', occurredAt: '2017-02-15' });

    const now = await resultsOf(campaignId);
    expect(now).toMatchObject({
      leads: {
        total: 4,
        open: 2,
        disqualified: 1,
        archived: 1,
        bySource: [
          { source: '(none)', total: 1, open: 0, disqualified: 0, archived: 1 },
          { source: 'Badge scan', total: 2, open: 1, disqualified: 1, archived: 0 },
          { source: 'Web form', total: 1, open: 1, disqualified: 0, archived: 0 },
        ],
      },
      opportunities: { total: 4, open: 1, reopened: 1, won: 1, lost: 1 },
      pipeline: { count: 2, amounts: [EUR('300.00')] },
      sales: { count: 2, amounts: [EUR('2600.00')] },
      cost: [EUR('1200.01'), { amount: '90.00', currency: 'USD' }],
      costPerLead: [EUR('300.00'), { amount: '22.50', currency: 'USD' }],
      costPerSale: [EUR('600.00'), { amount: '45.00', currency: 'USD' }],
    });

    expect(await resultsOf(campaignId, { asOf: '2017-01-31' })).toMatchObject({
      leads: { total: 4, open: 4, disqualified: 0, archived: 0 },
      opportunities: { total: 4, open: 4, reopened: 0, won: 0, lost: 0 },
      pipeline: { count: 4, amounts: [EUR('600.00')] },
      sales: { count: 0, amounts: [] },
      cost: [EUR('1000.00')],
      costPerLead: [EUR('250.00')],
      costPerSale: null,
    });
    const early = await resultsOf(campaignId, { asOf: '2017-01-05' });
    expect(early).toMatchObject({ leads: { total: 0, bySource: [] }, cost: [EUR('1000.00')], costPerLead: null });
    expect(await resultsOf(campaignId, { asOf: now.asOf, knownAt: now.knownAt })).toEqual(now);
  });

  it('are none of a campaign that was not there', async () => {
    const { id } = await api.post('/v1/campaigns', { name: 'Web', occurredAt: '2017-02-10' });
    const before = await api.refuses('GET', `/v1/campaigns/${id}/results?asOf=2017-01-31`);
    expect([before.status, before.code]).toEqual([404, 'record-not-found']);
    expect((await api.refuses('GET', `/v1/campaigns/${newId()}/results`)).code).toBe('record-not-found');
    expect(await resultsOf(id)).toMatchObject({ leads: { total: 0 }, cost: [], costPerLead: null, costPerSale: null });
  });
});
