import { putBodies, referenceForms } from './by-reference-examples.js';
import { activeQuote, contactOf, openShop, opportunityOf, soldOpportunity, suiteLine, type Shop } from './shop.js';
import type { Method, TestApi } from './test-api.js';

/** A command that would be carried out as it stands, and would write an event. */
export interface CommandExample {
  readonly method: Method;
  readonly url: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The body of a sale or a loss without its date: it is dated when it happens. */
export const undated = ({ soldOn: _sold, lostOn: _lost, ...body }: NonNullable<CommandExample['body']>) => body;

/** One for each command route, by its name in the documentation, such as `PATCH /v1/users/{id}`. None needs another one to come first. */
export async function commandExamples(api: TestApi): Promise<Readonly<Record<string, CommandExample>>> {
  const shop = await openShop(api, 'Examples');
  const examples: Examples = {
    ...(await organisationExamples(api, shop)),
    ...(await accountExamples(api, shop)),
    ...(await campaignExamples(api, shop)),
    ...(await partnerExamples(api, shop)),
    ...(await leadExamples(api, shop)),
    ...(await contactExamples(api, shop)),
    ...(await catalogueExamples(api, shop)),
    ...(await opportunityExamples(api, shop)),
    ...(await quoteExamples(api, shop)),
    ...(await contractExamples(api, shop)),
    ...(await activityExamples(api, shop)),
    ...byReferenceExamples(shop),
    // Last: quotes of the others take their prices from a price book.
    'PATCH /v1/settings/sales': ['', { usePriceBookItems: false }],
  };
  return Object.fromEntries(
    Object.entries(examples).map(([route, [id, body]]) => {
      const [method = '', path = ''] = route.split(' ');
      const ids = Object.entries(typeof id === 'string' ? { id } : id);
      const url = ids.reduce((text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)), path);
      return [route, { method: method as Method, url, ...(method !== 'DELETE' && { body }) }];
    }),
  );
}

type Examples = Readonly<
  Record<string, readonly [id: string | Readonly<Record<string, string>>, body: Readonly<Record<string, unknown>>]>
>;

const reference = { system: 'erp', type: 'customer', id: 'C-1' };
const references = [reference];
const other = { system: 'erp', type: 'customer', id: 'C-2' };

async function organisationExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const project = await api.post('/v1/projects', { name: 'West', references });
  const user = await api.post('/v1/users', { name: 'Bo', references });
  const away = await api.post('/v1/users', { name: 'Cy', active: false });
  const reason = await api.post('/v1/lost-reasons', { code: 'too-dear', label: 'Too dear' });
  const key = await api.post('/v1/api-keys', { label: 'Shop', scopes: ['read'] });
  return {
    'POST /v1/api-keys': ['', { label: 'Portal', scopes: ['read', 'feed:read'], expiresAt: '2100-12-31' }],
    'POST /v1/api-keys/{id}/revoke': [key.id, {}],
    'POST /v1/projects': ['', { name: 'South', parentId: project.id, references }],
    'PATCH /v1/projects/{id}': [project.id, { name: 'Far West' }],
    'POST /v1/projects/{id}/references': [project.id, other],
    'POST /v1/projects/{id}/references/remove': [project.id, reference],
    'POST /v1/users': ['', { name: 'Di', email: 'di@example.test', managerId: user.id, office: 'West', references }],
    'PATCH /v1/users/{id}': [user.id, { name: 'Bob', email: 'bob@example.test' }],
    'POST /v1/users/{id}/reassign': [user.id, { managerId: shop.sellerId, office: 'North', validFrom: '2017-02-01' }],
    'POST /v1/users/{id}/activate': [away.id, {}],
    'POST /v1/users/{id}/deactivate': [user.id, {}],
    'POST /v1/users/{id}/references': [user.id, other],
    'POST /v1/users/{id}/references/remove': [user.id, reference],
    'POST /v1/pipelines': ['', { name: 'Partners', stages: [{ name: 'New', category: 'open', probability: '12.5' }] }],
    'PATCH /v1/pipelines/{id}': [shop.pipelineId, { name: 'Direct' }],
    'POST /v1/pipelines/{id}/stages': [shop.pipelineId, { name: 'Offer', category: 'open', probability: '80' }],
    'PATCH /v1/pipelines/{id}/stages/{stageId}': [
      { id: shop.pipelineId, stageId: shop.stages.engaging },
      { name: 'Busy', probability: '55' },
    ],
    'POST /v1/lost-reasons': ['', { code: 'no-budget', label: 'No budget' }],
    'PATCH /v1/lost-reasons/{id}': [reason.id, { label: 'Much too dear' }],
    'POST /v1/lost-reasons/{id}/retire': [reason.id, {}],
  };
}

