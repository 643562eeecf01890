import {
  activeQuote,
  handLine,
  openShop,
  opportunityOf,
  sell,
  serverLine,
  suiteLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import type { Figures, SalesReport } from '../../libs/testing/api/shown.js';
import { bookingOf, storeBookings } from '../../libs/testing/projection/bookings.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

type Asked = Readonly<Record<string, string>>;

/** A project of its own for each test, so that its reports have nothing of the others. */
async function scope() {
  const projectId = (await api.post('/v1/projects', { name: 'Own' })).id;
  const deal = async (lines: readonly object[], fields: object = {}) => {
    const { id } = await opportunityOf(api, shop, { projectId, occurredAt: '2016-01-01', ...fields });
    if (lines.length > 0) await activeQuote(api, id, lines);
    return id;
  };
  const sold = async (soldOn: string, line: object, fields: object = {}) => {
    const id = await deal([line], fields);
    await sell(api, id, { soldOn });
    return id;
  };
  const lost = async (lines: readonly object[], lostOn = '2016-05-31') => {
    const id = await deal(lines);
    await lose(id, lostOn);
    return id;
  };
  const report = async (groupBy: string, asked: Asked = {}) => {
    await api.settled();
    return api.get<SalesReport>(withQuery('/v1/reports/sales', { groupBy, project: projectId, ...asked }));
  };
  return {
    projectId,
    deal,
    sold,
    lost,
    report,
    url: (asked: Asked) => withQuery('/v1/reports/sales', { project: projectId, ...asked }),
  };
}

const lose = (id: string, lostOn: string) =>
  api.post(`/v1/opportunities/${id}/lose`, { reasonCode: 'not-stated', lostOn });

const figures = ({ rows }: SalesReport) =>
  rows.map(({ key, won, lost }) => [key, won.count, won.amounts.map(({ amount }) => amount).join(' '), lost.count]);
const sorted = (rows: readonly (readonly unknown[])[]) =>
  [...rows].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

describe('losses by product and by price book (ADR 44)', () => {
  it('count under each product and book of the active quote, until they are taken back', async () => {
    const { lost, report } = await scope();
    const id = await lost([suiteLine(shop), serverLine(shop), handLine(shop, '5')]);
    await lost([]);
    const byProduct = await report('product');
    expect(sorted(figures(byProduct))).toEqual(
      sorted([
        ['(none)', 0, '', 2],
        [shop.suite, 0, '', 1],
        [shop.server, 0, '', 1],
      ]),
    );
    expect(byProduct.total.lost.count).toBe(2);
    expect(figures(await report('priceBook'))).toEqual(
      sorted([
        ['(none)', 0, '', 2],
        [shop.priceBookId, 0, '', 1],
      ]),
    );

    await api.post(`/v1/opportunities/${id}/reopen`, {});
    expect(figures(await report('product'))).toEqual([['(none)', 0, '', 1]]);
  });

  it('count beside what was sold and is taken back, under what was offered last', async () => {
    const { sold, report } = await scope();
    const id = await sold('2016-02-29', suiteLine(shop, '1'));
    await api.post(`/v1/opportunities/${id}/unlock`, {});
    await activeQuote(api, id, [serverLine(shop)]);
    await lose(id, '2016-03-31');
    expect(sorted(figures(await report('product')))).toEqual(
      sorted([
        [shop.suite, 0, '0.00', 0],
        [shop.server, 0, '', 1],
      ]),
    );
    expect(figures(await report('product', { to: '2016-02-29' }))).toEqual([[shop.suite, 1, '126.00', 0]]);
  });
});

describe('groupings of sales', () => {
  it('by price book and pipeline add up to what was sold', async () => {
    const { deal, sold, report } = await scope();
    await sold('2016-02-29', suiteLine(shop, '1'));
    await sell(api, await deal([serverLine(shop), handLine(shop, '5')]), { soldOn: '2016-03-01' });
    expect(figures(await report('priceBook'))).toEqual(
      sorted([
        ['(none)', 1, '5.00', 0],
        [shop.priceBookId, 2, '1125.99', 0],
      ]),
    );
    const { rows, total } = await report('pipeline');
    expect(rows).toMatchObject([{ key: shop.pipelineId, label: 'Pipeline A', won: { count: 2 } }]);
    expect(total.won).toEqual({ count: 2, amounts: [{ amount: '1130.99', currency: 'EUR' }] });
    expect((await report('priceBook')).rows.map(({ label }) => label)).toEqual(['(none)', 'Prices A']);
  });

  it('by industry are of the industry that the account is in as of the answer', async () => {
    const { sold, report } = await scope();
    const company = { accountType: 'company', name: 'Solar', industry: 'Energy', occurredAt: '2016-01-01' };
    const { id: accountId } = await api.post('/v1/accounts', company);
    await sold('2016-02-29', suiteLine(shop, '1'), { accountId });
    await sold('2016-02-29', serverLine(shop));
    const wanted = (industry: string) =>
      sorted([
        ['(none)', 1, '999.99', 0],
        [industry, 1, '126.00', 0],
      ]);
    expect(figures(await report('industry'))).toEqual(wanted('Energy'));
    const before = (await report('industry')).asOf ?? '';
    api.clock.advance(1_000);
    await api.patch(`/v1/accounts/${accountId}`, { industry: 'Health' });
    expect(figures(await report('industry'))).toEqual(wanted('Health'));
    expect(figures(await report('industry', { asOf: before }))).toEqual(wanted('Energy'));
  });
});

describe('periods of sales', () => {
  it('have a row also where nothing was sold, with their dates', async () => {
    const { sold, report } = await scope();
    await sold('2016-01-31', serverLine(shop));
    await sold('2016-04-01', serverLine(shop));
    expect(figures(await report('month'))).toEqual([
      ['2016-01', 1, '999.99', 0],
      ['2016-02', 0, '', 0],
      ['2016-03', 0, '', 0],
      ['2016-04', 1, '999.99', 0],
    ]);
    expect((await report('year', { from: '2015-12-31', to: '2016-12-31' })).rows).toMatchObject([
      { key: '2015', label: '2015', from: '2015-01-01', to: '2015-12-31', won: { count: 0, amounts: [] } },
      { key: '2016', from: '2016-01-01', to: '2016-12-31', won: { count: 2 } },
    ]);
    expect(figures(await report('quarter', { sort: '-won,-key', from: '2015-10-01' })).map(([key]) => key)).toEqual([
      '2016-Q2',
      '2016-Q1',
      '2015-Q4',
    ]);
  });

  it('are refused where they are too many, or go backwards', async () => {
    const { url } = await scope();
    const refused = async (asked: Asked) => {
      const { status, code } = await api.refuses('GET', url(asked));
      return [status, code];
    };
    expect(await refused({ groupBy: 'month', from: '1900-01-01', to: '2026-12-31' })).toEqual([
      400,
      'too-many-periods',
    ]);
    expect(await refused({ groupBy: 'owner', from: '2017-01-02', to: '2017-01-01' })).toEqual([400, 'from-after-to']);
    expect(
      (await api.get<SalesReport>(url({ groupBy: 'month', from: '9999-12-01', to: '9999-12-31' }))).rows,
    ).toHaveLength(1);
  });
});

describe('sorting sales', () => {
  it('is by amount, of the currency that is named where there are several', async () => {
    const { deal, sold, report, url } = await scope();
    await sold('2016-01-31', serverLine(shop, '2'));
    await sold('2016-02-01', serverLine(shop));
    await sold('2016-03-01', serverLine(shop, '3'));
    const keys = async (asked: Asked) => (await report('month', asked)).rows.map(({ key }) => key);
    expect(await keys({ sort: 'amount' })).toEqual(['2016-02', '2016-01', '2016-03']);
    expect(await keys({ sort: '-amount' })).toEqual(['2016-03', '2016-01', '2016-02']);

    const yen = await deal([]);
    await activeQuote(api, yen, [suiteLine(shop, '1')], { currency: 'JPY' });
    await sell(api, yen, { soldOn: '2016-02-15' });
    await api.settled();
    const problem = await api.refuses('GET', url({ groupBy: 'month', sort: 'amount' }));
    expect(problem).toMatchObject({ status: 400, code: 'currency-required', currencies: ['EUR', 'JPY'] });
    expect(await keys({ sort: '-amount', currency: 'JPY' })).toEqual(['2016-02', '2016-01', '2016-03']);
    const { code } = await api.refuses('GET', url({ groupBy: 'month', sort: 'key,key' }));
    expect(code).toBe('duplicate-field');
  });
});

const centsOf = (all: readonly Figures[]): bigint =>
  all.flatMap(({ won }) => won.amounts).reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);

