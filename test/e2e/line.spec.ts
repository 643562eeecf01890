import type { Instant } from '../../libs/kernel/dates.js';
import { runningContract } from '../../libs/testing/api/command-examples.js';
import { LiveFeed } from '../../libs/testing/api/live-feed.js';
import {
  activeQuote,
  handLine,
  openShop,
  opportunityOf,
  sell,
  serverLine,
  soldOpportunity,
  suiteLine,
  type SaleLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import {
  feed,
  type Page,
  type SalesReport,
  type ShownContract,
  type ShownOpportunity,
} from '../../libs/testing/api/shown.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;

beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

const names = (lines: readonly SaleLine[]): readonly string[] => lines.map(({ name }) => name);
const opportunity = (id: string): Promise<ShownOpportunity> => api.get(`/v1/opportunities/${id}`);
const contractsOf = async (id: string): Promise<readonly ShownContract[]> => {
  await api.settled();
  return (await api.get<Page<ShownContract>>(`/v1/opportunities/${id}/contracts?sort=amountMinor`)).items;
};
const feedOf = async (contractIds: readonly string[]) =>
  (await feed(api))
    .filter(({ subject }) => contractIds.includes(subject))
    .map(({ type }) => type.replace('tidemark.', ''));
const salesOf = (query: Readonly<Record<string, string>>): Promise<SalesReport> =>
  api.get(withQuery('/v1/reports/sales', { groupBy: 'month', ...query }));

describe('an opportunity', () => {
  it('is opened in the first open stage of its pipeline and in the project CRM (OPP-01)', async () => {
    const { record } = await opportunityOf(api, shop, { expectedAmount: { amount: '100.00', currency: 'EUR' } });
    expect(record).toMatchObject({
      name: 'Deal',
      status: 'open',
      stageId: shop.stages.prospecting,
      amountMinor: 10_000,
    });
  });

  it('is edited, moved and given away (OPP-02, BX-12)', async () => {
    const { id } = await opportunityOf(api, shop);
    await api.patch(`/v1/opportunities/${id}`, { name: 'Big deal', expectedCloseOn: '2017-06-30' });
    await api.post(`/v1/opportunities/${id}/move-to-stage`, { stageId: shop.stages.engaging });
    const { record, position } = await api.post(`/v1/opportunities/${id}/change-owner`, { ownerId: null });
    expect(record).toMatchObject({
      name: 'Big deal',
      stageId: shop.stages.engaging,
      ownerId: null,
      expectedCloseOn: '2017-06-30',
    });
    expect(await api.get(`/v1/opportunities/${id}?notBefore=${position}`)).toEqual(record);
  });

  it('is not moved to a stage that is won or lost: that is what selling and losing do', async () => {
    const { id } = await opportunityOf(api, shop);
    for (const stageId of [shop.stages.won, shop.stages.lost]) {
      const { code } = await api.refuses('POST', `/v1/opportunities/${id}/move-to-stage`, { stageId });
      expect(code).toBe('stage-not-open');
    }
  });

  it('is deleted while it was never sold, and stays in answers of before (OPP-08, decision 17)', async () => {
    const { id } = await opportunityOf(api, shop, { occurredAt: '2017-01-10' });
    await api.delete(`/v1/opportunities/${id}`);
    await api.settled();
    expect((await api.refuses('GET', `/v1/opportunities/${id}`)).code).toBe('record-not-found');
    expect(await api.get(`/v1/opportunities/${id}?asOf=2017-01-31`)).toMatchObject({ id, status: 'open' });
    const { opportunityId } = await soldOpportunity(api, shop);
    await api.post(`/v1/opportunities/${opportunityId}/unlock`);
    expect((await api.refuses('DELETE', `/v1/opportunities/${opportunityId}`)).code).toBe('sold-cannot-be-deleted');
  });
});

describe('a quote', () => {
  it('takes prices from the price book or by hand, with discounts (QUO-01, QUO-03, QUO-09)', async () => {
    const { id } = await opportunityOf(api, shop);
    await activeQuote(api, id, [
      { ...suiteLine(shop), discount: { percent: '10' } },
      serverLine(shop, '2'),
      { ...handLine(shop, '99.999'), discount: { amount: '9.99' } },
    ]);
    await api.settled();
    const { items } = await api.get<Page<{ total: object; lines: readonly { total: object }[] }>>(
      `/v1/opportunities/${id}/quotes`,
    );
    expect(items[0]?.lines.map(({ total }) => total)).toEqual([
      { amount: '1134.00', currency: 'EUR' },
      { amount: '1999.98', currency: 'EUR' },
      { amount: '90.01', currency: 'EUR' },
    ]);
    expect(items[0]?.total).toEqual({ amount: '3223.99', currency: 'EUR' });
    expect(await opportunity(id)).toMatchObject({ amount: { amount: '3223.99', currency: 'EUR' } });
  });

  it('shows in a dry run what its lines would be, and changes nothing (QUO-05)', async () => {
    const { id } = await opportunityOf(api, shop);
    const quoteId = await activeQuote(api, id, [suiteLine(shop)]);
    const before = await api.log.head();
    const answer = await api.post(`/v1/opportunities/${id}/quotes/${quoteId}/lines`, {
      dryRun: true,
      add: [serverLine(shop)],
    });
    expect(answer).toMatchObject({ dryRun: true, quoteId });
    expect(JSON.stringify(answer)).toContain('999.99');
    expect(await api.log.head()).toBe(before);
  });

  it('changes its lines all together or not at all (QUO-11)', async () => {
    const { id } = await opportunityOf(api, shop);
    const quoteId = await activeQuote(api, id, [suiteLine(shop)]);
    const lines = `/v1/opportunities/${id}/quotes/${quoteId}/lines`;
    const missing = { lineId: quoteId, quantity: '2' };
    expect((await api.refuses('POST', lines, { add: [serverLine(shop)], change: [missing] })).code).toBe(
      'line-not-found',
    );
    expect((await api.refuses('POST', lines, { add: [serverLine(shop), serverLine(shop, '0')] })).code).toBe(
      'quantity-not-positive',
    );
  });

  it('is the only active one; another one takes its place (QUO-12), and only an inactive one is deleted (QUO-15)', async () => {
    const { id } = await opportunityOf(api, shop);
    const quotes = `/v1/opportunities/${id}/quotes`;
    const first = await activeQuote(api, id, [suiteLine(shop)]);
    const second = await activeQuote(api, id, [serverLine(shop)]);
    expect((await api.refuses('DELETE', `${quotes}/${second}`)).code).toBe('active-quote-cannot-be-deleted');
    await api.delete(`${quotes}/${first}`);
    await api.settled();
    expect((await api.get<Page<object>>(quotes)).items).toMatchObject([{ id: second, active: true }]);
  });

  it('is duplicated with lines that keep their origin, so that contracts are kept (QUO-13, decision 3)', async () => {
    const { opportunityId, quoteId } = await soldOpportunity(api, shop);
    await api.post(`/v1/opportunities/${opportunityId}/unlock`);
    const copy = await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/duplicate`);
    await api.post(`/v1/opportunities/${opportunityId}/quotes/${copy.quoteId}/activate`);
    const { sale } = await sell(api, opportunityId);
    expect([sale.kept.length, sale.created.length, sale.cancelled.length]).toEqual([1, 0, 0]);
  });

  it('takes only price books of its project (QUO-04, PB-06) and prices in its currency (QUO-17)', async () => {
    const project = await api.post('/v1/projects', { name: 'Elsewhere' });
    const book = await api.post('/v1/price-books', { name: 'Elsewhere', projectIds: [project.id] });
    await api.post(`/v1/price-books/${book.id}/prices`, {
      productId: shop.suite,
      unit: 'seat',
      unitPrice: '9',
      currency: 'EUR',
    });
    const { id } = await opportunityOf(api, shop);
    const line = { productId: shop.suite, priceBookId: book.id, quantity: '1' };
    const quotes = `/v1/opportunities/${id}/quotes`;
    expect((await api.refuses('POST', quotes, { name: 'Q', currency: 'EUR', lines: [line] })).code).toBe(
      'price-book-not-for-project',
    );
    expect((await api.refuses('POST', quotes, { name: 'Q', currency: 'USD', lines: [suiteLine(shop)] })).code).toBe(
      'price-missing',
    );
  });
});

describe('selling', () => {
  it('answers in a dry run what it would do, and writes nothing (decision 3)', async () => {
    const { id } = await opportunityOf(api, shop);
    await activeQuote(api, id, [suiteLine(shop)]);
    const before = await api.log.head();
    const { sale } = await sell(api, id, { dryRun: true });
    expect(await api.log.head()).toBe(before);
    expect((await sell(api, id)).sale).toEqual(sale);
  });

  it('makes a contract of each line, time-based or one-off, and locks the opportunity (SOLD-01 to 05, CON-01, CON-02)', async () => {
    const { opportunityId, sold } = await soldOpportunity(api, shop, [suiteLine(shop), serverLine(shop)]);
    expect(names(sold.sale.created)).toEqual(['Suite', 'Server']);
    expect(await contractsOf(opportunityId)).toMatchObject([
      {
        name: 'Server',
        kind: 'oneOff',
        contractType: 'delivery',
        netTotal: { amount: '999.99' },
        startsOn: '2017-03-01',
      },
      {
        name: 'Suite',
        kind: 'timeBased',
        contractType: 'software',
        netTotal: { amount: '1260.00' },
        endsOn: '2018-02-28',
      },
    ]);
    expect(await opportunity(opportunityId)).toMatchObject({
      status: 'won',
      stageId: shop.stages.won,
      amount: { amount: '2259.99' },
    });
  });

  it('locks: no quote, line or field changes until it is unlocked (SOLD-03, QUO-24)', async () => {
    const { opportunityId, quoteId } = await soldOpportunity(api, shop);
    const url = `/v1/opportunities/${opportunityId}`;
    const quotes = `${url}/quotes`;
    const refused = [
      await api.refuses('PATCH', url, { name: 'Other' }),
      await api.refuses('POST', `${url}/sell`, {}),
      await api.refuses('POST', `${url}/move-to-stage`, { stageId: shop.stages.engaging }),
      await api.refuses('POST', `${url}/lose`, { reasonCode: 'not-stated' }),
      await api.refuses('POST', quotes, { name: 'Q', currency: 'EUR' }),
      await api.refuses('PATCH', `${quotes}/${quoteId}`, { name: 'Q' }),
      await api.refuses('POST', `${quotes}/${quoteId}/lines`, { add: [serverLine(shop)] }),
      await api.refuses('POST', `${quotes}/${quoteId}/deactivate`, {}),
      await api.refuses('POST', `${quotes}/${quoteId}/duplicate`, {}),
    ];
    expect(refused.map(({ code }) => code)).toEqual(refused.map(() => 'opportunity-locked'));
  });

  it('needs an account and an active quote (SOLD-02, decision 2)', async () => {
    const { id } = await opportunityOf(api, shop);
    expect((await api.refuses('POST', `/v1/opportunities/${id}/sell`, {})).code).toBe('active-quote-required');
    const nobody = await opportunityOf(api, shop, { accountId: undefined });
    await activeQuote(api, nobody.id, [suiteLine(shop)]);
    expect((await api.refuses('POST', `/v1/opportunities/${nobody.id}/sell`, {})).code).toBe('account-required');
  });

  it('needs no quote where price-book items are not in use, and then makes no contract (SET-08, decision 2)', async () => {
    await api.patch('/v1/settings/sales', { usePriceBookItems: false });
    const { id } = await opportunityOf(api, shop, { expectedAmount: { amount: '500.00', currency: 'EUR' } });
    await sell(api, id);
    await api.patch('/v1/settings/sales', { usePriceBookItems: true });
    expect(await contractsOf(id)).toEqual([]);
    expect(await opportunity(id)).toMatchObject({ status: 'won', amount: { amount: '500.00' } });
  });

  it('takes no price from a price book where price-book items are not in use, by any way (QUO-21)', async () => {
    const { id } = await opportunityOf(api, shop);
    const url = `/v1/opportunities/${id}/quotes`;
    const priced = await api.post(url, { name: 'Priced', currency: 'EUR', lines: [suiteLine(shop)] });
    const byHand = await api.post(url, { name: 'By hand', currency: 'EUR', lines: [handLine(shop, '10.00')] });
    await api.patch('/v1/settings/sales', { usePriceBookItems: false });
    for (const [path, body] of [
      ['', { name: 'Q', currency: 'EUR', lines: [handLine(shop, '10.00'), suiteLine(shop)] }],
      ['', { name: 'Q', currency: 'EUR', lines: [{ ...suiteLine(shop), unitPrice: '10.00' }] }],
      [`/${priced.quoteId}/lines`, { add: [suiteLine(shop)] }],
      [`/${byHand.quoteId}/lines`, { add: [suiteLine(shop)] }],
      [`/${byHand.quoteId}/lines`, { add: [suiteLine(shop)], dryRun: true }],
      [`/${priced.quoteId}/duplicate`, {}],
    ] as const)
      expect(await api.refuses('POST', `${url}${path}`, body)).toMatchObject({
        status: 409,
        code: 'price-book-items-not-used',
        detail: expect.stringContaining('usePriceBookItems') as string,
      });
    await api.post(`${url}/${byHand.quoteId}/lines`, { add: [handLine(shop, '20.00')] });
    await api.post(`${url}/${byHand.quoteId}/duplicate`);
    await api.patch('/v1/settings/sales', { usePriceBookItems: true });
    await api.post(`${url}/${priced.quoteId}/duplicate`);
    await api.post(`${url}/${byHand.quoteId}/lines`, { add: [suiteLine(shop)] });
  });

  it('leaves what a line has of a price book where price-book items are not in use; it may be named, end or go (QUO-21)', async () => {
    const { id } = await opportunityOf(api, shop);
    const url = `/v1/opportunities/${id}/quotes`;
    const lines = [suiteLine(shop), handLine(shop, '10.00')];
    const { quoteId } = await api.post(url, { name: 'Priced', currency: 'EUR', lines });
    await api.settled();
    const quote = await api.get<{ readonly lines: readonly { lineId: string; quantity: string }[] }>(
      `/v1/quotes/${quoteId}`,
    );
    const [{ lineId, quantity } = { lineId: '', quantity: '' }, byHand] = quote.lines;
    const change = (fields: object) => ({ change: [{ lineId, ...fields }] });
    await api.patch('/v1/settings/sales', { usePriceBookItems: false });
    for (const fields of [
      { quantity: '7' },
      { unit: 'box' },
      { unitPrice: '1.00' },
      { discount: { percent: '5' } },
      { per: 'quarter' },
    ])
      for (const dryRun of [false, true])
        expect(await api.refuses('POST', `${url}/${quoteId}/lines`, { ...change(fields), dryRun })).toMatchObject({
          status: 409,
          code: 'price-book-items-not-used',
          detail: expect.stringContaining(`leave its ${Object.keys(fields).join()} as it is`) as string,
          lineId,
        });
    for (const body of [
      change({ name: 'Renamed', quantity, discount: null, startsOn: '2017-05-01' }),
      change({ term: { count: 6, unit: 'month' } }),
      { change: [{ lineId: byHand?.lineId, quantity: '3' }] },
      { remove: [lineId] },
    ])
      await api.post(`${url}/${quoteId}/lines`, body);
    await api.patch('/v1/settings/sales', { usePriceBookItems: true });
  });

  it('refuses what a line gives and another field makes meaningless (decision 12)', async () => {
    const { id } = await opportunityOf(api, shop);
    const somewhere = 'b6a1f6a8-33a9-4f4c-9a55-0f3d5a3f7c11';
    for (const line of [
      { ...handLine(shop, '10.00'), priceBookId: shop.priceBookId },
      { productId: shop.suite, priceId: somewhere, quantity: '1', unitPrice: '1' },
      { ...suiteLine(shop), categoryId: shop.hardware },
    ]) {
      const body = { name: 'Q', currency: 'EUR', lines: [line] };
      expect((await api.refuses('POST', `/v1/opportunities/${id}/quotes`, body)).code).toBe('invalid-request');
    }
  });

  it('in yen counts no minor units, and a report adds up each currency by itself (decision 11)', async () => {
    const project = await api.post('/v1/projects', { name: 'Two currencies' });
    for (const [currency, price] of [
      ['JPY', '1200.5'],
      ['EUR', '10.505'],
    ] as const) {
      const { id } = await opportunityOf(api, shop, { projectId: project.id });
      await activeQuote(api, id, [handLine(shop, price)], { currency });
      await sell(api, id);
    }
    await api.settled();
    expect((await salesOf({ project: project.id })).total.won).toEqual({
      count: 2,
      amounts: [
        { amount: '10.50', currency: 'EUR' },
        { amount: '1200', currency: 'JPY' },
      ],
    });
  });
});

describe('an unlocked opportunity', () => {
  it('keeps, amends, creates and cancels contracts by what became of their lines (SOLD-06, SOLD-09, decision 3)', async () => {
    const { opportunityId, quoteId, sold } = await soldOpportunity(api, shop, [
      suiteLine(shop),
      serverLine(shop, '2'),
      handLine(shop, '50.00', 'Training'),
    ]);
    const [suite, server, training] = sold.sale.created;
    const ids = [suite, server, training].map((line) => line?.contractId ?? '');
    await api.post(`/v1/opportunities/${opportunityId}/unlock`, { reason: 'They want less' });
    expect(await opportunity(opportunityId)).toMatchObject({ status: 'reopened', amount: null });
    expect((await contractsOf(opportunityId)).map(({ status }) => status)).toEqual(['active', 'active', 'active']);

    await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, {
      change: [{ lineId: server?.lineId, quantity: '3' }],
      remove: [training?.lineId],
      add: [handLine(shop, '75.00', 'Travel')],
    });
    const dry = await sell(api, opportunityId, { dryRun: true });
    const { sale } = await sell(api, opportunityId);
    expect(sale).toEqual(dry.sale);
    expect([names(sale.kept), names(sale.amended), names(sale.created), names(sale.cancelled)]).toEqual([
      ['Suite'],
      ['Server'],
      ['Travel'],
      ['Training'],
    ]);
    expect(await contractsOf(opportunityId)).toMatchObject([
      { name: 'Training', status: 'cancelled', sequence: 2 },
      { name: 'Travel', status: 'active', sequence: 1 },
      { id: ids[0], name: 'Suite', status: 'active', sequence: 1 },
      { id: ids[1], name: 'Server', status: 'active', quantity: '3', netTotal: { amount: '2999.97' }, sequence: 2 },
    ]);
    const told = await Promise.all([...ids, sale.created[0]?.contractId ?? ''].map((id) => feedOf([id])));
    expect(told).toEqual([
      ['ContractCreated'],
      ['ContractCreated', 'ContractAmended'],
      ['ContractCreated', 'ContractCancelled'],
      ['ContractCreated'],
    ]);
  });

  it('when it is lost, cancels its contracts and books a negative on the day (decision 15)', async () => {
    const project = await api.post('/v1/projects', { name: 'Lost after all' });
    const { id } = await opportunityOf(api, shop, { projectId: project.id, occurredAt: '2017-01-05' });
    const quoteId = await activeQuote(api, id, [], { occurredAt: '2017-01-05' });
    await api.post(`/v1/opportunities/${id}/quotes/${quoteId}/lines`, { add: [suiteLine(shop)] });
    const { sale } = await sell(api, id, { soldOn: '2017-01-15' });
    await api.post(`/v1/opportunities/${id}/unlock`);
    await api.post(`/v1/opportunities/${id}/lose`, { reasonCode: 'not-stated', lostOn: '2017-02-20' });
    expect((await contractsOf(id)).map(({ status }) => status)).toEqual(['cancelled']);
    expect(await feedOf([sale.created[0]?.contractId ?? ''])).toEqual(['ContractCreated', 'ContractCancelled']);
    const { rows, total } = await salesOf({ project: project.id });
    expect(rows).toMatchObject([
      {
        key: '2017-01',
        from: '2017-01-01',
        to: '2017-01-31',
        won: { count: 1, amounts: [{ amount: '1260.00' }] },
        lost: { count: 0 },
      },
      { key: '2017-02', won: { count: -1, amounts: [{ amount: '-1260.00' }] }, lost: { count: 1 } },
    ]);
    expect(total).toMatchObject({ won: { count: 0 }, lost: { count: 1 } });

    const { record } = await api.post(`/v1/opportunities/${id}/reopen`);
    expect(record).toMatchObject({ status: 'open', lostOn: null, lostReason: null });
    await api.settled();
    expect((await salesOf({ project: project.id })).total.lost.count).toBe(0);
    const again = await sell(api, id);
    expect([names(again.sale.amended), names(again.sale.created)]).toEqual([['Suite'], []]);
    expect((await contractsOf(id)).map(({ status }) => status)).toEqual(['active']);
  });

  it('lets a contract removed by hand stay cancelled unless its line changed (SOLD-07, decision 3)', async () => {
    const { opportunityId, quoteId, sold } = await soldOpportunity(api, shop, [suiteLine(shop)]);
    const [line] = sold.sale.created;
    const { record } = await api.post(`/v1/opportunities/${opportunityId}/contracts/${line?.contractId ?? ''}/remove`);
    expect(record).toMatchObject({ status: 'cancelled' });
    await api.post(`/v1/opportunities/${opportunityId}/unlock`);
    await sell(api, opportunityId);
    expect((await contractsOf(opportunityId)).map(({ status }) => status)).toEqual(['cancelled']);
    await api.post(`/v1/opportunities/${opportunityId}/unlock`);
    await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, {
      change: [{ lineId: line?.lineId, quantity: '11' }],
    });
    await sell(api, opportunityId);
    expect((await contractsOf(opportunityId)).map(({ status, quantity }) => [status, quantity])).toEqual([
      ['active', '11'],
    ]);
  });

  it('can be lost only for a reason that exists', async () => {
    const { id } = await opportunityOf(api, shop);
    expect((await api.refuses('POST', `/v1/opportunities/${id}/lose`, { reasonCode: 'no-such' })).code).toBe(
      'unknown-reference',
    );
    expect((await api.refuses('POST', `/v1/opportunities/${id}/unlock`, {})).code).toBe('opportunity-not-sold');
  });
});

describe('around the line', () => {
  it('a contract registered by hand says so in its origin and is cancelled and amended by itself (decision 16, CON-07)', async () => {
    const { id } = await api.post('/v1/contracts', { ...runningContract(shop), originRef: 'old-1' });
    await api.post(`/v1/contracts/${id}/amend`, { reasonCode: 'more-seats', quantity: '3', effectiveOn: '2017-02-01' });
    const { record } = await api.post(`/v1/contracts/${id}/cancel`, { reasonCode: 'customer-request' });
    expect(record).toMatchObject({
      status: 'cancelled',
      quantity: '3',
      origin: { kind: 'manual', ref: 'old-1' },
      sequence: 3,
    });
    const manual = (await feed(api, '?origin=manual')).filter(({ subject }) => subject === id);
    expect(manual.map(({ type, data }) => [type, data.sequence])).toEqual([
      ['tidemark.ContractCreated', 1],
      ['tidemark.ContractAmended', 2],
      ['tidemark.ContractCancelled', 3],
    ]);
    expect((await feed(api, '?origin=sale')).some(({ subject }) => subject === id)).toBe(false);
  });

  it('the timeline of an account has all of its opportunities and of the accounts below it (ACT-07)', async () => {
    const parent = await api.post('/v1/accounts', { accountType: 'company', name: 'Group' });
    const child = await api.post('/v1/accounts', { accountType: 'company', name: 'Branch', parentId: parent.id });
    const { id } = await opportunityOf(api, shop, { accountId: child.id });
    await activeQuote(api, id, [suiteLine(shop)]);
    await sell(api, id);
    await api.settled();
    await api.post('/v1/activities', { subject: { kind: 'opportunity', id }, category: 'call', title: 'Thanked' });
    const last = await api.post('/v1/comments', { subject: { kind: 'account', id: child.id }, text: 'Friendly' });
    const { items } = await api.get<Page<{ type: string }>>(
      `/v1/accounts/${parent.id}/timeline?notBefore=${last.position}&limit=100`,
    );
    expect(items.map(({ type }) => type).sort()).toEqual([
      'AccountCreated',
      'AccountCreated',
      'AccountMoved',
      'ActivityLogged',
      'CommentAdded',
      'ContractCreated',
      'OpportunityOpened',
      'OpportunitySold',
      'QuoteActivated',
      'QuoteCreated',
    ]);
  });

  it('the timeline tells what was said, by whom, as the log has it: personal data opened (ACT-06)', async () => {
    const { id } = await opportunityOf(api, shop);
    const quote = await activeQuote(api, id, [suiteLine(shop)]);
    const { position } = await api.post('/v1/comments', { subject: { kind: 'opportunity', id }, text: 'Call Ann.' });
    const timeline = `/v1/opportunities/${id}/timeline?notBefore=${position}&sort=type`;
    const { items, count } = await api.get<Page<{ type: string }> & { count: object }>(timeline);
    const types = ['CommentAdded', 'OpportunityOpened', 'QuoteActivated', 'QuoteCreated'];
    expect(items.map(({ type }) => type)).toEqual(types);
    expect(count).toEqual({ value: 4, exact: true });
    const actor = { kind: 'key', id: expect.any(String) as string };
    const said = { actor, source: 'api', importId: null, correlationId: expect.any(String) as string };
    expect(items[0]).toMatchObject({ ...said, revision: 0, data: { text: 'Call Ann.' } });
    expect(items[2]).toMatchObject({ ...said, subject: `opportunity:${id}`, revision: 2, data: { quoteId: quote } });
    const { items: first, next } = await api.get<Page<object> & { next: string }>(`${timeline}&limit=3`);
    const { items: others } = await api.get<Page<object>>(`${timeline}&limit=3&cursor=${next}`);
    expect([...first, ...others]).toEqual(items);
    const quoted = encodeURIComponent('{"type":{"eq":"QuoteCreated"}}');
    expect((await api.get<Page<object>>(`${timeline}&filter=${quoted}`)).items).toEqual(items.slice(3));
  });

  it('the timeline of an account has an opportunity at once, for who asks for not less than its position', async () => {
    const account = await api.post('/v1/accounts', { accountType: 'company', name: 'Swift' });
    const { position } = await opportunityOf(api, shop, { accountId: account.id });
    const { items } = await api.get<Page<{ type: string }>>(
      `/v1/accounts/${account.id}/timeline?notBefore=${position}`,
    );
    expect(items.map(({ type }) => type).sort()).toEqual(['AccountCreated', 'OpportunityOpened']);
  });

  it('accounts stand under one another without a cycle (ACC-19, ACC-20)', async () => {
    const top = await api.post('/v1/accounts', { accountType: 'company', name: 'Top' });
    const below = await api.post('/v1/accounts', { accountType: 'company', name: 'Below', parentId: top.id });
    expect((await api.refuses('POST', `/v1/accounts/${top.id}/move`, { parentId: below.id })).code).toBe(
      'account-cycle',
    );
    expect(await api.get(`/v1/accounts/${top.id}/relations?notBefore=${below.position}`)).toMatchObject({
      parentId: null,
    });
  });

  it('a product code belongs to one product, and is free again when that takes another (PRD-01)', async () => {
    const first = await api.post('/v1/products', { code: 'ONE', name: 'One', categoryId: shop.hardware });
    const body = { code: 'ONE', name: 'Two', categoryId: shop.hardware };
    expect(await api.refuses('POST', '/v1/products', body)).toMatchObject({ code: 'value-taken', holder: first.id });
    await api.patch(`/v1/products/${first.id}`, { code: 'UNO' });
    await api.settled();
    expect((await api.post('/v1/products', body)).record).toMatchObject({ code: 'ONE' });
  });

  it('a personal account gives its name to no contract', async () => {
    const person = await api.post('/v1/accounts', {
      accountType: 'personal',
      firstName: 'Jo',
      lastName: 'Unmistakable',
    });
    const { id } = await opportunityOf(api, shop, { accountId: person.id });
    await activeQuote(api, id, [suiteLine(shop)]);
    await sell(api, id);
    const events = (await feed(api)).filter(({ data }) => data['opportunityId'] === id);
    expect(events).toHaveLength(2);
    expect(JSON.stringify(events)).not.toContain('Unmistakable');
  });
});

describe('a contract later on (ADR 38)', () => {
  it('is amended, cancelled and over on the days that were said, in lists, feed and as of any date', async () => {
    const { id, record } = await api.post('/v1/contracts', { ...runningContract(shop) });
    expect(record).toMatchObject({ scheduled: [] });
    const amend = { reasonCode: 'more-seats', quantity: '3', effectiveOn: '2017-04-01' };
    await api.post(`/v1/contracts/${id}/amend`, amend);
    await api.post(`/v1/contracts/${id}/cancel`, { reasonCode: 'notice', effectiveOn: '2017-05-01' });
    await api.post(`/v1/contracts/${id}/withdraw-scheduled`, { reasonCode: 'mistaken', effectiveOn: '2017-05-01' });
    const last = await api.post(`/v1/contracts/${id}/cancel`, { reasonCode: 'notice', effectiveOn: '2017-06-01' });
    expect(last.record).toMatchObject({
      status: 'active',
      quantity: '2',
      scheduled: [
        { action: 'amend', effectiveOn: '2017-04-01', reasonCode: 'more-seats', to: { quantity: '3' } },
        { action: 'cancel', effectiveOn: '2017-06-01', reasonCode: 'notice' },
      ],
    });
    await api.settled();
    const sent = await feed(api);
    const live = await LiveFeed.open(api.origin, `?after=${String(sent.length)}`);
    const comes = async (date: string) => {
      api.clock.set(`${date}T09:00:00.000Z` as Instant);
      // Nobody waits for the clock of a test: the next event makes the process look at it.
      await api.post('/v1/comments', { subject: { kind: 'account', id: shop.accountId }, text: date });
      const [event] = await live.next(1);
      return event && [event.data.type, event.data.data['effectiveOn'], event.data.data['quantity']];
    };
    expect(await comes('2017-04-02')).toEqual(['tidemark.ContractAmended', '2017-04-01', '3']);
    expect(await comes('2017-06-02')).toEqual(['tidemark.ContractCancelled', '2017-06-01', '3']);
    live.leave();
    await api.settled();
    const shown = async (query: string) => {
      const { status, quantity } = await api.get<ShownContract>(`/v1/contracts/${id}${query}`);
      return [status, quantity];
    };
    expect(await Promise.all(['?asOf=2017-03-31', '?asOf=2017-04-01', '?asOf=2017-06-01', ''].map(shown))).toEqual([
      ['active', '2'],
      ['active', '3'],
      ['cancelled', '3'],
      ['cancelled', '3'],
    ]);
    const running = withQuery('/v1/contracts', { filter: JSON.stringify({ status: { eq: 'active' } }), limit: '500' });
    const isRunning = async (query: string) =>
      (await api.get<Page<{ id: string }>>(running + query)).items.some((one) => one.id === id);
    expect(await Promise.all(['&asOf=2017-05-31', '&asOf=2017-06-01', ''].map(isRunning))).toEqual([
      true,
      false,
      false,
    ]);
    expect(
      sent.filter(({ subject }) => subject === id).map(({ type, data }) => [type.slice(17), data['effectiveOn']]),
    ).toEqual([
      ['Created', undefined],
      ['ChangeScheduled', '2017-04-01'],
      ['ChangeScheduled', '2017-05-01'],
      ['ChangeWithdrawn', '2017-05-01'],
      ['ChangeScheduled', '2017-06-01'],
    ]);
    expect(await api.post('/v1/admin/verify')).toMatchObject({ equal: true });
  });
});