async function accountExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const account = await api.post('/v1/accounts', { accountType: 'company', name: 'Umbrella', references });
  const annualRevenue = { amount: '1000.00', currency: 'EUR' };
  return {
    'POST /v1/accounts': [
      '',
      { accountType: 'company', name: 'Initech', annualRevenue, parentId: account.id, references },
    ],
    'PATCH /v1/accounts/{id}': [account.id, { name: 'Umbrella Group', city: 'Brno', employees: 12, annualRevenue }],
    'POST /v1/accounts/{id}/change-owner': [account.id, { ownerId: shop.sellerId }],
    'POST /v1/accounts/{id}/move': [account.id, { parentId: shop.accountId }],
    'POST /v1/accounts/{id}/references': [account.id, other],
    'POST /v1/accounts/{id}/references/remove': [account.id, reference],
  };
}

async function campaignExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const campaign = await api.post('/v1/campaigns', { name: 'Spring fair', references });
  const archived = await api.post('/v1/campaigns', { name: 'Web 2016' });
  await api.post(`/v1/campaigns/${archived.id}/archive`);
  const unwanted = await api.post('/v1/campaigns', { name: 'By mistake' });
  const statuses = '/v1/settings/campaign-statuses';
  const { statusId } = await api.post(statuses, { name: 'Planned', kind: 'active' });
  const unused = await api.post(statuses, { name: 'Unused', kind: 'active' });
  const budget = { amount: '5000.00', currency: 'EUR' };
  const costs = [{ amount: { amount: '1200.00', currency: 'EUR' }, on: '2017-03-01', note: 'Stand' }];
  const of = { budget, costs, channels: ['Trade fair'], sources: ['Badge scan'] };
  return {
    'POST /v1/settings/campaign-statuses': ['', { name: 'Cancelled', kind: 'archived' }],
    'PATCH /v1/settings/campaign-statuses/{statusId}': [{ statusId }, { name: 'In planning' }],
    'POST /v1/settings/campaign-statuses/{statusId}/retire': [{ statusId: unused.statusId }, {}],
    'POST /v1/campaigns': [
      '',
      { name: 'Autumn fair', startsOn: '2017-09-01', endsOn: '2017-09-04', ownerId: shop.sellerId, ...of, references },
    ],
    'PATCH /v1/campaigns/{id}': [campaign.id, { name: 'Spring fair 2017', description: 'In hall 4', statusId, ...of }],
    'POST /v1/campaigns/{id}/archive': [campaign.id, {}],
    'POST /v1/campaigns/{id}/unarchive': [archived.id, { statusId }],
    'DELETE /v1/campaigns/{id}': [unwanted.id, {}],
    'POST /v1/campaigns/{id}/references': [campaign.id, other],
    'POST /v1/campaigns/{id}/references/remove': [campaign.id, reference],
  };
}

async function partnerExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const partner = await api.post('/v1/partners', { name: 'Borealis Partners', references });
  const archived = await api.post('/v1/partners', { name: 'Of old' });
  await api.post(`/v1/partners/${archived.id}/archive`);
  const unwanted = await api.post('/v1/partners', { name: 'By mistake' });
  const old = await api.post('/v1/partners', { name: 'Soon of old' });
  return {
    'POST /v1/partners': ['', { name: 'Aurora Partners', country: 'AT', ownerId: shop.sellerId, references }],
    'PATCH /v1/partners/{id}': [partner.id, { name: 'Borealis', city: 'Vienna', website: 'borealis.example' }],
    'POST /v1/partners/{id}/archive': [old.id, {}],
    'POST /v1/partners/{id}/unarchive': [archived.id, {}],
    'DELETE /v1/partners/{id}': [unwanted.id, {}],
    'POST /v1/partners/{id}/references': [partner.id, other],
    'POST /v1/partners/{id}/references/remove': [partner.id, reference],
  };
}

