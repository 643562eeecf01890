import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeApi, folderWith, problem } from './import.testing.js';
import { csv, csvFolder, importing, withDeals } from './small-import.testing.js';

describe('a rejected row', () => {
  const rejectsIn = (cwd: string, name = 'rejected.csv'): readonly string[] =>
    readFileSync(join(cwd, name), 'utf8').trim().split('\n');

  it.each([
    ['a bad date', 'd9,Anna,Root,open,31.2.2017,', 'line 2: on: ""31.2.2017"" is no date of the form D.M.YYYY.'],
    ['a bad number', 'd9,Anna,Root,won,,12x', 'line 2: value: ""12x"" is no number like 1234.5.'],
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
    expect(header).toBe('owner,chief,account,parent,size,id,state,on,value,file,line,step,reason');
    expect(rejected).toContain(reason);
    expect(rejected).toContain(',deals.csv,2,deals,');
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

  it('is the second of two with the same name', async () => {
    const folder = folderWith({ ...csv, 'owners.csv': ['owner,chief', 'Anna,Cara', 'Boris,Cara', 'Anna,Dustin'] });
    const api = new FakeApi();
    const { cwd } = await importing(api, folder);
    expect(rejectsIn(cwd)[1]).toContain('line 4: ""Anna"" is in users already, from an earlier row.');
    expect(api.bodies('/v1/users').filter(({ name }) => name === 'Anna')).toHaveLength(1);
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
