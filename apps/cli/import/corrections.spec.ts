import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeApi, folderWith, runImportCommand } from './import.testing.js';
import { csv, importing, recipeFolder, withDeals } from './small-import.testing.js';

/** Imports, corrects what was rejected, and imports again with that. */
async function corrected(folder: string, correct: (rejected: string) => string, before = (): void => undefined) {
  const first = await importing(new FakeApi(), folder);
  const path = join(first.cwd, 'rejected.csv');
  writeFileSync(path, correct(readFileSync(path, 'utf8')));
  before();
  const api = new FakeApi();
  const outcome = await importing(api, folder, '--corrected', path);
  const ids = api.bodies('/v1/opportunities').map(({ references }) => JSON.stringify(references).slice(8, 10));
  return { ...outcome, ids, api, path };
}
const good = 'd1,Anna,Root,open,,';

describe('a corrected file of rejected rows', () => {
  it('stands in for the rows that were rejected', async () => {
    const folder = withDeals(good, 'd2,Ann,Root,open,,', 'd3,Anna,Root,won,,5x');
    const { code, out, ids, api } = await corrected(folder, (text) =>
      text.replace(',Ann,', ',Anna,').replace(/5x$/m, '5'),
    );
    expect(code).toBe(0);
    expect(out).toContain('deals: 3 rows read: 3 made, 0 updated, 0 unchanged, 0 rejected\n');
    expect(ids).toEqual(['d1', 'd2', 'd3']);
    expect(api.bodies('/v1/opportunities/*/sell')).toEqual([{ amount: '5' }]);
  });

  it.each([
    ['too few cells', 'd2,Anna,Root,open', (text: string) => text.replace('d2,open,,', 'd2,won,1.3.2017,5')],
    ['too many cells', 'd2,Anna,Root,open,,,x', (text: string) => text.replace(/,x$/m, '')],
    ['a broken quote', 'd2,"Anna,Root,open,,', (text: string) => text.replace('"""Anna"', 'Anna')],
  ])('mends a row with %s', async (_what, row, correct) => {
    expect((await corrected(withDeals(good, row, 'd3,Anna,Root,open,,'), correct)).ids).toEqual(['d1', 'd2', 'd3']);
  });

  it.each(['d2,Anna,Root,open', 'd2,Anna,Root,open,,,x', 'd2,"Anna,Root,open,,', 'd2,Ann,Root,open,,'])(
    'leaves %s rejected where it was not corrected',
    async (row) => {
      const { code, ids, out } = await corrected(withDeals(good, row), (text) => text);
      expect([code, ids]).toEqual([1, ['d1']]);
      expect(out).toContain(' 1 rejected');
    },
  );

  it('mends a row of whom others are children', async () => {
    const lines = ['account,parent,size', 'Root,,many', 'Branch,Root,1'];
    const folder = folderWith({ ...csv, 'accounts.csv': lines, 'deals.csv': csv['deals.csv'].slice(0, 1) });
    const { api } = await corrected(folder, (text) => text.replace(/many(?=,)/, '100'));
    expect(api.bodies('/v1/accounts').map(({ name }) => name)).toEqual(['Root', 'Branch']);
  });

  it('may come back from a spreadsheet, with its delimiter and all cells in quotes', async () => {
    const folder = withDeals(good, 'd2,Ann,Root,open,,');
    const quoted = (text: string): string =>
      text
        .replace(',Ann,', ',Anna,')
        .replace(/"line[^"]*(?:""[^"]*)*"/, 'why')
        .replaceAll(/[^,\n]+|(?<=,)(?=,)/g, '"$&"')
        .replaceAll(',', ';');
    expect((await corrected(folder, quoted)).ids).toEqual(['d1', 'd2']);
  });

  it('is kept beside the next one, so that both can be given', async () => {
    const folder = withDeals(good, 'd2,Ann,Root,open,,', 'd3,Anna,Root,won,,5x');
    const { cwd } = await importing(new FakeApi(), folder);
    const run = (...more: string[]) =>
      runImportCommand([recipeFolder, '--from', folder, ...more], new FakeApi(), { cwd });
    const mend = (name: string, change: (text: string) => string): void =>
      writeFileSync(join(cwd, name), change(readFileSync(join(cwd, name), 'utf8')));
    mend('rejected.csv', (text) => text.replace(',Ann,', ',Anna,'));
    const second = await run('--corrected', 'rejected.csv');
    expect(second.out).toContain(`The rejected rows are in ${join(cwd, 'rejected-2.csv')}`);
    mend('rejected-2.csv', (text) => text.replace(/5x$/m, '5'));
    expect((await run('--corrected', 'rejected.csv', '--corrected', 'rejected-2.csv')).code).toBe(0);
    const overwriting = await run('--corrected', 'rejected.csv', '--rejects', 'rejected.csv');
    expect([overwriting.code, overwriting.err]).toEqual([2, expect.stringContaining('--rejects would overwrite')]);
  });

  it('takes no other row for the one that was rejected', async () => {
    const folder = withDeals(good, 'd2,Ann,Root,open,,');
    const rewrite = (): void =>
      writeFileSync(
        join(folder, 'deals.csv'),
        ['id,owner,account,state,on,value', good, 'd7,Anna,Root,open,,', 'd2,Ann,Root,open,,'].join('\n'),
      );
    const { code, ids, cwd } = await corrected(folder, (text) => text.replace(',Ann,', ',Anna,'), rewrite);
    expect([code, ids]).toEqual([1, ['d1', 'd7']]);
    expect(readFileSync(join(cwd, 'rejected.csv'), 'utf8')).toContain(
      'Line 3 of deals.csv is not the row that was corrected.',
    );
  });

  it.each([
    [
      'another file',
      () => 'id,name\n1,x\n',
      'is no file of rejected rows: its columns must begin with file, line, step',
    ],
    [
      'a file that is unknown',
      (text: string) => text.replace('\ndeals.csv', '\ndeal.csv'),
      '"deal.csv" is no file of the recipe',
    ],
    ['a line that is none', (text: string) => text.replace('deals.csv,3', 'deals.csv,x'), '"x" is no line of a file'],
    [
      'a row twice',
      (text: string) => `${text}${text.split('\n')[1]?.replace('d2', 'd4') ?? ''}\n`,
      'line 3 of deals.csv twice, and not the same',
    ],
  ])('is refused when it is %s', async (_what, correct, message) => {
    const { code, err, api } = await corrected(withDeals(good, 'd2,Ann,Root,open,,'), correct);
    expect({ code, sent: api.taken }).toEqual({ code: 2, sent: [] });
    expect(err).toContain(message);
  });
});
