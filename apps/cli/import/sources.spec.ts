import { FakeApi, folderWith, runImportCommand } from './import.testing.js';

const recipe = {
  name: 'one',
  constants: { country: 'DE' },
  files: { accounts: { file: 'accounts.csv', columns: ['name', 'size'] } },
  steps: [
    {
      step: 'accounts',
      rows: 'accounts',
      key: '{name}',
      values: { size: { of: '{size}', as: 'number' } },
      requests: [{ path: '/v1/accounts', body: { name: '{name}', size: '{size}', country: '{country}' } }],
    },
  ],
};

async function importing(files: object, lines: string | readonly string[], ...more: string[]) {
  const folder = folderWith({
    'recipe.json': JSON.stringify({ ...recipe, ...files }),
    'accounts.csv': lines,
  });
  const api = new FakeApi();
  const outcome = await runImportCommand([folder, '--from', folder, ...more], api);
  return { ...outcome, bodies: api.bodies('/v1/accounts') };
}
const accounts = (more: object) => ({ files: { accounts: { ...recipe.files.accounts, ...more } } });

describe('a CSV file of a recipe', () => {
  it('gives the columns that the recipe lists and no other, which are told', async () => {
    const { bodies, out } = await importing({}, ['country,name,size,note', 'FR,Acme,5,x']);
    expect(bodies).toEqual([{ name: 'Acme', size: '5', country: 'DE' }]);
    expect(out).toContain('Not read, as the recipe does not name them: accounts.csv, "country", "note"\n');
  });

  it('is refused with two columns of a name that is read', async () => {
    const { code, err, bodies } = await importing({}, ['name,size, name ', 'Acme,5,Other']);
    expect({ code, bodies }).toEqual({ code: 2, bodies: [] });
    expect(err).toContain('accounts.csv has the column "name" twice. Give one of them another name.');
  });

  it('may have two columns of a name that is not read', async () => {
    const { bodies } = await importing({}, ['note,name,,note,,size', 'x,Acme,,y,,5']);
    expect(bodies).toEqual([{ name: 'Acme', size: '5', country: 'DE' }]);
  });

  it('is refused where a constant has the name of a column', async () => {
    const { code, err } = await importing({ constants: { country: 'DE', size: '1' } }, ['name,size']);
    expect(code).toBe(2);
    expect(err).toContain('/files/accounts/columns "size" is a constant too: give the constant another name.');
  });

  it('is read with the delimiter, numbers and encoding that the recipe says', async () => {
    const { bodies, code } = await importing(
      { numbers: '1.234,56', ...accounts({ delimiter: ';', encoding: 'windows-1252' }) },
      'name;size\r\nAcme, Inc.;1.234,5\nBolt;7\r',
    );
    expect(code).toBe(0);
    expect(bodies).toEqual([
      { name: 'Acme, Inc.', size: '1234.5', country: 'DE' },
      { name: 'Bolt', size: '7', country: 'DE' },
    ]);
  });

  it('with another delimiter is refused with what the recipe should say', async () => {
    const { err } = await importing({}, ['name;size', 'Acme;5']);
    expect(err).toContain(
      'accounts.csv has no column "name". Is it "delimiter": ";" that its file needs in the recipe?',
    );
  });

  it('is refused with an encoding, a delimiter or numbers that are none', async () => {
    for (const [more, message] of [
      [accounts({ encoding: 'utf-9' }), '/files/accounts/encoding "utf-9" is not known'],
      [accounts({ delimiter: ';;' }), '/files/accounts/delimiter must match pattern'],
      [{ numbers: '#.##0,00' }, '/numbers "#.##0,00" must be the number 1234.56 as the files write it'],
    ] as const)
      expect((await importing(more, ['name,size'])).err).toContain(message);
  });

  it('may have rows that a spreadsheet filled up with empty cells', async () => {
    const { bodies, code } = await importing({}, ['name,size', 'Acme,5,, ', 'Bolt,7,']);
    expect([code, bodies.length]).toEqual([0, 2]);
  });

  it('counts what becomes of its rows, and no empty one', async () => {
    const { out, code } = await importing({}, 'name,size\nAcme,5\n,\n\nBolt,x\nCone,7\n,,,\n');
    expect(code).toBe(1);
    expect(out).toContain('one: 3 rows read: 2 made, 0 updated, 0 unchanged, 1 rejected; 2 requests');
  });
});
