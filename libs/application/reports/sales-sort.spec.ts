import type { Money } from '../../kernel/money.js';
import type { SalesRow } from './report-answers.js';
import { orderOfRows, type Sorting } from './sales-sort.js';

const eur = (amount: string): Money => ({ amount, currency: 'EUR' });
const usd = (amount: string): Money => ({ amount, currency: 'USD' });
const row = (key: string, won: number, lost: number, ...amounts: readonly Money[]): SalesRow => ({
  key,
  label: key,
  won: { count: won, amounts },
  lost: { count: lost },
});
const sorted = (rows: readonly SalesRow[], asked: Sorting): string =>
  [...rows]
    .sort(orderOfRows(rows, asked))
    .map(({ key }) => key)
    .join('');

const rows = [
  row('b', 1, 0, eur('99.50')),
  row('c', 2, 1, eur('100.00')),
  row('a', 1, 3, eur('-5.00')),
  row('d', 0, 1),
];
const mixed = [row('a', 1, 0, eur('1.00'), usd('9.00')), row('b', 1, 0, usd('10.00')), row('c', 1, 0, eur('2.00'))];

describe('rows of a sales report', () => {
  it.each([
    [undefined, 'abcd'],
    ['key', 'abcd'],
    ['-key', 'dcba'],
    ['amount', 'adbc'],
    ['-amount', 'cbda'],
    ['won', 'dabc'],
    ['-won', 'cabd'],
    ['-lost', 'acdb'],
    ['won,-key', 'dbac'],
  ])('are sorted by %s, ties by key', (sort, wanted) => expect(sorted(rows, { sort })).toBe(wanted));

  it('are sorted by amounts as large as they get', () => {
    const large = [
      row('a', 1, 0, eur('10000000000000000000000.01')),
      row('b', 1, 0, eur('10000000000000000000000.02')),
    ];
    expect(sorted(large, { sort: '-amount' })).toBe('ba');
  });

  it('are sorted by the amounts of the currency that is named, those without as zero', () => {
    expect(sorted(mixed, { sort: '-amount', currency: 'EUR' })).toBe('cab');
    expect(sorted(mixed, { sort: '-amount', currency: 'USD' })).toBe('bac');
    expect(sorted(mixed, { sort: '-amount', currency: 'JPY' })).toBe('abc');
  });

  it('need a currency named where they have amounts in several, which are told; one that cancels out is none', () => {
    expect(() => sorted(mixed, { sort: 'amount' })).toThrow(
      expect.objectContaining({ code: 'currency-required', details: { currencies: ['EUR', 'USD'] } }) as Error,
    );
    expect(sorted([...rows, row('e', 0, 0, usd('0.00'))], { sort: '-amount' })).toBe('cbdea');
  });

  it.each([
    [{ sort: 'surprise' }, 'unknown-field'],
    [{ sort: 'amount,' }, 'unknown-field'],
    [{ sort: 'key,key' }, 'duplicate-field'],
    [{ sort: 'key,-key' }, 'duplicate-field'],
    [{ currency: 'EUR' }, 'currency-without-amount'],
    [{ sort: '-won', currency: 'EUR' }, 'currency-without-amount'],
    [{ sort: 'amount', currency: 'XXX' }, 'currency-unknown'],
  ])('are not sorted by %j', (asked, code) =>
    expect(() => sorted(rows, asked)).toThrow(expect.objectContaining({ code }) as Error),
  );
});
