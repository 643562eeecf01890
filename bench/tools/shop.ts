import type { Done } from './server.js';

/** Where commands go. */
export interface Commands {
  post(path: string, body?: object): Promise<Done>;
}

/** What selling needs: people, a catalogue with prices, a pipeline and buyers. */
export interface Shop {
  readonly users: readonly string[];
  readonly products: readonly string[];
  readonly priceBookId: string;
  readonly pipelineId: string;
  /** The open ones, in their order. */
  readonly stages: readonly string[];
  readonly accounts: readonly string[];
}

/** A shop so large, in business since the date. */
export async function openShop(
  api: Commands,
  { users = 3, products = 4, accounts = 10, since = '2023-01-01' } = {},
): Promise<Shop> {
  const made = async (path: string, body: object) => (await api.post(path, { ...body, occurredAt: since })).id;
  const many = async (count: number, path: string, bodyOf: (index: number) => object) => {
    const ids = [];
    for (let index = 0; index < count; index++) ids.push(await made(path, bodyOf(index)));
    return ids;
  };
  const software = await made('/v1/product-categories', {
    name: 'Software',
    contractType: 'software',
    kind: 'timeBased',
    termMonths: 12,
  });
  const hardware = await made('/v1/product-categories', { name: 'Hardware', contractType: 'delivery', kind: 'oneOff' });
  const priceBookId = await made('/v1/price-books', { name: 'List prices' });
  const productIds = await many(products, '/v1/products', (index) => ({
    code: `P-${String(index)}`,
    name: `Product ${String(index)}`,
    categoryId: index % 2 === 0 ? software : hardware,
  }));
  for (const [index, productId] of productIds.entries()) {
    const price = { productId, unit: 'piece', unitPrice: String(100 + 37 * index), currency: 'EUR' };
    await api.post(`/v1/price-books/${priceBookId}/prices`, {
      ...price,
      per: index % 2 === 0 ? 'month' : 'once',
      occurredAt: since,
    });
  }
  const pipeline = await api.post('/v1/pipelines', {
    name: 'Sales',
    stages: ['Prospecting', 'Engaging', 'Offering', 'Closing'].map((name, index) => ({
      name,
      category: 'open',
      probability: String(20 * (index + 1)),
    })),
    occurredAt: since,
  });
  const stages = (
    pipeline.record['stages'] as readonly { readonly stageId: string; readonly category: string }[]
  ).filter(({ category }) => category === 'open');
  return {
    users: await many(users, '/v1/users', (index) => ({
      name: `User ${String(index)}`,
      office: index % 2 === 0 ? 'East' : 'West',
    })),
    products: productIds,
    priceBookId,
    pipelineId: pipeline.id,
    stages: stages.map(({ stageId }) => stageId),
    accounts: await many(accounts, '/v1/accounts', (index) => ({
      accountType: 'company',
      name: `Account ${String(index)}`,
    })),
  };
}
