import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { derivedId } from '../../libs/kernel/ids.js';
import { FakeApi, folderWith, runImportCommand } from '../../apps/cli/import/import.testing.js';
import { runningContract } from '../../libs/testing/api/command-examples.js';
import { activeQuote, handLine, openShop, opportunityOf, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { TestApi, testKey } from '../../libs/testing/api/test-api.js';

const accounts = {
  step: 'accounts',
  rows: 'accounts',
  key: '{id}',
  values: { ownerId: { of: '{owner}', in: 'users' }, employees: { of: '{size}', as: 'integer' } },
  requests: [
    {
      path: '/v1/accounts',
      body: {
        accountType: 'company',
        name: '{name}',
        phone: '{phone}',
        employees: '{employees}',
        ownerId: '{ownerId}',
        occurredAt: '{since}',
      },
      as: 'account',
    },
  ],
  remember: [{ table: 'accounts', name: '{id}', value: '{account.id}' }],
};
const products = {
  step: 'products',
  rows: 'accounts',
  key: '{id}',
  requests: [
    {
      method: 'PUT',
      path: '/v1/price-books/by-reference/shop/{id}',
      body: { name: 'Prices of {name}', description: '{phone}' },
    },
  ],
};
const deals = {
  step: 'deals',
  rows: 'accounts',
  key: '{id}',
  values: { accountId: { of: '{id}', in: 'accounts' }, pipelineId: { of: 'Imports', in: 'pipelines' } },
  requests: [
    {
      path: '/v1/opportunities',
      body: { name: 'Deal', accountId: '{accountId}', pipelineId: '{pipelineId}' },
      as: 'deal',
    },
    { path: '/v1/opportunities/{deal.id}/quotes', body: { name: '{name}', currency: 'EUR' } },
  ],
};
const users = {
  step: 'users',
  rows: 'accounts',
  distinct: '{owner}',
  key: '{owner}',
  requests: [{ path: '/v1/users', body: { name: '{owner}' }, as: 'user' }],
  remember: [{ table: 'users', name: '{owner}', value: '{user.id}' }],
};
const pipeline = {
  step: 'pipeline',
  requests: [
    {
      path: '/v1/pipelines',
      as: 'pipeline',
      body: { name: 'Imports', stages: [{ name: 'Open', category: 'open', probability: '20' }] },
    },
  ],
  remember: [{ table: 'pipelines', name: 'Imports', value: '{pipeline.id}' }],
};

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.open();
});
afterAll(() => api.close());

const header = 'id,name,phone,size,owner,since';
let imports = 0;
/** An import of its own, whose file is given again and again. */
function importOf(...steps: readonly object[]) {
  const name = `import-${String((imports += 1))}`;
  const files = { accounts: { file: 'accounts.csv', columns: header.split(',') } };
  const recipe = JSON.stringify({ name, files, steps: [pipeline, users, ...steps] });
  return async (...rows: readonly string[]) => {
    const folder = folderWith({ 'recipe.json': recipe, 'accounts.csv': [header, ...rows] });
    const to = ['--url', api.origin, '--key', testKey];
    const outcome = await runImportCommand([folder, '--from', folder, ...to], new FakeApi());
    const [, result = ''] = new RegExp(`^  (?!users|pipeline).*: 1 rows read: (.*)$`, 'm').exec(outcome.out) ?? [];
    const becameOf = result.split(', ').find((part) => part.startsWith('1 ')) ?? outcome.err;
    const rejected = outcome.code === 1 ? readFileSync(join(outcome.cwd, 'rejected.csv'), 'utf8') : '';
    return { becameOf, rejected, out: outcome.out };
  };
}
const found = async <T>(url: string): Promise<T | undefined> =>
  (await api.get<{ readonly items: readonly T[] }>(url)).items[0];
interface Account {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly employees: number | null;
}
const account = (name: string) =>
  found<Account>(`/v1/accounts?filter=${encodeURIComponent(JSON.stringify({ name: { eq: name } }))}`);