async function leadExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const lead = await api.post('/v1/leads', { lastName: 'Lee', references });
  const weak = await api.post('/v1/leads', { lastName: 'Weak' });
  const old = await api.post('/v1/leads', { lastName: 'Old' });
  const archived = await api.post('/v1/leads', { lastName: 'Older' });
  const idle = await api.post('/v1/leads', { lastName: 'Idle' });
  const good = await api.post('/v1/leads', { lastName: 'Good', organisation: 'Goods' });
  await api.post(`/v1/leads/${old.id}/disqualify`, { reasonCode: 'no-budget' });
  await api.post(`/v1/leads/${archived.id}/archive`);
  const estimatedValue = { amount: '1000.00', currency: 'EUR' };
  return {
    'POST /v1/leads': [
      '',
      { kind: 'repeat', email: 'di@example.test', ownerId: shop.sellerId, estimatedValue, references },
    ],
    'PATCH /v1/leads/{id}': [lead.id, { lastName: 'Low', organisation: 'Initech', estimatedValue }],
    'POST /v1/leads/{id}/disqualify': [weak.id, { reasonCode: 'no-budget', comment: 'Text' }],
    'POST /v1/leads/{id}/reopen': [old.id, {}],
    'POST /v1/leads/{id}/change-owner': [lead.id, { ownerId: shop.sellerId }],
    'POST /v1/leads/{id}/qualify': [
      good.id,
      { opportunity: { pipelineId: shop.pipelineId }, newAccount: { accountType: 'company' }, newContact: true },
    ],
    'POST /v1/leads/{id}/archive': [idle.id, {}],
    'POST /v1/leads/{id}/unarchive': [archived.id, {}],
    'POST /v1/leads/{id}/references': [lead.id, other],
    'POST /v1/leads/{id}/references/remove': [lead.id, reference],
  };
}

async function contactExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const [contact, old] = [await contactOf(api, shop, { references }), await contactOf(api, shop)];
  const employer = { kind: 'account', id: shop.accountId };
  const { employmentId } = await api.post(`/v1/contacts/${contact.id}/employments`, { employer });
  const { employmentId: wrong } = await api.post(`/v1/contacts/${contact.id}/employments`, { employer });
  const emails = [{ use: 'work', address: 'ann@acme.example' }];
  return {
    'POST /v1/contacts': [
      '',
      { firstName: 'Di', emails, tags: ['board'], ownerId: shop.sellerId, employer, role: 'Buyer', references },
    ],
    'PATCH /v1/contacts/{id}': [contact.id, { lastName: 'Low', emails, channels: [{ service: 'Skype', name: 'low' }] }],
    'POST /v1/contacts/{id}/change-owner': [contact.id, { ownerId: shop.sellerId }],
    'POST /v1/contacts/{id}/employments': [contact.id, { employer, role: 'Advisor', since: '2017-01-01' }],
    'PATCH /v1/contacts/{id}/employments/{employmentId}': [
      { id: contact.id, employmentId },
      { role: 'Director', until: '2017-12-31' },
    ],
    'DELETE /v1/contacts/{id}/employments/{employmentId}': [{ id: contact.id, employmentId: wrong }, {}],
    'DELETE /v1/contacts/{id}': [old.id, {}],
    'POST /v1/contacts/{id}/references': [contact.id, other],
    'POST /v1/contacts/{id}/references/remove': [contact.id, reference],
  };
}

