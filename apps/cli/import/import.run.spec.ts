import { FakeApi, problem, runImportCommand } from './import.testing.js';
import { csvFolder, importing, recipeFolder, withDeals } from './small-import.testing.js';

describe('the import', () => {
  it('does the steps in order, each row that its conditions take', async () => {
    const api = new FakeApi();
    const { code, out } = await importing(api);
    expect(code).toBe(0);
    expect(api.bodies('/v1/users').map(({ name }) => name)).toEqual(['Cara', 'Dustin', 'Anna', 'Boris', 'Cecily']);
    expect(api.of('/v1/opportunities')).toHaveLength(3);
    expect(api.of('/v1/opportunities/*/sell').map(({ body }) => body)).toEqual([
      { amount: '1054' },
      { amount: '12.5' },
    ]);
    expect(out.replace(/ in .*/, '')).toBe(
      [
        '  chiefs: 3 rows read: 2 made, 0 updated, 0 unchanged, 0 rejected, 1 passed over',
        '  owners: 3 rows read: 3 made, 0 updated, 0 unchanged, 0 rejected',
        '  accounts: 3 rows read: 3 made, 0 updated, 0 unchanged, 0 rejected',
        '  deals: 4 rows read: 3 made, 0 updated, 0 unchanged, 0 rejected, 1 passed over',
        'small: 13 rows read: 11 made, 0 updated, 0 unchanged, 0 rejected, 2 passed over; 14 requests',
        'All that was taken can be read.\n',
      ].join('\n'),
    );
    expect([api.wasSettled, api.closed]).toEqual([true, true]);
  });

  it('refers to what earlier steps made, by name', async () => {
    const api = new FakeApi();
    await importing(api);
    const ids = new Set(api.bodies('/v1/opportunities').map(({ ownerId }) => ownerId));
    expect(ids.size).toBe(2);
    const [second] = api.bodies('/v1/opportunities').filter(({ accountId }) => accountId === undefined);
    expect(second).toMatchObject({ occurredAt: '2016-01-01', references: [{ id: 'd2' }] });
    expect(second?.stageId).toEqual(expect.stringMatching(/^[0-9a-f-]{36}$/));
  });

  it('makes parents before their children, however deep (ACC-39)', async () => {
    const api = new FakeApi();
    await importing(api);
    const accounts = api.bodies('/v1/accounts');
    expect(accounts.map(({ name }) => name)).toEqual(['Root', 'Branch', 'Leaf']);
    expect(accounts.map(({ parentId }) => parentId !== undefined)).toEqual([false, true, true]);
  });

  it('sends the same keys under the same import when it is run again', async () => {
    const [first, second] = [new FakeApi(), new FakeApi()];
    await importing(first);
    await importing(second);
    const keys = first.taken.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(second.taken.map(({ key }) => key).sort()).toEqual(keys.sort());
    const imports = new Set([...first.taken, ...second.taken].map(({ headers }) => headers['Import-Id']));
    expect([...imports]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('has many rows under way at once, as many as it may', async () => {
    const folder = withDeals(...Array.from({ length: 40 }, (_, index) => `d${String(index)},Anna,Root,open,,`));
    const api = new FakeApi();
    await importing(api, folder, '--in-flight', '8');
    expect(api.mostAtOnce).toBe(8);
    expect(api.of('/v1/opportunities')).toHaveLength(40);
  });

  it('shows its progress on one line of a terminal', async () => {
    let out = '';
    const stdout = { isTTY: true, write: (text: string) => (out += text) };
    await runImportCommand([recipeFolder, '--from', csvFolder], new FakeApi(), { stdout });
    expect(out).toContain('\rdeals: ');
    expect(out).toContain('\r\u001b[K  chiefs: 3 rows read: ');
  });
});

describe('the import stops with one line', () => {
  it('when what everything builds on is refused', async () => {
    const api = new FakeApi(({ kind }) =>
      kind === '/v1/pipelines' ? problem(409, 'pipeline-exists', 'There is one.') : undefined,
    );
    const { code, err } = await importing(api);
    expect(code).toBe(1);
    expect(err).toBe(
      'pipeline: POST /v1/pipelines was refused: There is one. (pipeline-exists) The later steps build on it.\n',
    );
    expect(api.closed).toBe(true);
  });
});
