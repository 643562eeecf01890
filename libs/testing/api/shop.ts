import type { Done } from './test-api.js';

/** Where commands go. */
export interface Commands {
  post(url: string, body?: object): Promise<Done>;
}

/** What selling needs, made through the API: a seller, a catalogue with prices, a pipeline and a buyer. */
export interface Shop {
  readonly sellerId: string;
  readonly software: string;
  readonly hardware: string;
  readonly suite: string;
  readonly server: string;
  readonly priceBookId: string;
  readonly pipelineId: string;
  readonly stages: {
    readonly prospecting: string;
    readonly engaging: string;
    readonly won: string;
    readonly lost: string;
  };
  readonly accountId: string;
}

export async function openShop(api: Commands, label = 'A'): Promise<Shop> {
  const seller = await api.post('/v1/users', { name: `Ann ${label}`, email: 'ann@example.test', office: 'East' });
  const software = await api.post('/v1/product-categories', {
    name: 'Software',
    contractType: 'software',
    kind: 'timeBased',
    termMonths: 12,
  });
  const hardware = await api.post('/v1/product-categories', {
    name: 'Hardware',
    contractType: 'delivery',
    kind: 'oneOff',
  });
  const suite = await api.post('/v1/products', { code: `SUITE-${label}`, name: 'Suite', categoryId: software.id });
  const server = await api.post('/v1/products', { code: `SERVER-${label}`, name: 'Server', categoryId: hardware.id });
  const book = await api.post('/v1/price-books', { name: `Prices ${label}` });
  const prices = `/v1/price-books/${book.id}/prices`;
  await api.post(prices, { productId: suite.id, unit: 'seat', unitPrice: '10.50', currency: 'EUR', per: 'month' });
  await api.post(prices, { productId: suite.id, unit: 'seat', unitPrice: '1200', currency: 'JPY', per: 'month' });
  await api.post(prices, { productId: server.id, unit: 'piece', unitPrice: '999.99', currency: 'EUR' });
  const pipeline = await api.post('/v1/pipelines', {
    name: `Pipeline ${label}`,
    stages: [
      { name: 'Prospecting', category: 'open', probability: '20' },
      { name: 'Engaging', category: 'open', probability: '60' },
    ],
  });
  const [prospecting = '', engaging = '', won = '', lost = ''] = stageIds(pipeline);
  const account = await api.post('/v1/accounts', { accountType: 'company', name: `Acme ${label}` });
  return {
    sellerId: seller.id,
    software: software.id,
    hardware: hardware.id,
    suite: suite.id,
    server: server.id,
    priceBookId: book.id,
    pipelineId: pipeline.id,
    stages: { prospecting, engaging, won, lost },
    accountId: account.id,
  };
}

const stageIds = ({ record }: Done): readonly string[] =>
  (record['stages'] as readonly { readonly stageId: string }[]).map(({ stageId }) => stageId);

/** An opportunity of the shop's account and seller. */
export function opportunityOf(api: Commands, shop: Shop, fields: object = {}): Promise<Done> {
  const { pipelineId, accountId, sellerId } = shop;
  return api.post('/v1/opportunities', { name: 'Deal', pipelineId, accountId, ownerId: sellerId, ...fields });
}

export const suiteLine = ({ suite, priceBookId }: Shop, quantity = '10'): object => ({
  productId: suite,
  priceBookId,
  quantity,
});

export const serverLine = ({ server, priceBookId }: Shop, quantity = '1'): object => ({
  productId: server,
  priceBookId,
  quantity,
});

/** A line by hand, for a contract that is delivered once. */
export const handLine = ({ hardware }: Shop, unitPrice: string, name = 'Set-up'): object => ({
  name,
  categoryId: hardware,
  quantity: '1',
  unitPrice,
});

/** An active quote with these lines; returns its id. */
export async function activeQuote(
  api: Commands,
  opportunityId: string,
  lines: readonly object[],
  fields: object = {},
): Promise<string> {
  const quotes = `/v1/opportunities/${opportunityId}/quotes`;
  const { quoteId } = await api.post(quotes, { name: 'Offer', currency: 'EUR', lines, ...fields });
  await api.post(`${quotes}/${quoteId}/activate`);
  return quoteId;
}

/** An opportunity, sold with these lines. */
export async function soldOpportunity(
  api: Commands,
  shop: Shop,
  lines: readonly object[] = [suiteLine(shop)],
): Promise<{ readonly opportunityId: string; readonly quoteId: string; readonly sold: Sold }> {
  const { id } = await opportunityOf(api, shop);
  const quoteId = await activeQuote(api, id, lines);
  return { opportunityId: id, quoteId, sold: await sell(api, id) };
}

export interface SaleLine {
  readonly lineId: string;
  readonly name: string;
  readonly contractId: string;
  readonly action: string;
}

export interface Sold extends Done {
  readonly sale: Readonly<Record<'kept' | 'amended' | 'created' | 'cancelled', readonly SaleLine[]>>;
}

export async function sell(api: Commands, opportunityId: string, body: object = {}): Promise<Sold> {
  return (await api.post(`/v1/opportunities/${opportunityId}/sell`, body)) as Sold;
}

/** A person who works for the shop's account. */
export const contactOf = (api: Commands, shop: Pick<Shop, 'accountId'>, more: object = {}) =>
  api.post('/v1/contacts', { lastName: 'Lee', employer: { kind: 'account', id: shop.accountId }, ...more });
