import { putBodies, referenceForms } from './by-reference-examples.js';
import { contactOf, openShop, opportunityOf, soldOpportunity, type Shop } from './shop.js';
import { feed, ofContracts } from './shown.js';
import type { TestApi } from './test-api.js';

/** A read that finds something. */
export interface ReadExample {
  readonly url: string;
  /** The parameters that it cannot do without. */
  readonly needed: Readonly<Record<string, string>>;
}

/** One for each route that reads, by its name in the documentation, such as `GET /v1/users/{id}`. */
export async function readExamples(api: TestApi): Promise<Readonly<Record<string, ReadExample>>> {
  const shop = await openShop(api, 'Reads');
  const { opportunityId, quoteId } = await soldOpportunity(api, shop);
  await opportunityOf(api, shop);
  await opportunityOf(api, shop);
  const subject = { kind: 'account', id: shop.accountId };
  const activity = await api.post('/v1/activities', { subject, category: 'call', title: 'Called' });
  const comment = await api.post('/v1/comments', { subject, text: 'Nice' });
  const lead = await api.post('/v1/leads', { organisation: 'Initech' });
  const contact = await contactOf(api, shop);
  const campaign = await api.post('/v1/campaigns', { name: 'Spring fair' });
  const partner = await api.post('/v1/partners', { name: 'Borealis' });
  const project = await api.post('/v1/projects', { name: 'West' });
  const reason = await api.post('/v1/lost-reasons', { code: 'too-dear', label: 'Too dear' });
  const key = await api.post('/v1/api-keys', { label: 'Shop', scopes: ['read'] });
  const contractId = ofContracts(await feed(api)).at(-1)?.subject ?? '';
  const [booking] = (await api.get<{ items: readonly { id: string }[] }>('/v1/sales-bookings')).items;
  const pipeline = shop.pipelineId;
  return Object.fromEntries([
    ...records('projects', project.id),
    ...records('users', shop.sellerId),
    ...records('pipelines', pipeline),
    ...records('lost-reasons', reason.id),
    ...records('api-keys', key.id),
    ...records('accounts', shop.accountId, '/contacts', '/contracts', '/leads', '/relations', '/timeline'),
    ...records('leads', lead.id, '/timeline'),
    ...records('contacts', contact.id, '/timeline'),
    ...records('campaigns', campaign.id, '/results', '/timeline'),
    ...records('partners', partner.id, '/contacts', '/results', '/timeline'),
    ...records('product-categories', shop.software),
    ...records('products', shop.suite),
    ...records('price-books', shop.priceBookId, '/prices'),
    ...records('opportunities', opportunityId, '/quotes', '/contracts', '/timeline'),
    ...records('contracts', contractId),
    ...records('activities', activity.id),
    ...records('comments', comment.id),
    ...records('quotes', quoteId),
    ...records('sales-bookings', booking?.id ?? ''),
    ...(await namedRecords(api, shop)),
    read('/v1/settings/sales'),
    read('/v1/settings/campaign-statuses'),
    read('/v1/boards/pipeline', { needed: { pipeline } }),
    read('/v1/reports/pipeline'),
    read('/v1/reports/sales', { needed: { groupBy: 'month' } }),
    read('/v1/contract-events'),
    read('/schemas/{name}.json', { url: '/schemas/ContractCreated.json' }),
    read('/health/live'),
    read('/health/ready'),
    read('/version'),
    read('/metrics'),
    read('/v1/admin/status'),
    read('/v1/admin/settled'),
    read('/v1/admin/parked'),
  ]);
}

type Named = readonly [route: string, example: ReadExample];

const read = (path: string, { url = path, needed = {} }: Partial<ReadExample> = {}): Named => [
  `GET ${path}`,
  { url, needed },
];

/** The list, the record, and what is within the record. */
const records = (kind: string, id: string, ...within: readonly string[]): readonly Named[] => [
  read(`/v1/${kind}`),
  ...['', ...within].map((part) => read(`/v1/${kind}/{id}${part}`, { url: `/v1/${kind}/${id}${part}` })),
];

/** A record of each kind under each form of a reference. */
async function namedRecords(api: TestApi, shop: Shop): Promise<readonly Named[]> {
  const found: Named[] = [];
  for (const [path, body] of Object.entries(putBodies(shop))) {
    for (const [nth, [form, ids]] of referenceForms.entries()) {
      const filled = Object.entries(ids).reduce<string>(
        (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
        form,
      );
      const url = `/v1/${path}${filled}`;
      await api.put(url, body(nth));
      found.push(read(`/v1/${path}${form}`, { url }));
    }
  }
  return found;
}
