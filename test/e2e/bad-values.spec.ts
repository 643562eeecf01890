import { commandExamples, runningContract } from '../../libs/testing/api/command-examples.js';
import {
  activeQuote,
  handLine,
  openShop,
  opportunityOf,
  serverLine,
  soldOpportunity,
  suiteLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import { TestApi } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
let open: string;
let quote: string;

beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
  open = (await opportunityOf(api, shop)).id;
  quote = await activeQuote(api, open, [suiteLine(shop)]);
});
afterAll(() => api.close());

const somebody = 'b6a1f6a8-33a9-4f4c-9a55-0f3d5a3f7c11';
const huge = '999999999999999';
const money = (amount: string, currency = 'EUR') => ({ amount, currency });

/** What is sent, and the refusals' codes that are expected. */
type Refused = readonly [what: string, url: () => string, body: () => object, code: string];

const opportunities = () => '/v1/opportunities';
const quotes = () => `/v1/opportunities/${open}/quotes`;
const lines = () => `${quotes()}/${quote}/lines`;
const prices = () => `/v1/price-books/${shop.priceBookId}/prices`;
const sell = () => `/v1/opportunities/${open}/sell`;
const lose = () => `/v1/opportunities/${open}/lose`;

const deal = (fields: object) => () => ({ name: 'Deal', pipelineId: shop.pipelineId, ...fields });
const offer = (fields: object) => () => ({ name: 'Offer', currency: 'EUR', ...fields });
const added = (fields: object) => () => ({ add: [{ ...serverLine(shop), ...fields }] });
const byHand = (fields: object) => () => ({ add: [{ ...handLine(shop, '5'), ...fields }] });
const price = (fields: object) => () => ({
  productId: shop.server,
  unit: 'box',
  unitPrice: '5',
  currency: 'EUR',
  ...fields,
});
const contract = (fields: object) => () => ({ ...runningContract(shop), ...fields });

