import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeApi, folderWith, problem } from './import.testing.js';
import { csv, csvFolder, importing, withDeals } from './small-import.testing.js';

describe('a rejected row', () => {
  const rejectsIn = (cwd: string, name = 'rejected.csv'): readonly string[] =>
    readFileSync(join(cwd, name), 'utf8').trim().split('\n');

  it.each([
    ['a bad date', 'd9,Anna,Root,open,31.2.2017,', 'line 2: on: ""31.2.2017"" is no date of the form D.M.YYYY.'],
    ['a bad number', 'd9,Anna,Root,won,,12x', 'line 2: value: ""12x"" is no number like 1234.56.'],
    ['an unknown name', 'd9,Bori,Root,open,,', 'line 2: owner: ""Bori"" is not in users. The nearest is ""Boris"".'],
    [
      'a missing value',
      'd9,Anna,Root,won,,',
      'line 2: value is empty; POST /v1/opportunities/{deal.id}/sell needs it.',
    ],
    ['a missing key', ',Anna,Root,open,,', 'line 2: The row has no key: {id} is empty.'],
    ['a missing cell', 'd9,Anna,Root,open', 'line 2: The row has 4 cells, the header 6.'],
  ])('for %s is written with line and reason, and the rest goes on', async (_what, row, reason) => {
    const api = new FakeApi();
    const { code, out, cwd } = await importing(api, withDeals(row, 'd1,Anna,Root,open,,'));
    expect(code).toBe(1);
    expect(out).toContain(', 1 rejected, ');
    expect(out).toContain(`The rejected rows are in ${join(cwd, 'rejected.csv')}, each with its reason.`);
    const [header, rejected = ''] = rejectsIn(cwd);
    expect(header).toBe('file,line,step,reason,mark,owner,chief,account,parent,size,id,state,on,value');
    expect(rejected).toContain(reason);
    expect(rejected).toMatch(/^deals\.csv,2,deals,/);
    expect(api.of('/v1/opportunities')).toHaveLength(1);
  });

  it('says what the API refused, and no later request of that row is sent', async () => {
    const api = new FakeApi(({ body, kind }) =>
      kind === '/v1/opportunities' && body.accountId !== undefined
        ? problem(422, 'account-required', 'Name the account.')
        : undefined,
    );
    const { code, cwd } = await importing(api, csvFolder, '--rejects', 'not-taken.csv');
    expect(code).toBe(1);
    expect(rejectsIn(cwd, 'not-taken.csv')[1]).toContain(
      'POST /v1/opportunities was refused: Name the account. (account-required)',
    );
    expect(api.of('/v1/opportunities/*/sell')).toHaveLength(0);
    expect(api.of('/v1/opportunities')).toHaveLength(1);
  });

  it('takes its children with it, and a circle of parents too', async () => {
    const lines = ['account,parent,size', 'Root,,many', 'Branch,Root,1', 'A,B,1', 'B,A,1', 'Whole,,5'];
    const folder = folderWith({ ...csv, 'accounts.csv': lines, 'deals.csv': csv['deals.csv'].slice(0, 1) });
    const api = new FakeApi();
    const { code, cwd } = await importing(api, folder);
    expect(code).toBe(1);
    expect(api.bodies('/v1/accounts')).toEqual([{ name: 'Whole', employees: 5 }]);
    expect(rejectsIn(cwd)).toHaveLength(5);
  });

  it('is the second of two with the same key and other values', async () => {
    const folder = folderWith({ ...csv, 'owners.csv': ['owner,chief', 'Anna,Cara', 'Boris,Cara', 'Anna,Dustin'] });
    const api = new FakeApi();
    const { cwd } = await importing(api, folder);
    expect(rejectsIn(cwd)[1]).toContain(
      'line 4: The row contradicts line 2, which has the same key ""Anna"". Leave one.',
    );
    expect(api.bodies('/v1/users').filter(({ name }) => name === 'Anna')).toHaveLength(1);
  });

  it('is not one that says the same under the same key, which does nothing', async () => {
    const folder = folderWith({
      ...csv,
      'owners.csv': ['owner,chief', 'Anna,Cara', 'Boris,Cara', 'Anna,Cara', 'Cecily,Dustin'],
    });
    const api = new FakeApi();
    const { code, out } = await importing(api, folder);
    expect(code).toBe(0);
    expect(out).toContain('owners: 4 rows read: 3 made, 0 updated, 1 unchanged, 0 rejected\n');
    expect(api.bodies('/v1/users').filter(({ name }) => name === 'Anna')).toHaveLength(1);
  });

  it.each([
    ['more', 'd9,Anna,Root,open,,,one,two', ',Anna,,Root,,,d9,open,,,one,two'],
    ['fewer', 'd9,Anna,Root,open', ',Anna,,Root,,,d9,open,,'],
  ])('keeps all of its cells where it has %s than the header', async (_what, row, kept) => {
    const { cwd } = await importing(new FakeApi(), withDeals(row));
    expect(rejectsIn(cwd)[1]).toContain(kept);
  });

  it('has the lines before and after it taken where its quote is broken', async () => {
    const api = new FakeApi();
    const { code, cwd } = await importing(
      api,
      withDeals('d1,Anna,Root,open,,', 'd2,"Anna,Root,open,,', 'd3,Anna,Root,open,,'),
    );
    expect(code).toBe(1);
    expect(api.bodies('/v1/opportunities').map(({ references }) => references)).toEqual([
      [{ id: 'd1' }],
      [{ id: 'd3' }],
    ]);
    expect(rejectsIn(cwd)[1]).toContain(
      'line 3: The quote that begins in line 3 is not closed at the end of its cell.',
    );
    expect(rejectsIn(cwd)[1]).toContain(',"""Anna",,Root,,,d2,open,,');
  });

  it('is not in a file when there is none', async () => {
    const { cwd } = await importing(new FakeApi());
    expect(existsSync(join(cwd, 'rejected.csv'))).toBe(false);
  });

  it('stops the import when it cannot be written', async () => {
    const { code, err } = await importing(
      new FakeApi(),
      withDeals('d1,Ann,Root,open,,'),
      '--rejects',
      'no/such/folder.csv',
    );
    expect(code).toBe(1);
    expect(err).toMatch(
      /^The rejected rows cannot be written to .*no\/such\/folder\.csv\. Give another file with --rejects\.\n$/,
    );
  });
});