async function catalogueExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const product = await api.post('/v1/products', { code: 'P-1', name: 'Part', categoryId: shop.hardware, references });
  const book = await api.post('/v1/price-books', { name: 'Special', references });
  const price = { productId: product.id, unit: 'piece', unitPrice: '5', currency: 'EUR', brand: 'Blue' };
  const { priceId } = await api.post(`/v1/price-books/${book.id}/prices`, price);
  const ids = { id: book.id, productId: product.id, priceId };
  return {
    'POST /v1/product-categories': [
      '',
      { name: 'Support', contractType: 'support', kind: 'timeBased', termMonths: 12 },
    ],
    'PATCH /v1/product-categories/{id}': [shop.software, { name: 'Programs', termMonths: 24 }],
    'POST /v1/products': [
      '',
      { code: 'P-2', name: 'Part 2', categoryId: shop.hardware, description: 'New', references },
    ],
    'PATCH /v1/products/{id}': [product.id, { code: 'P-3', name: 'Part 3', description: null, active: false }],
    'POST /v1/products/{id}/references': [product.id, other],
    'POST /v1/products/{id}/references/remove': [product.id, reference],
    'POST /v1/price-books': ['', { name: 'Partners', description: 'Net', active: true, references }],
    'PATCH /v1/price-books/{id}': [book.id, { name: 'Special offers', description: null }],
    'POST /v1/price-books/{id}/prices': [
      book.id,
      { ...price, brand: 'Red', validFrom: '2017-01-01', validTo: '2017-12-31' },
    ],
    'PATCH /v1/price-books/{id}/products/{productId}/prices/{priceId}': [
      ids,
      { unitPrice: '6', validTo: '2018-01-31' },
    ],
    'POST /v1/price-books/{id}/products/{productId}/prices/{priceId}/withdraw': [ids, {}],
    'POST /v1/price-books/{id}/references': [book.id, other],
    'POST /v1/price-books/{id}/references/remove': [book.id, reference],
  };
}

async function opportunityExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const { pipelineId, accountId, stages } = shop;
  const expectedAmount = { amount: '100.00', currency: 'EUR' };
  const open = await opportunityOf(api, shop, { references });
  const unwanted = await opportunityOf(api, shop);
  const lost = await opportunityOf(api, shop);
  await api.post(`/v1/opportunities/${lost.id}/lose`, { reasonCode: 'not-stated' });
  const sold = await soldOpportunity(api, shop);
  const toSell = await soldOpportunity(api, shop);
  await api.post(`/v1/opportunities/${toSell.opportunityId}/unlock`);
  const contractId = toSell.sold.sale.created[0]?.contractId ?? '';
  return {
    'POST /v1/opportunities': [
      '',
      { name: 'New', pipelineId, accountId, expectedAmount, expectedCloseOn: '2017-06-30', references },
    ],
    'PATCH /v1/opportunities/{id}': [open.id, { name: 'Bigger', expectedAmount, description: 'Text' }],
    'DELETE /v1/opportunities/{id}': [unwanted.id, {}],
    'POST /v1/opportunities/{id}/move-to-stage': [open.id, { stageId: stages.engaging }],
    'POST /v1/opportunities/{id}/change-owner': [open.id, { ownerId: null }],
    'POST /v1/opportunities/{id}/sell': [toSell.opportunityId, { soldOn: '2017-03-01' }],
    'POST /v1/opportunities/{id}/unlock': [sold.opportunityId, { reason: 'More' }],
    'POST /v1/opportunities/{id}/lose': [open.id, { reasonCode: 'not-stated', lostOn: '2017-03-01', comment: 'Text' }],
    'POST /v1/opportunities/{id}/reopen': [lost.id, { stageId: stages.prospecting }],
    'POST /v1/opportunities/{id}/contracts/{contractId}/remove': [{ id: toSell.opportunityId, contractId }, {}],
    'POST /v1/opportunities/{id}/references': [open.id, other],
    'POST /v1/opportunities/{id}/references/remove': [open.id, reference],
  };
}

