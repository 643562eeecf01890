import { Converter } from './convert.js';
import { Names } from './names.js';

const names = new Names();
names.remember('users', 'Moses Frase', 'user-1');
names.remember('users', 'Anna Snelling', 'user-2');
const recipe = { name: 'x', dates: 'M/D/YYYY', files: {}, steps: [], aliases: { products: { GTXPro: 'GTX Pro' } } };
const converter = new Converter(recipe, names);
const valueOf = (spec: Parameters<Converter['valueOf']>[1], cell: string) =>
  converter.valueOf(
    'value',
    spec,
    new Map([
      ['cell', cell],
      ['start', '2016-10-19'],
      ['other', 'x'],
    ]),
  );

describe('a value', () => {
  it('is a date in the format of the recipe', () => {
    expect(valueOf({ of: '{cell}', as: 'date' }, '3/1/2017')).toBe('2017-03-01');
  });

  it.each(['2/30/2017', '13/1/2017', '2017-03-01', '3/1/17'])(
    'refuses the date %s with its column and value',
    (cell) => {
      expect(() => valueOf({ of: '{cell}', as: 'date' }, cell)).toThrow(
        `cell: "${cell}" is no date of the form M/D/YYYY.`,
      );
    },
  );

  it('is exact decimal text, multiplied as the recipe says', () => {
    expect(valueOf({ of: '{cell}', as: 'number', times: '1000000' }, '1100.04')).toBe('1100040000');
  });

  it.each(['1,054', 'abc', '1e3', '12.'])('refuses the number %s', (cell) => {
    expect(() => valueOf({ of: '{cell}', as: 'number' }, cell)).toThrow(`cell: "${cell}" is no number like 1234.56.`);
  });

  it('is written as the recipe says of all numbers, or of this one', () => {
    const german = new Converter({ ...recipe, numbers: '1.234,56' }, names);
    const read = (spec: object, cell: string) =>
      german.valueOf('value', { of: '{cell}', ...spec }, new Map([['cell', cell]]));
    expect(read({ as: 'number' }, '1.234,5')).toBe('1234.5');
    expect(read({ as: 'integer' }, '2.822')).toBe(2822);
    expect(read({ as: 'number', format: '1,234.56' }, '1,234.5')).toBe('1234.5');
    expect(() => read({ as: 'number' }, '1234.5')).toThrow('cell: "1234.5" is no number like 1.234,56.');
    expect(read({ as: 'date', format: 'DD.MM.YYYY' }, '01.03.2017')).toBe('2017-03-01');
  });

  it('is a whole number', () => {
    expect(valueOf({ of: '{cell}', as: 'integer' }, '2822')).toBe(2822);
    expect(() => valueOf({ of: '{cell}', as: 'integer' }, '28.5')).toThrow('cell: "28.5" is no whole number.');
  });

  it('is mended by an alias', () => {
    expect(valueOf({ of: '{cell}', aliases: 'products' }, 'GTXPro')).toBe('GTX Pro');
    expect(valueOf({ of: '{cell}', aliases: 'products' }, 'constructor')).toBe('constructor');
  });

  it('is the first of several templates with nothing empty', () => {
    expect(valueOf({ of: ['{other} for {cell}', '{other}'] }, 'Cancity')).toBe('x for Cancity');
    expect(valueOf({ of: ['{other} for {cell}', '{other}'] }, '')).toBe('x');
  });

  it('is absent when empty, or its default', () => {
    expect(valueOf({ of: '{cell}', as: 'date' }, '')).toBeUndefined();
    expect(valueOf({ of: '{cell}', as: 'date', else: '{start}' }, '')).toBe('2016-10-19');
  });

  it('is what an earlier step remembered', () => {
    expect(valueOf({ of: '{cell}', in: 'users' }, 'Moses Frase')).toBe('user-1');
  });

  it('refuses an unknown name with the nearest known one', () => {
    expect(() => valueOf({ of: '{cell}', in: 'users' }, 'Mose Fraser')).toThrow(
      'cell: "Mose Fraser" is not in users. The nearest is "Moses Frase". Mend the row or give the recipe an alias.',
    );
  });
});
