import { aggregates } from '../../libs/application/register/aggregates.js';
import { CommandExecutor } from '../../libs/commands/command-executor.js';
import {
  brandedId,
  newId,
  type AccountId,
  type ContactId,
  type EmploymentId,
  type LeadId,
  type OpportunityId,
  type PipelineId,
  type StageId,
} from '../../libs/kernel/ids.js';
import type { QualifyLead } from '../../libs/leads/lead/lead.commands.js';
import { commandContext } from '../../libs/testing/log/builders.js';
import { openShop, type Shop } from '../../libs/testing/api/shop.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

const person = { firstName: 'Ann', lastName: 'Lee', email: 'ann@acme.example', phone: '+43 1 24', jobTitle: 'Buyer' };
const leadOf = (more: object = {}) =>
  api.post('/v1/leads', { ...person, organisation: 'Acme', city: 'Vienna', website: 'acme.example', ...more });
const qualify = (id: string, more: object = {}) =>
  api.post(`/v1/leads/${id}/qualify`, { opportunity: { pipelineId: shop.pipelineId }, ...more });

describe('qualifying leads over HTTP', () => {
  it('makes opportunity, account and contact before it answers, of what the lead says (LEAD-06, LEAD-07)', async () => {
    const estimatedValue = { amount: '900.00', currency: 'EUR' };
    const { id, record } = await leadOf({ ownerId: shop.sellerId, estimatedValue, description: 'Soon.' });
    const made = await qualify(id, { newAccount: { accountType: 'company' }, newContact: true });
    const { opportunityId, accountId, contactId } = made;
    expect(made.record).toMatchObject({ status: 'qualified', opportunityId, accountId, contactId });
    const of = { accountId, leadId: id, ownerId: shop.sellerId };
    expect(await api.get(`/v1/opportunities/${opportunityId}`)).toMatchObject({
      ...{ ...of, name: 'Acme', status: 'open', description: 'Soon.', expectedAmount: estimatedValue },
    });
    expect(await api.get(`/v1/accounts/${accountId}`)).toMatchObject({
      ...{ accountType: 'company', name: 'Acme', website: 'acme.example', email: null, ownerId: shop.sellerId },
    });
    expect(await api.get(`/v1/contacts/${contactId}`)).toMatchObject({
      ...{ personId: record['personId'], firstName: 'Ann', lastName: 'Lee', accountIds: [accountId] },
      ...{ emails: [{ use: 'work', address: person.email }], phones: [{ use: 'work', number: person.phone }] },
      ...{ addresses: [{ use: 'work', city: 'Vienna' }], employments: [{ role: 'Buyer' }] },
    });
    await api.settled();
    const { items } = await api.get<{ items: object[] }>(`/v1/accounts/${accountId}/leads`);
    expect(items).toMatchObject([{ id, status: 'qualified' }]);
  });

  it('makes the person an account of the same person, and seals the name of the opportunity (ADR 50)', async () => {
    const { id, record } = await leadOf({ organisation: undefined });
    const { accountId, opportunityId, contactId } = await qualify(id, { newAccount: { accountType: 'personal' } });
    expect(contactId).toBeNull();
    expect(await api.get(`/v1/accounts/${accountId}`)).toMatchObject({
      ...{ accountType: 'personal', personId: record['personId'], firstName: 'Ann', lastName: 'Lee' },
    });
    expect(await api.get(`/v1/opportunities/${opportunityId}`)).toMatchObject({ name: 'Ann Lee', accountId });
    const events = await api.log.read(`opportunity-${opportunityId}`);
    expect(JSON.stringify(events)).not.toContain('Ann Lee');
  });

  it('is of the account that the lead was added to, or of another (LEAD-10)', async () => {
    const { id } = await leadOf({ accountId: shop.accountId });
    const { opportunityId, accountId } = await qualify(id);
    expect(accountId).toBe(shop.accountId);
    expect(await api.get(`/v1/opportunities/${opportunityId}`)).toMatchObject({ accountId });
    const both = { accountId, newAccount: { accountType: 'company' }, opportunity: { pipelineId: shop.pipelineId } };
    expect(await api.refuses('POST', `/v1/leads/${id}/qualify`, both)).toMatchObject({
      code: 'qualification-of-two-accounts',
    });
  });

  it('carries campaign and partner, also one that was archived meanwhile (CAM-09, PAR-07)', async () => {
    const campaign = await api.post('/v1/campaigns', { name: 'Fair' });
    const partner = await api.post('/v1/partners', { name: 'Reseller' });
    const { id } = await leadOf({ campaignId: campaign.id, partnerId: partner.id });
    await api.post(`/v1/campaigns/${campaign.id}/archive`);
    const { opportunityId } = await qualify(id);
    expect(await api.get(`/v1/opportunities/${opportunityId}`)).toMatchObject({
      ...{ campaignId: campaign.id, partnerId: partner.id, leadId: id },
    });
    await api.settled();
    expect(await api.get(`/v1/campaigns/${campaign.id}/results`)).toMatchObject({
      leads: { total: 1, open: 0, qualified: 1 },
      opportunities: { total: 1, open: 1 },
    });
  });

  it('is refused a second time, naming the opportunity, and harmless as a repeat (decision 4)', async () => {
    const { id } = await leadOf();
    const body = { opportunity: { pipelineId: shop.pipelineId } };
    const key = { 'idempotency-key': 'qualify-once' };
    const [first, again] = [
      await api.send('POST', `/v1/leads/${id}/qualify`, body, key),
      await api.send('POST', `/v1/leads/${id}/qualify`, body, key),
    ];
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    const { opportunityId } = JSON.parse(first.text) as { opportunityId: string };
    const second = await api.refuses('POST', `/v1/leads/${id}/qualify`, body);
    expect(second).toMatchObject({ status: 409, code: 'lead-qualified', opportunityId });
    await api.settled();
    const filter = { leadId: { eq: id } };
    expect(await api.get(withQuery('/v1/opportunities', { filter }))).toMatchObject({ items: [{ id: opportunityId }] });
  });

  it('writes nothing where something would be refused: duplicates and half results are what users fear', async () => {
    const { id } = await leadOf({ firstName: undefined, lastName: undefined });
    const before = await api.log.head();
    const pipelineId = shop.pipelineId;
    const nowhere = '00000000-0000-4000-8000-000000000000';
    for (const [body, code] of [
      [
        { opportunity: { pipelineId }, newAccount: { accountType: 'company' }, newContact: true },
        'qualification-needs-names',
      ],
      [{ opportunity: { pipelineId }, accountId: nowhere }, 'unknown-reference'],
      [{ opportunity: { pipelineId: nowhere } }, 'unknown-reference'],
      [{ opportunity: { pipelineId, ownerId: nowhere } }, 'unknown-reference'],
      [{ opportunity: { pipelineId, stageId: shop.stages.won } }, 'stage-not-open'],
    ] as const) {
      expect(await api.refuses('POST', `/v1/leads/${id}/qualify`, body)).toMatchObject({ code });
    }
    const unknown = await api.refuses('POST', `/v1/leads/${nowhere}/qualify`, { opportunity: { pipelineId } });
    expect(unknown).toMatchObject({ status: 404, code: 'lead-not-found' });
    expect(await api.log.head()).toBe(before);
  });

  it('goes on by itself where it was cut off between the lead and what it becomes', async () => {
    const { id } = await leadOf();
    const [opportunityId, accountId, contactId] = [newId<OpportunityId>(), newId<AccountId>(), newId<ContactId>()];
    const { pipelineId, stages } = shop;
    const stage = { pipelineId: brandedId<PipelineId>(pipelineId), stageId: brandedId<StageId>(stages.prospecting) };
    const command: QualifyLead = {
      ...{ type: 'QualifyLead', leadId: brandedId<LeadId>(id), opportunityId },
      opportunity: { ...stage, category: 'open' },
      account: { accountId, accountType: 'company' },
      contact: { contactId, employmentId: newId<EmploymentId>() },
    };
    // As a handler that was killed after its first append.
    await api.app.get(CommandExecutor).execute(aggregates.lead, command, commandContext());
    await api.settled();
    expect(await api.get('/v1/admin/parked')).toEqual({ projections: [], processes: [] });
    expect(await api.get(`/v1/opportunities/${opportunityId}`)).toMatchObject({ accountId, leadId: id });
    expect(await api.get(`/v1/contacts/${contactId}`)).toMatchObject({ accountIds: [accountId] });
  });
});