const refused: readonly Refused[] = [
  ['a negative amount', opportunities, deal({ expectedAmount: money('-1') }), 'amount-negative'],
  ['yen with decimals', opportunities, deal({ expectedAmount: money('1.5', 'JPY') }), 'amount-not-in-minor-units'],
  ['thousandths of a euro', opportunities, deal({ expectedAmount: money('1.005') }), 'amount-not-in-minor-units'],
  ['an unknown currency', opportunities, deal({ expectedAmount: money('1', 'ZZZ') }), 'currency-unknown'],
  ['a currency in small letters', opportunities, deal({ expectedAmount: money('1', 'eur') }), 'invalid-request'],
  ['an amount that is no number', opportunities, deal({ expectedAmount: money('1e3') }), 'invalid-request'],
  [
    'an amount of too many digits',
    opportunities,
    deal({ expectedAmount: money('1234567890123456') }),
    'invalid-request',
  ],
  ['an amount that is too large to keep', opportunities, deal({ expectedAmount: money(huge) }), 'amount-too-large'],
  [
    'a number as JSON number',
    opportunities,
    deal({ expectedAmount: { amount: 5, currency: 'EUR' } }),
    'invalid-request',
  ],
  [
    'an account as part of an amount',
    opportunities,
    deal({ expectedAmount: { ...money('1'), accountId: somebody } }),
    'invalid-request',
  ],
  ['a date that does not exist', opportunities, deal({ expectedCloseOn: '2017-02-30' }), 'invalid-request'],
  ['a name of blanks', opportunities, deal({ name: '   ' }), 'invalid-request'],
  ['a name that is too long', opportunities, deal({ name: 'x'.repeat(201) }), 'invalid-request'],
  ['a stage of another pipeline', opportunities, deal({ stageId: somebody }), 'unknown-reference'],
  ['a stage that is won', opportunities, () => deal({ stageId: shop.stages.won })(), 'stage-not-open'],
  ['a type that is none', opportunities, deal({ opportunityType: 'old' }), 'invalid-request'],
  ['an account that does not exist', opportunities, deal({ accountId: somebody }), 'unknown-reference'],
  [
    'too many references',
    opportunities,
    deal({ references: Array(51).fill({ system: 'a', type: 'b', id: 'c' }) }),
    'invalid-request',
  ],

  ['a quote in an unknown currency', quotes, offer({ currency: 'XYZ' }), 'currency-unknown'],
  [
    'a quote that is due before it starts',
    quotes,
    offer({ startsOn: '2017-03-02', dueOn: '2017-03-01' }),
    'due-before-start',
  ],
  ['a quantity of nothing', lines, added({ quantity: '0' }), 'quantity-not-positive'],
  ['a negative quantity', lines, added({ quantity: '-1' }), 'quantity-not-positive'],
  ['a quantity that is too large', lines, added({ quantity: huge }), 'amount-too-large'],
  ['a quantity without a number', lines, added({ quantity: 'many' }), 'invalid-request'],
  ['a negative price', lines, byHand({ unitPrice: '-5' }), 'price-negative'],
  ['a discount of more than 100 %', lines, added({ discount: { percent: '100.01' } }), 'discount-too-large'],
  ['a negative discount', lines, added({ discount: { percent: '-1' } }), 'discount-negative'],
  ['a discount above the price', lines, added({ discount: { amount: '1000' } }), 'discount-too-large'],
  ['a discount of both kinds', lines, added({ discount: { amount: '1', percent: '1' } }), 'invalid-request'],
  ['a discount of no kind', lines, added({ discount: {} }), 'invalid-request'],
  ['a line without what it is', lines, () => ({ add: [{ quantity: '1', unitPrice: '5' }] }), 'line-needs-category'],
  ['a line without a price', lines, byHand({ unitPrice: undefined }), 'line-needs-price'],
  ['a line without a name', lines, byHand({ name: undefined }), 'invalid-request'],
  [
    'a term of no months',
    lines,
    () => ({ add: [{ ...suiteLine(shop), term: { count: 0, unit: 'month' } }] }),
    'invalid-request',
  ],
  ['a product that does not exist', lines, added({ productId: somebody }), 'unknown-reference'],
  ['a price that does not exist', lines, added({ priceId: somebody }), 'price-missing'],
  ['lines that are no list', lines, () => ({ add: serverLine(shop) }), 'invalid-request'],
  ['more lines than a quote takes', lines, () => ({ add: Array(1001).fill(serverLine(shop)) }), 'invalid-request'],
  ['a line that the quote has not', lines, () => ({ remove: [somebody] }), 'line-not-found'],
  ['a quote that does not exist', () => `${quotes()}/${somebody}/activate`, () => ({}), 'quote-not-found'],

  [
    'a product whose code has nothing to be seen',
    () => '/v1/products',
    () => ({ code: '\u200b', name: 'Nothing', categoryId: shop.hardware }),
    'code-required',
  ],
  [
    'a product whose code is taken, written otherwise',
    () => '/v1/products',
    () => ({ code: '\u200bsu\u0131te-a\u00a0', name: 'Other', categoryId: shop.hardware }),
    'value-taken',
  ],

  ['a sale in the future', sell, () => ({ soldOn: '2017-03-02' }), 'date-in-future'],
  ['a sale before the opportunity was opened', sell, () => ({ soldOn: '2017-01-01' }), 'date-before-opened'],
  ['a sale in a year that is a slip', sell, () => ({ soldOn: '0024-03-01' }), 'invalid-request'],
  ['a sale on a date that does not exist', sell, () => ({ soldOn: '2017-02-29' }), 'invalid-request'],
  ['a loss in the future', lose, () => ({ reasonCode: 'not-stated', lostOn: '2017-03-02' }), 'date-in-future'],
  [
    'a loss before the opportunity was opened',
    lose,
    () => ({ reasonCode: 'not-stated', lostOn: '2017-01-01' }),
    'date-before-opened',
  ],
  ['a loss for a reason that is no code', lose, () => ({ reasonCode: 'Too Dear' }), 'invalid-request'],

  [
    'a price that ends before it starts',
    prices,
    price({ validFrom: '2017-02-01', validTo: '2017-01-31' }),
    'validity-ends-before-start',
  ],
  ['a negative price in a book', prices, price({ unitPrice: '-0.01' }), 'price-negative'],
  ['a price in an unknown currency', prices, price({ currency: 'QQQ' }), 'currency-unknown'],
  ['a price that is there already', prices, price({ unit: 'piece' }), 'price-overlaps'],

  [
    'a stage with a probability above 100',
    () => '/v1/pipelines',
    () => ({ name: 'P', stages: [{ name: 'S', category: 'open', probability: '101' }] }),
    'probability-out-of-range',
  ],
  ['a pipeline without stages', () => '/v1/pipelines', () => ({ name: 'P', stages: [] }), 'invalid-request'],
  [
    'a stage named twice',
    () => `/v1/pipelines/${shop.pipelineId}/stages`,
    () => ({ name: 'Engaging', category: 'open', probability: '1' }),
    'stage-name-taken',
  ],
  [
    'a lost reason that is there',
    () => '/v1/lost-reasons',
    () => ({ code: 'not-stated', label: 'Other' }),
    'lost-reason-exists',
  ],
  [
    'a time-based category without a term',
    () => '/v1/product-categories',
    () => ({ name: 'C', contractType: 'c', kind: 'timeBased' }),
    'term-required',
  ],

  ['a company without a name', () => '/v1/accounts', () => ({ accountType: 'company' }), 'account-name-required'],
  [
    'revenue in yen with decimals',
    () => '/v1/accounts',
    () => ({ accountType: 'company', name: 'A', annualRevenue: money('1.5', 'JPY') }),
    'amount-not-in-minor-units',
  ],
  [
    'a half employee',
    () => '/v1/accounts',
    () => ({ accountType: 'company', name: 'A', employees: 1.5 }),
    'invalid-request',
  ],
  [
    'an account under itself',
    () => `/v1/accounts/${shop.accountId}/move`,
    () => ({ parentId: shop.accountId }),
    'account-cycle',
  ],
  [
    'a user who manages themselves',
    () => `/v1/users/${shop.sellerId}/reassign`,
    () => ({ managerId: shop.sellerId }),
    'user-manages-self',
  ],

  [
    'a contract that ends before it starts',
    () => '/v1/contracts',
    contract({ endsOn: '2016-12-31' }),
    'ends-before-start',
  ],
  ['a contract of nothing', () => '/v1/contracts', contract({ quantity: '0' }), 'quantity-not-positive'],
  ['a contract beyond the calendar', () => '/v1/contracts', contract({ startsOn: '2199-12-31' }), 'term-too-long'],
  ['a contract sold in the future', () => '/v1/contracts', contract({ soldOn: '2017-03-02' }), 'date-in-future'],
  [
    'a contract sold in a year that is a slip',
    () => '/v1/contracts',
    contract({ soldOn: '0024-03-01' }),
    'invalid-request',
  ],
  ['a contract for nobody', () => '/v1/contracts', contract({ accountId: somebody }), 'unknown-reference'],

  [
    'an activity on a record of no kind',
    () => '/v1/activities',
    () => ({ subject: { kind: 'user', id: somebody }, category: 'call', title: 'T' }),
    'invalid-request',
  ],
  [
    'a comment on nothing',
    () => '/v1/comments',
    () => ({ subject: { kind: 'account', id: somebody }, text: 'T' }),
    'unknown-reference',
  ],
];

