import { FakeApi, folderWith, runImportCommand } from './import.testing.js';
import { csv, csvFolder, importing, recipe, recipeFolder, withDeals } from './small-import.testing.js';

describe('a dry run', () => {
  it('sends nothing and says what would be made', async () => {
    const api = new FakeApi();
    const { code, out } = await importing(api, csvFolder, '--dry-run');
    expect(code).toBe(0);
    expect(api.taken).toEqual([]);
    expect(out).toContain(
      'Dry run: nothing was sent. These requests would be made:\n         1  pipeline: POST /v1/pipelines\n',
    );
    expect(out).toContain('         2  deals: POST /v1/opportunities/{deal.id}/sell\n');
  });

  it('finds every row that cannot be taken', async () => {
    const { code, out } = await importing(
      new FakeApi(),
      withDeals('d1,Ann,Root,open,,', 'd2,Anna,Rot,won,,x'),
      '--dry-run',
    );
    expect(code).toBe(1);
    expect(out).toContain(', 2 rejected, 1 passed over; ');
  });
});

describe('wrong usage gives exit code 2 and one line', () => {
  const here = [recipeFolder, '--from', csvFolder];
  const noColumn = folderWith({ ...csv, 'deals.csv': ['id,owner,acount,state,on,value'] });
  const { 'deals.csv': _left, ...withoutDeals } = csv;
  const badRecipe = folderWith({ 'recipe.json': JSON.stringify({ ...recipe, dates: 'YY' }) });

  it.each([
    ['an unknown option', [...here, '--foo'], "Unknown option '--foo'"],
    ['no recipe', ['--from', csvFolder], 'Name the folder of the recipe.'],
    ['no --from', [recipeFolder], 'Say with --from where the CSV files are.'],
    ['a folder that is not there', [recipeFolder, '--from', 'nowhere'], 'There is no folder '],
    ['a recipe that is not there', ['nowhere', '--from', csvFolder], 'There is no recipe at '],
    ['a wrong recipe', [badRecipe, '--from', csvFolder], '/dates "YY" must name'],
    ['a missing file', [recipeFolder, '--from', folderWith(withoutDeals)], 'cannot be read (ENOENT)'],
    [
      'a missing column',
      [recipeFolder, '--from', noColumn],
      'deals.csv has no column "account"; the nearest is "acount".',
    ],
    ['no key', [...here, '--url', 'http://localhost:3000'], '--url needs a key'],
    ['a key without --url', [...here, '--key', 'k'], '--key goes with --url'],
    ['an address that is none', [...here, '--url', 'localhost', '--key', 'k'], '--url takes an address'],
    ['a wrong number', [...here, '--in-flight', '0'], '--in-flight takes a number from 1 to 1000, not "0".'],
  ])('for %s', async (_what, args, message) => {
    const api = new FakeApi();
    const { code, out, err } = await runImportCommand(args, api);
    expect({ code, out, sent: api.taken }).toEqual({ code: 2, out: '', sent: [] });
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain('\n');
  });
});

it('opens the data folder that is asked for', async () => {
  const opened: string[] = [];
  const openInProcess = (folder: string) => {
    opened.push(folder);
    return Promise.resolve(new FakeApi());
  };
  const args = [recipeFolder, '--from', csvFolder];
  await runImportCommand(args, new FakeApi(), { openInProcess, cwd: '/there' });
  await runImportCommand(args, new FakeApi(), { openInProcess, cwd: '/there', env: { DATA_DIR: '/elsewhere' } });
  await runImportCommand([...args, '--data-dir', 'mine'], new FakeApi(), { openInProcess, cwd: '/there' });
  expect(opened).toEqual(['/there/data', '/elsewhere', '/there/mine']);
});
