import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { FakeApi, folderWith, runImportCommand } from './import.testing.js';

const recipe = resolve('samples/crm-sales-opportunities');
const realData = resolve('../shared/data/crm-sales-opportunities');

/** The same files with a few made-up rows, where the data set is not beside the repository. */
const madeUp = () =>
  folderWith({
    'sales_teams.csv': ['sales_agent,manager,regional_office', 'Anna,Dustin,Central', 'Boris,Rocco,East'],
    'accounts.csv': [
      'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
      'Bluth,technolgy,1993,1242.32,3027,United States,Zeta',
      'Zeta,retail,2001,718.62,2448,Philipines,',
    ],
    'products.csv': ['product,series,sales_price', 'GTX Pro,GTX,4821', 'MG Special,MG,55'],
    'sales_pipeline.csv': [
      'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
      'A1,Anna,GTXPro,Zeta,Won,10/20/2016,3/1/2017,4514',
      'A2,Anna,MG Special,Bluth,Lost,10/25/2016,3/11/2017,0',
      'A3,Boris,MG Special,,Engaging,11/1/2016,,',
      'A4,Boris,GTXPro,,Prospecting,,,',
    ],
  });

const hasRealData = existsSync(realData);
const expected = hasRealData
  ? {
      rows: 8800,
      won: 4238,
      closeValues: 10_005_534,
      lost: 2473,
      onFirstDay: 500,
      withoutAccount: 1425,
      accounts: 85,
      children: 15,
    }
  : { rows: 4, won: 1, closeValues: 4514, lost: 1, onFirstDay: 1, withoutAccount: 2, accounts: 2, children: 1 };

describe(`the recipe of the sample, on ${hasRealData ? 'its data' : 'made-up data'}`, () => {
  const api = new FakeApi();
  let code: number;
  // The whole data set is some 24,000 requests.
  beforeAll(async () => {
    ({ code } = await runImportCommand([recipe, '--from', hasRealData ? realData : madeUp()], api));
  }, 300_000);

  it('takes every row', () => {
    expect(code).toBe(0);
    expect(api.of('/v1/opportunities')).toHaveLength(expected.rows);
  });

  it('sells the won with one quote at their close value, on the close date', () => {
    const quotes = api.bodies('/v1/opportunities/*/quotes');
    const values = quotes.map(({ lines }) =>
      Array.isArray(lines) && isPlainObject(lines[0]) ? Number(lines[0].unitPrice) : NaN,
    );
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(expected.closeValues);
    const sells = api.bodies('/v1/opportunities/*/sell');
    expect([quotes.length, api.of('/v1/opportunities/*/quotes/*/activate').length, sells.length]).toEqual(
      Array(3).fill(expected.won),
    );
    expect(sells.every(({ soldOn, occurredAt }) => soldOn === occurredAt && String(soldOn) >= '2017-03-01')).toBe(true);
  });

  it('loses the lost without a stated reason', () => {
    const losses = api.bodies('/v1/opportunities/*/lose');
    expect(losses).toHaveLength(expected.lost);
    expect(
      losses.every(({ reasonCode, lostOn, occurredAt }) => reasonCode === 'not-stated' && lostOn === occurredAt),
    ).toBe(true);
  });

  it('opens what has no engage date in the other stage, the day before the first', () => {
    const opened = api.bodies('/v1/opportunities');
    const early = opened.filter(({ occurredAt }) => occurredAt === '2016-10-19');
    expect(early).toHaveLength(expected.onFirstDay);
    const stagesOf = (bodies: typeof opened) => new Set(bodies.map(({ stageId }) => stageId));
    expect([stagesOf(early).size, stagesOf(opened).size]).toEqual([1, 2]);
  });

  it('names opportunities after product and account, or product alone', () => {
    const opened = api.bodies('/v1/opportunities');
    const nameless = opened.filter(({ accountId }) => accountId === undefined);
    expect(nameless).toHaveLength(expected.withoutAccount);
    expect(nameless.some(({ name }) => name === 'GTX Pro')).toBe(true);
    expect(
      opened.filter(({ accountId }) => accountId !== undefined).every(({ name }) => /^.+ for .+$/.test(String(name))),
    ).toBe(true);
    expect(
      opened.some(({ name, expectedAmount }) => String(name).startsWith('GTXPro') || expectedAmount === undefined),
    ).toBe(false);
  });

  it('mends misspelt names, and knows the parents of accounts', () => {
    const accounts = api.bodies('/v1/accounts');
    expect(accounts).toHaveLength(expected.accounts);
    expect(accounts.filter(({ parentId }) => parentId !== undefined)).toHaveLength(expected.children);
    const words = new Set(accounts.flatMap(({ industry, country }) => [industry, country]));
    expect(words).toEqual(new Set([...words].filter((word) => word !== 'technolgy' && word !== 'Philipines')));
    expect([...words]).toEqual(expect.arrayContaining(['technology', 'Philippines']));
  });
});