describe('a command is refused, with nothing written, for', () => {
  it.each(refused)('%s', async (_what, url, body, code) => {
    const problem = await api.refuses('POST', url(), body());
    expect(problem.code).toBe(code);
    if (code === 'invalid-request' && problem.errors)
      for (const { field } of problem.errors) expect(problem.detail + field).not.toContain('undefined');
  });

  it('the state it is in: sold twice, edited while sold, unlocked while open, a contract cancelled twice', async () => {
    const { opportunityId, sold } = await soldOpportunity(api, shop);
    const url = `/v1/opportunities/${opportunityId}`;
    const contractUrl = `/v1/opportunities/${opportunityId}/contracts/${sold.sale.created[0]?.contractId ?? ''}/remove`;
    expect(await api.refuses('POST', `${url}/sell`, {})).toMatchObject({ status: 409, code: 'opportunity-locked' });
    expect(await api.refuses('PATCH', url, { name: 'X' })).toMatchObject({ status: 409, code: 'opportunity-locked' });
    expect(await api.refuses('POST', `/v1/opportunities/${open}/unlock`, {})).toMatchObject({
      status: 409,
      code: 'opportunity-not-sold',
    });
    await api.settled();
    await api.post(contractUrl);
    const { id } = await api.post('/v1/contracts', { ...runningContract(shop) });
    await api.post(`/v1/contracts/${id}/cancel`, { reasonCode: 'moved' });
    expect((await api.refuses('POST', `/v1/contracts/${id}/amend`, { reasonCode: 'more', quantity: '9' })).code).toBe(
      'contract-cancelled',
    );
  });

  it('a contract that would be cancelled or amended before it was sold, or in a year that is a slip (ADR 35)', async () => {
    const { id } = await api.post('/v1/contracts', { ...runningContract(shop), soldOn: '2017-02-15' });
    const before = { effectiveOn: '2017-02-14', reasonCode: 'moved' };
    for (const [what, fields] of [
      ['cancel', {}],
      ['amend', { quantity: '3' }],
    ] as const) {
      const url = `/v1/contracts/${id}/${what}`;
      expect(await api.refuses('POST', url, { ...before, ...fields })).toMatchObject({
        status: 422,
        code: 'date-before-sale',
        soldOn: '2017-02-15',
      });
      const slip = { ...before, ...fields, effectiveOn: '0024-02-15' };
      expect((await api.refuses('POST', url, slip)).code).toBe('invalid-request');
      const tomorrow = { ...before, ...fields, effectiveOn: undefined, occurredAt: '2017-03-02' };
      expect((await api.refuses('POST', url, tomorrow)).code).toBe('occurred-in-future');
    }
    await api.post(`/v1/contracts/${id}/cancel`, { ...before, effectiveOn: '2017-02-15' });
  });

  it('a sale whose term would go beyond the calendar', async () => {
    const { id } = await opportunityOf(api, shop);
    await activeQuote(api, id, [{ ...suiteLine(shop), startsOn: '2199-12-31' }]);
    expect((await api.refuses('POST', `/v1/opportunities/${id}/sell`, {})).code).toBe('term-too-long');
  });

  it('a product whose change would be refused: its code is not taken meanwhile (PRD-01)', async () => {
    await api.refuses('PATCH', `/v1/products/${somebody}`, { code: 'FREE' });
    await api.refuses('PATCH', `/v1/products/${shop.suite}`, { code: 'FREE' }, { 'if-match': '"9"' });
    await api.refuses('POST', '/v1/products', {
      code: 'FREE',
      name: 'F',
      categoryId: shop.hardware,
      occurredAt: '2017-03-02',
    });
    await api.post('/v1/products', { code: 'FREE', name: 'Free', categoryId: shop.hardware });
  });

  it('a record that was deleted', async () => {
    const examples = await commandExamples(api);
    for (const [route, { url }] of Object.entries(examples)) {
      if (!route.startsWith('DELETE')) continue;
      await api.delete(url);
      expect((await api.refuses('PATCH', url, url.includes('comments') ? { text: 'x' } : {})).status).toBe(404);
    }
  });
});