describe('the largest amounts', () => {
  it('add up to the last digit, also where 64 bits do not hold the sum', async () => {
    const { projectId, deal, report } = await scope();
    for (const unitPrice of ['10000000000000', '9999999999999.99']) {
      await sell(api, await deal([handLine(shop, unitPrice)]), { soldOn: '2016-06-30' });
    }
    const sum = async () => (await report('owner', { sort: '-amount' })).total.won;
    expect(await sum()).toEqual({ count: 2, amounts: [{ amount: '19999999999999.99', currency: 'EUR' }] });

    const many = Array.from({ length: 10_000 }, (_one, index) => bookingOf(`large ${String(index)}`, { projectId }));
    await storeBookings(api.runtime.store, many);
    expect(await sum()).toEqual({ count: 10_002, amounts: [{ amount: '100019999999999999.99', currency: 'EUR' }] });
    for (const groupBy of [
      'year',
      'quarter',
      'month',
      'manager',
      'office',
      'account',
      'industry',
      'project',
      'pipeline',
    ]) {
      const { rows, total } = await report(groupBy, { from: '2016-01-01', to: '2017-12-31' });
      expect([groupBy, total.won]).toEqual([groupBy, await sum()]);
      expect([groupBy, centsOf(rows)]).toEqual([groupBy, centsOf([total])]);
    }
  });
});