async function quoteExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const { id } = await opportunityOf(api, shop);
  const quotes = `/v1/opportunities/${id}/quotes`;
  const lines = [suiteLine(shop)];
  const idle = await api.post(quotes, { name: 'Idle', currency: 'EUR', lines });
  const unwanted = await api.post(quotes, { name: 'Unwanted', currency: 'EUR' });
  const other = await opportunityOf(api, shop);
  const active = await activeQuote(api, other.id, lines);
  const ids = { id, quoteId: idle.quoteId };
  return {
    'POST /v1/opportunities/{id}/quotes': [
      id,
      { name: 'Offer', currency: 'EUR', startsOn: '2017-03-01', dueOn: '2017-04-01', lines },
    ],
    'PATCH /v1/opportunities/{id}/quotes/{quoteId}': [ids, { name: 'Offer 2', dueOn: '2017-05-01' }],
    'DELETE /v1/opportunities/{id}/quotes/{quoteId}': [{ id, quoteId: unwanted.quoteId }, {}],
    'POST /v1/opportunities/{id}/quotes/{quoteId}/lines': [ids, { add: lines }],
    'POST /v1/opportunities/{id}/quotes/{quoteId}/activate': [ids, {}],
    'POST /v1/opportunities/{id}/quotes/{quoteId}/deactivate': [{ id: other.id, quoteId: active }, {}],
    'POST /v1/opportunities/{id}/quotes/{quoteId}/duplicate': [ids, { name: 'Copy' }],
  };
}

/** A running contract of another system. */
export const runningContract = ({ accountId, software }: Shop): Readonly<Record<string, unknown>> => ({
  accountId,
  categoryId: software,
  name: 'Maintenance',
  quantity: '2',
  unit: 'seat',
  unitPrice: '50',
  currency: 'EUR',
  per: 'year',
  term: { count: 12, unit: 'month' },
  startsOn: '2017-01-01',
});

async function contractExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const contract = await api.post('/v1/contracts', { ...runningContract(shop) });
  const named = await api.post('/v1/contracts', { ...runningContract(shop), references });
  const noticed = await api.post('/v1/contracts', { ...runningContract(shop) });
  const later = { effectiveOn: '2017-12-01', reasonCode: 'customer-request' };
  await api.post(`/v1/contracts/${noticed.id}/cancel`, later);
  return {
    'POST /v1/contracts': ['', { ...runningContract(shop), number: 'C-7', originRef: 'old-7', references }],
    'POST /v1/contracts/{id}/amend': [
      contract.id,
      { reasonCode: 'more-seats', quantity: '3', effectiveOn: '2017-02-01' },
    ],
    'POST /v1/contracts/{id}/references': [noticed.id, other],
    'POST /v1/contracts/{id}/references/remove': [named.id, reference],
    'POST /v1/contracts/{id}/cancel': [contract.id, { reasonCode: 'customer-request', effectiveOn: '2017-02-01' }],
    'POST /v1/contracts/{id}/withdraw-scheduled': [noticed.id, { ...later, action: 'cancel' }],
  };
}

async function activityExamples(api: TestApi, shop: Shop): Promise<Examples> {
  const subject = { kind: 'account', id: shop.accountId };
  const fields = { subject, category: 'call', title: 'Called' };
  const activity = await api.post('/v1/activities', { ...fields, references });
  const unwanted = await api.post('/v1/activities', fields);
  const comment = await api.post('/v1/comments', { subject, text: 'Nice' });
  return {
    'POST /v1/activities': [
      '',
      { ...fields, text: 'About prices', plannedFor: '2017-04-01', ownerId: shop.sellerId, references },
    ],
    'PATCH /v1/activities/{id}': [activity.id, { title: 'Rang', text: 'Again', happenedOn: '2017-02-28' }],
    'DELETE /v1/activities/{id}': [unwanted.id, {}],
    'POST /v1/activities/{id}/references': [activity.id, other],
    'POST /v1/activities/{id}/references/remove': [activity.id, reference],
    'POST /v1/comments': ['', { subject, text: 'Friendly' }],
    'PATCH /v1/comments/{id}': [comment.id, { text: 'Very nice' }],
    'DELETE /v1/comments/{id}': [comment.id, {}],
  };
}

const byReferenceExamples = (shop: Shop): Examples =>
  Object.fromEntries(
    Object.entries(putBodies(shop)).flatMap(([path, body]) =>
      referenceForms.map(([form, ids], nth) => [`PUT /v1/${path}${form}`, [ids, body(nth)]]),
    ),
  );