describe('a request is refused for', () => {
  it('a route that there is not (404)', async () => {
    for (const url of [
      '/',
      '/v1',
      '/v1/nothing',
      '/v1/opportunities/',
      `/v1/opportunities/${open}/win`,
      '/V1/opportunities',
      '/v2/accounts',
    ]) {
      expect(await api.refuses('GET', url)).toMatchObject({ status: 404, code: 'route-not-found' });
    }
    expect((await api.refuses('POST', '/v1/nonsense', {})).status).toBe(404);
  });

  it('a method that there is not (404 or 405)', async () => {
    for (const [method, url] of [
      ['DELETE', '/v1/accounts'],
      ['PUT', '/v1/accounts'],
      ['POST', '/health/live'],
      ['PATCH', '/v1/contract-events'],
    ] as const) {
      expect([404, 405]).toContain((await api.refuses(method, url, {})).status);
    }
  });

  it('an address that cannot be read', async () => {
    for (const url of [
      '/v1/accounts/%E0%A4%A',
      '/v1/accounts/%',
      `/v1/accounts/${'x'.repeat(600)}`,
      `/v1/accounts/${open}%2e%2e`,
    ]) {
      expect([400, 404, 414]).toContain((await api.refuses('GET', url)).status);
    }
  });

  it('a missing or wrong key, wherever it leads (401)', async () => {
    for (const url of [
      '/v1/opportunities',
      `/v1/opportunities/${open}`,
      '/v1/contract-events',
      '/v1/admin/status',
      '/v1/nonsense',
      '/',
    ]) {
      for (const authorization of ['', 'Bearer no-such-key-012345']) {
        const { code, status } = await api.refuses('GET', url, undefined, { authorization });
        expect([status, code]).toEqual([401, 'key-required']);
      }
    }
  });
});
