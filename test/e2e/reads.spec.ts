import { commandExamples } from '../../libs/testing/api/command-examples.js';
import { documentedRoutes } from '../../libs/testing/api/routes.js';
import {
  activeQuote,
  openShop,
  opportunityOf,
  sell,
  soldOpportunity,
  suiteLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import {
  allPages,
  type Named,
  type Page,
  type PipelineReport,
  type SalesReport,
  type ShownContract,
  type ShownOpportunity,
} from '../../libs/testing/api/shown.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';
import { addDays, type DateOnly, type Instant } from '../../libs/kernel/dates.js';

let api: TestApi;
let shop: Shop;

beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

const project = async (name: string, parentId?: string): Promise<string> =>
  (await api.post('/v1/projects', { name, ...(parentId !== undefined && { parentId }) })).id;
const opportunities = (query: Readonly<Record<string, unknown>>): Promise<Page<ShownOpportunity>> =>
  api.get(withQuery('/v1/opportunities', query));
const namesOf = ({ items }: Page<Named>): readonly string[] => items.map(({ name }) => name);

describe('every documented read', () => {
  it('answers, and each list shows its records as they are read alone', async () => {
    await commandExamples(api);
    await soldOpportunity(api, shop);
    await api.post('/v1/activities', {
      subject: { kind: 'account', id: shop.accountId },
      category: 'call',
      title: 'Called',
    });
    await api.post('/v1/comments', { subject: { kind: 'account', id: shop.accountId }, text: 'Nice' });
    await api.settled();
    const needed: Readonly<Record<string, string>> = {
      '/v1/boards/pipeline': `?pipeline=${shop.pipelineId}`,
      '/v1/reports/sales': '?groupBy=month',
    };
    // Those by a reference: test/e2e/by-reference.spec.ts.
    const isById = (path: string) => !path.includes('/by-reference/');
    const reads = (await documentedRoutes(api)).filter(({ method, path }) => method === 'GET' && isById(path));
    for (const { path } of reads) {
      const [, , kind = '', ...rest] = path.split('/');
      const alone = rest.length === 1 && rest[0] === '{id}';
      const ids = path.includes('{id}')
        ? (await api.get<Page<Named>>(`/v1/${kind}?limit=500`)).items.map(({ id }) => id)
        : [''];
      expect(ids).not.toEqual([]);
      for (const id of ids.slice(0, 3)) {
        const url = path.replace('{id}', id).replace('{name}', 'ContractCreated') + (needed[path] ?? '');
        const { status } = await api.send('GET', url);
        expect({ path, status }).toEqual({ path, status: 200 });
      }
      if (alone) {
        const { items } = await api.get<Page<Named>>(`/v1/${kind}?limit=500`);
        expect(await api.get(`/v1/${kind}/${ids[0] ?? ''}`)).toEqual(items[0]);
      }
    }
    expect(reads.length).toBeGreaterThan(35);
  });

  it('takes a HEAD as a GET without its body', async () => {
    expect(await api.send('HEAD', '/v1/opportunities')).toMatchObject({ status: 200, text: '' });
  });
});

describe('as of a past date', () => {
  it('opportunities, accounts, contracts and both reports say what held, and what was known (DESIGN section 5)', async () => {
    api.clock.set('2017-03-01T09:00:00.000Z' as Instant);
    const own = await project('Past');
    const account = await api.post('/v1/accounts', {
      accountType: 'company',
      name: 'Old name',
      projectId: own,
      occurredAt: '2017-01-02',
    });
    const { id } = await opportunityOf(api, shop, {
      accountId: account.id,
      projectId: own,
      occurredAt: '2017-01-10',
      expectedAmount: { amount: '100.00', currency: 'EUR' },
    });
    await api.post(`/v1/opportunities/${id}/move-to-stage`, {
      stageId: shop.stages.engaging,
      occurredAt: '2017-01-20',
    });
    await api.patch(`/v1/accounts/${account.id}`, { name: 'New name', occurredAt: '2017-02-01' });
    const quoteId = await activeQuote(api, id, [], { occurredAt: '2017-02-05' });
    api.clock.set('2017-03-02T09:00:00.000Z' as Instant);
    // Known a day later, and happened before.
    await api.post(`/v1/opportunities/${id}/quotes/${quoteId}/lines`, { add: [suiteLine(shop)] });
    await sell(api, id, { soldOn: '2017-02-15' });
    await api.settled();

    const at = (asOf: string, knownAt?: string) => ({ asOf, knownAt, project: own });
    const statusAt = async (asOf: string, knownAt?: string) =>
      (await opportunities(at(asOf, knownAt))).items.map(({ status, stageId, amountMinor }) => [
        status,
        stageId,
        amountMinor,
      ]);
    const { prospecting, engaging, won } = shop.stages;
    expect(await statusAt('2017-01-09')).toEqual([]);
    expect(await statusAt('2017-01-10')).toEqual([['open', prospecting, 10_000]]);
    expect(await statusAt('2017-01-19')).toEqual([['open', prospecting, 10_000]]);
    expect(await statusAt('2017-01-20T00:00:00Z')).toEqual([['open', engaging, 10_000]]);
    expect(await statusAt('2017-03-02')).toEqual([['won', won, 126_000]]);
    expect(await statusAt('2017-03-02', '2017-03-01')).toEqual([['open', engaging, 0]]);
    expect(await statusAt('2017-03-02', '2017-02-28')).toEqual([]);

    const accountAt = (asOf: string) => api.get<Named>(`/v1/accounts/${account.id}?asOf=${asOf}`);
    expect((await accountAt('2017-01-31')).name).toBe('Old name');
    expect((await accountAt('2017-02-01')).name).toBe('New name');
    expect((await api.refuses('GET', `/v1/accounts/${account.id}?asOf=2017-01-01`)).code).toBe('record-not-found');

    const contractsAt = (query: object) =>
      api.get<Page<ShownContract>>(withQuery('/v1/contracts', { project: own, ...query }));
    expect((await contractsAt({})).items).toHaveLength(1);
    expect((await contractsAt({ asOf: '2017-03-01' })).items).toEqual([]);
    expect((await contractsAt({ knownAt: '2017-03-01' })).items).toEqual([]);

    const pipelineAt = (query: object) =>
      api.get<PipelineReport>(withQuery('/v1/reports/pipeline', { project: own, ...query }));
    const counted = ({ stages }: PipelineReport) =>
      stages.filter(({ count }) => count > 0).map(({ stage, count, amounts }) => [stage, count, amounts[0]?.amount]);
    expect(counted(await pipelineAt({ asOf: '2017-01-15' }))).toEqual([['Prospecting', 1, '100.00']]);
    expect(counted(await pipelineAt({ asOf: '2017-01-31' }))).toEqual([['Engaging', 1, '100.00']]);
    expect(counted(await pipelineAt({}))).toEqual([['Won', 1, '1260.00']]);
    expect(await pipelineAt({ asOf: '2017-01-31' })).toMatchObject({
      asOf: '2017-01-31T23:59:59.999Z',
      knownAt: api.clock.now(),
    });

    const salesAt = (query: object) =>
      api.get<SalesReport>(withQuery('/v1/reports/sales', { groupBy: 'month', project: own, ...query }));
    expect((await salesAt({})).rows).toMatchObject([
      { key: '2017-02', won: { count: 1, amounts: [{ amount: '1260.00' }] } },
    ]);
    expect((await salesAt({ knownAt: '2017-03-01' })).rows).toEqual([]);
    expect((await salesAt({ from: '2017-02-16' })).rows).toEqual([]);
    expect((await salesAt({ from: '2017-02-15', to: '2017-02-15' })).rows).toHaveLength(1);
  });

  it('takes dates far away', async () => {
    expect((await opportunities({ asOf: '0001-01-01' })).items).toEqual([]);
    expect((await opportunities({ knownAt: '0001-01-01' })).items).toEqual([]);
  });
});

describe('answers that can be repeated (DESIGN section 5)', () => {
  interface Moment {
    readonly asOf: string;
    readonly knownAt: string;
  }
  const reads = (own: string, id: string) => [
    withQuery('/v1/opportunities', { project: own, sort: '-amountMinor' }),
    withQuery('/v1/contracts', { project: own }),
    withQuery('/v1/pipelines', { limit: '500' }),
    withQuery('/v1/projects', { limit: '500' }),
    withQuery('/v1/reports/pipeline', { project: own }),
    withQuery('/v1/reports/pipeline', {}),
    withQuery('/v1/reports/sales', { groupBy: 'owner', project: own }),
    withQuery('/v1/reports/sales', { groupBy: 'manager' }),
    withQuery('/v1/boards/pipeline', { pipeline: shop.pipelineId, project: own }),
    `/v1/opportunities/${id}/timeline?`,
    `/v1/accounts/${shop.accountId}/timeline?`,
    `/v1/accounts/${shop.accountId}/relations?`,
  ];
  const textOf = async (url: string): Promise<string> => (await api.send('GET', url)).text;

  it('tell the two instants they are of, and asked for both they are the same for ever, whatever is recorded meanwhile', async () => {
    const own = await project('Repeated');
    const stages = [
      { name: 'A', category: 'open', probability: '10' },
      { name: 'B', category: 'won', probability: '100' },
      { name: 'C', category: 'lost', probability: '0' },
    ];
    const pipeline = { name: 'Known', stages };
    const known = await api.post('/v1/pipelines', pipeline);
    const { id } = await opportunityOf(api, shop, { projectId: own, occurredAt: '2017-01-10' });
    await api.settled();
    const first = await Promise.all(
      reads(own, id).map(async (url) => {
        const text = await textOf(url);
        const { asOf, knownAt } = JSON.parse(text) as Moment;
        const pinned = `${url}&asOf=${asOf}&knownAt=${knownAt}`;
        expect([url, await textOf(pinned)]).toEqual([url, text]);
        return [pinned, text] as const;
      }),
    );
    const past = await Promise.all(
      reads(own, id).map(async (url) => {
        const text = await textOf(`${url}&asOf=2017-02-01`);
        const { asOf, knownAt } = JSON.parse(text) as Moment;
        expect([url, asOf]).toEqual([url, '2017-02-01T23:59:59.999Z']);
        return [`${url}&asOf=${asOf}&knownAt=${knownAt}`, text] as const;
      }),
    );

    // In the same millisecond, for this clock stands still.
    await opportunityOf(api, shop, { projectId: own, occurredAt: '2017-01-05', name: 'Late' });
    await api.post(`/v1/opportunities/${id}/move-to-stage`, {
      stageId: shop.stages.engaging,
      occurredAt: '2017-01-20',
    });
    await api.post('/v1/pipelines', { ...pipeline, name: 'Unknown then' });
    await api.post(`/v1/pipelines/${known.id}/stages`, { name: 'New', category: 'open', probability: '5' });
    await api.patch(`/v1/accounts/${shop.accountId}`, { name: 'Renamed' });
    await project('Below', own);
    await api.settled();
    for (const [url, text] of [...first, ...past]) expect([url, await textOf(url)]).toEqual([url, text]);
  });

  it('come page by page: what is back-dated between two pages is on neither, and nothing is lost', async () => {
    for (const query of [{}, { asOf: '2017-01-31' }, { asOf: api.clock.now().slice(0, 10) }]) {
      const own = await project('Paged');
      for (const name of ['B', 'D', 'F', 'H']) {
        await opportunityOf(api, shop, { projectId: own, name, occurredAt: '2017-01-10' });
      }
      await api.settled();
      const asked = { project: own, sort: 'name', limit: '2', ...query };
      const one = await opportunities(asked);
      await opportunityOf(api, shop, { projectId: own, name: 'C', occurredAt: '2017-01-11' });
      await opportunityOf(api, shop, { projectId: own, name: 'G', occurredAt: '2017-01-11' });
      await api.patch(`/v1/opportunities/${String(one.items[0]?.id)}`, { name: 'Z' });
      await api.settled();
      const two = await opportunities({ ...asked, cursor: one.next });
      expect([namesOf(one), namesOf(two), two.next]).toEqual([['B', 'D'], ['F', 'H'], null]);
      expect([two.asOf, two.knownAt, two.count]).toEqual([one.asOf, one.knownAt, one.count]);
      const told = { asOf: one.asOf, knownAt: one.knownAt };
      expect(namesOf(await opportunities({ ...asked, ...told, limit: '9' }))).toEqual(['B', 'D', 'F', 'H']);
      expect(namesOf(await opportunities({ ...asked, ...told, cursor: one.next }))).toEqual(['F', 'H']);
      const other = withQuery('/v1/opportunities', { ...asked, asOf: '2017-02-02', cursor: one.next });
      expect((await api.refuses('GET', other)).code).toBe('bad-cursor');
    }
  });

  it('are never of the future: that is refused by name; today, as a date, is until now', async () => {
    const now = api.clock.now();
    const [date, tomorrow] = [0, 1].map((days) => addDays(now.slice(0, 10) as DateOnly, days));
    for (const moment of [String(tomorrow), '2999-01-01', `${String(date)}T10:00:00+00:00`]) {
      for (const [field, code] of [
        ['asOf', 'as-of-in-future'],
        ['knownAt', 'known-at-in-future'],
      ] as const) {
        for (const url of [
          `/v1/opportunities?`,
          `/v1/reports/sales?groupBy=month`,
          `/v1/accounts/${shop.accountId}?`,
        ]) {
          const refused = await api.refuses('GET', `${url}&${field}=${encodeURIComponent(moment)}`);
          expect([refused.code, refused.detail]).toEqual([code, expect.stringContaining(moment)]);
        }
      }
    }
    const today = await opportunities({ asOf: date });
    expect(today.asOf).toBe(now);
    const known = await opportunities({ knownAt: date });
    expect(String(known.knownAt) >= now).toBe(true);
    expect(known.items).toEqual(today.items);
    // A client whose clock is a little ahead.
    expect((await opportunities({ asOf: now.replace('.000Z', '.500Z') })).asOf).toBe(now);
  });
});

describe('reading your own writes', () => {
  it('finds each write at once with its position (DESIGN section 5)', async () => {
    for (const name of ['First', 'Second', 'Third']) {
      const { id, position, record } = await opportunityOf(api, shop, { name });
      expect(await api.get(withQuery(`/v1/opportunities/${id}`, { notBefore: position }))).toEqual(record);
      const filter = { name: { eq: name } };
      expect(namesOf(await opportunities({ filter, notBefore: position }))).toEqual([name]);
    }
  });
});

describe('a list', () => {
  it('shows everything once, page by page, while others write and move what was shown', async () => {
    const own = await project('Pages');
    const made: string[] = [];
    for (let number = 0; number < 15; number += 1) {
      made.push((await opportunityOf(api, shop, { projectId: own, name: `Deal ${String(number)}` })).id);
    }
    await api.settled();
    let turn = 0;
    const meanwhile = async (): Promise<void> => {
      turn += 1;
      await opportunityOf(api, shop, { projectId: own, name: `Another ${String(turn)}` });
      const { position } = await api.patch(`/v1/opportunities/${made[turn % made.length] ?? ''}`, {
        description: 'Changed',
      });
      await api.get(withQuery('/v1/opportunities', { limit: '1', notBefore: position }));
    };
    for (const sort of ['name', '-name', '-openedAt,name']) {
      const shown = await allPages<Named>(
        api,
        withQuery('/v1/opportunities', { project: own, sort, limit: '4' }),
        meanwhile,
      );
      const ids = shown.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(made.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });

  it('counts what matches, up to a limit that it says (DESIGN section 7)', async () => {
    const own = await project('Counts');
    for (const name of ['A', 'B', 'C']) await opportunityOf(api, shop, { projectId: own, name });
    await api.settled();
    expect((await opportunities({ project: own, limit: '1' })).count).toEqual({ value: 3, exact: true });
    expect((await opportunities({ project: own, limit: '1', countUpTo: '2' })).count).toEqual({
      value: 2,
      exact: false,
    });
  });

  it('filters by every operator of the grammar (decision 12)', async () => {
    const own = await project('Filters');
    for (const [name, amount] of [
      ['A', '10'],
      ['B', '20'],
      ['C', '30'],
    ] as const) {
      await opportunityOf(api, shop, { projectId: own, name, expectedAmount: { amount, currency: 'EUR' } });
    }
    await opportunityOf(api, shop, { projectId: own, name: 'D', accountId: undefined });
    await api.settled();
    const found = async (filter: object) =>
      namesOf(await opportunities({ project: own, filter, sort: 'name' })).join('');
    expect(await found({ name: { eq: 'B' } })).toBe('B');
    expect(await found({ name: { ne: 'B' } })).toBe('ACD');
    expect(await found({ amountMinor: { gt: 1000 } })).toBe('BC');
    expect(await found({ amountMinor: { gte: 1000, lt: 3000 } })).toBe('AB');
    expect(await found({ amountMinor: { lte: 1000 } })).toBe('A');
    expect(await found({ name: { in: ['A', 'D'] } })).toBe('AD');
    expect(await found({ accountId: { eq: null } })).toBe('D');
    expect(await found({ amountMinor: { ne: null } })).toBe('ABC');
    expect(
      await found({ or: [{ name: { eq: 'A' } }, { and: [{ name: { eq: 'B' } }, { status: { eq: 'open' } }] }] }),
    ).toBe('AB');
    expect(await found({ openedAt: { gte: '2017-03-01T00:00:00Z' } })).toBe('ABCD');
  });

  it('of a project has those of the projects below it too, as reports and boards have (SET-09, OPP-23)', async () => {
    const top = await project('Top');
    const middle = await project('Middle', top);
    const low = await project('Low', middle);
    const other = await project('Other');
    for (const projectId of [top, middle, low, other]) {
      await opportunityOf(api, shop, { projectId, expectedAmount: { amount: '10.00', currency: 'EUR' } });
    }
    await api.settled();
    const size = async (id: string) => (await opportunities({ project: id })).items.length;
    expect([await size(top), await size(middle), await size(low), await size(other)]).toEqual([3, 2, 1, 1]);
    const report = await api.get<PipelineReport>(`/v1/reports/pipeline?project=${top}`);
    expect(report.stages.find(({ count }) => count > 0)).toMatchObject({ count: 3, amounts: [{ amount: '30.00' }] });
    const board = await api.get<{ columns: readonly { cards: readonly object[] }[] }>(
      `/v1/boards/pipeline?pipeline=${shop.pipelineId}&project=${middle}`,
    );
    expect(board.columns.map(({ cards }) => cards.length)).toEqual([2, 0]);
  });
});