describe('a row of an import that is given again', () => {
  it('does nothing where it is the same, whatever was changed since', async () => {
    const give = importOf(accounts);
    const row = 'a1,Acme 1,0123,50,Anna,2016-01-01';
    expect((await give(row)).becameOf).toBe('1 made');
    const made = await account('Acme 1');
    await api.patch(`/v1/accounts/${made?.id ?? ''}`, { phone: '999' });
    const head = await api.log.head();
    const { becameOf, out } = await give(row);
    expect(becameOf).toBe('1 unchanged');
    expect(out).toContain('All that was taken can be read.');
    expect(await api.log.head()).toBe(head);
    expect(await account('Acme 1')).toMatchObject({ phone: '999', employees: 50 });
  });

  it('updates the record where it was corrected, and back again, each time once', async () => {
    const give = importOf(accounts);
    const rows = ['a1,Acme 2,0123,50,Anna,2016-01-01', 'a1,Acme 2,0123,60,Anna,2016-01-01'] as const;
    await give(rows[0]);
    for (const [row, employees] of [
      [rows[1], 60],
      [rows[0], 50],
      [rows[1], 60],
    ] as const) {
      expect((await give(row)).becameOf).toBe('1 updated');
      expect(await account('Acme 2')).toMatchObject({ employees });
      const head = await api.log.head();
      expect((await give(row)).becameOf).toBe('1 unchanged');
      expect(await api.log.head()).toBe(head);
    }
    expect(
      await found(`/v1/accounts?asOf=2016-01-01&filter=${encodeURIComponent('{"name":{"eq":"Acme 2"}}')}`),
    ).toMatchObject({
      employees: 60,
    });
  });

  it('takes away what it says no more, and leaves what it never said', async () => {
    const give = importOf(accounts);
    await give('a1,Acme 3,0123,50,Anna,2016-01-01');
    await api.patch(`/v1/accounts/${(await account('Acme 3'))?.id ?? ''}`, { city: 'Rome' });
    expect((await give('a1,Acme 3,,50,Anna,2016-01-01')).becameOf).toBe('1 updated');
    expect(await account('Acme 3')).toMatchObject({ phone: null, employees: 50, city: 'Rome' });
  });

  it.each([
    ['ownerId', 'a1,Acme 4,0123,50,Berta,2016-01-01'],
    ['occurredAt', 'a1,Acme 4,0123,50,Anna,2016-02-01'],
  ])('is rejected with the record and %s where no correction can change that', async (field, row) => {
    const give = importOf(accounts);
    await give('a1,Acme 4,0123,50,Anna,2016-01-01');
    const made = await account('Acme 4');
    const { becameOf, rejected } = await give(row);
    expect(becameOf).toBe('1 rejected');
    expect(rejected).toMatch(new RegExp(`The row made the record [0-9a-f-]{36} with ${field} `));
    expect(rejected).not.toContain('Idempotency-Key');
    expect(await account('Acme 4')).toEqual(made);
  });

  it('is rejected where what it says otherwise is no record of its own', async () => {
    const give = importOf({ ...accounts, requests: accounts.requests }, deals);
    await give('a1,Acme 5,0123,50,Anna,2016-01-01');
    const { rejected } = await give('a1,Acme 6,0123,50,Anna,2016-01-01');
    expect(rejected).toContain('The import has carried this out before, with other content: see opportunity-');
    expect(rejected).toContain('Stored is name ""Acme 5""; the row says ""Acme 6"".');
    expect(rejected).toMatch(/accounts.csv,2,deals,"line 2: .*\(imported-otherwise\)\. It is in the column ""name""/);
    expect(rejected).not.toContain('Idempotency-Key');
    expect(await account('Acme 6')).toMatchObject({ employees: 50 });
  });

  it('updates what it puts by reference, and back again', async () => {
    const give = importOf(products);
    const rows = ['b1,First,0123,50,Anna,2016-01-01', 'b1,Second,0123,50,Anna,2016-01-01'] as const;
    const results: string[] = [];
    for (const row of [rows[0], rows[0], rows[1], rows[1], rows[0]]) results.push((await give(row)).becameOf);
    expect(results).toEqual(['1 made', '1 unchanged', '1 updated', '1 unchanged', '1 updated']);
    expect(await api.get('/v1/price-books/by-reference/shop/b1')).toMatchObject({ name: 'Prices of First' });
  });
});

describe('what no correction of a row can change', () => {
  let shop: Shop;
  let deal: string;
  let quote: string;
  beforeAll(async () => {
    shop = await openShop(api, 'Imported');
    deal = (await opportunityOf(api, shop)).id;
    quote = await activeQuote(api, deal, [suiteLine(shop)]);
  });
  const quotes = () => `/v1/opportunities/${deal}/quotes`;
  const contract = () => ({ ...runningContract(shop) });

  type Row = readonly [what: string, url: () => string, body: () => object, was: object, is: object, field: string];
  const rows: readonly Row[] = [
    [
      'a category',
      () => '/v1/product-categories',
      () => ({ kind: 'oneOff', contractType: 'c' }),
      { name: 'A' },
      { name: 'B' },
      'name',
    ],
    [
      'a pipeline',
      () => '/v1/pipelines',
      () => ({ name: 'P' }),
      { stages: [{ name: 'Open', category: 'open', probability: '20' }] },
      { stages: [{ name: 'Open', category: 'open', probability: '30' }] },
      'stages.0.probability',
    ],
    [
      'a price',
      () => `/v1/price-books/${shop.priceBookId}/prices`,
      () => ({ productId: shop.server, unit: 'box', currency: 'EUR' }),
      { unitPrice: '5' },
      { unitPrice: '6' },
      'unitPrice',
    ],
    ['a quote', quotes, () => ({ name: 'Q' }), { currency: 'EUR' }, { currency: 'USD' }, 'currency'],
    ['a line', () => `${quotes()}/${quote}/lines`, () => ({}), { add: [] }, { add: [] }, 'quantity'],
    ['a contract', () => '/v1/contracts', contract, { quantity: '2' }, { quantity: '3' }, 'quantity'],
    [
      'a sale',
      () => `/v1/opportunities/${deal}/sell`,
      () => ({}),
      { soldOn: '2017-03-01' },
      { soldOn: '2017-02-28' },
      'soldOn',
    ],
  ];
  it.each(rows)(
    'is refused with the field, what is stored and what the row says: %s',
    async (what, url, body, was, is, field) => {
      const headers = { 'import-id': derivedId('an import'), 'idempotency-key': what };
      const line = (quantity: string) => ({ add: [{ ...handLine(shop, '10'), quantity }] });
      const [before, after] = what === 'a line' ? [line('2'), line('3')] : [was, is];
      await api.post(url(), { ...body(), ...before }, headers);
      const problem = await api.refuses('POST', url(), { ...body(), ...after }, headers);
      expect(problem).toMatchObject({ status: 409, code: 'imported-otherwise' });
      expect(problem.detail).toMatch(new RegExp(`Stored is (\\w+\\.)*${field} ".*"; the row says ".*"\\.$`));
    },
  );
});
