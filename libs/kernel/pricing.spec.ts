import fc from 'fast-check';
import { addDays, addMonths, type DateOnly } from './dates.js';
import { Exact } from './decimal.js';
import { DomainError } from './domain-error.js';
import {
  acceptedAmount,
  acceptedDecimal,
  endOfTerm,
  lineTotal,
  needTerm,
  withPlainNumbers,
  type Priced,
} from './pricing.js';

const line: Priced = { quantity: '3', unitPrice: '10', currency: 'EUR', per: 'once' };
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return String(error.code);
    throw error;
  }
  return 'accepted';
};
const totalOf = (change: Partial<Priced>): string => lineTotal({ ...line, ...change }).amount;
const refusalOf = (change: Partial<Priced>): string => codeOf(() => lineTotal({ ...line, ...change }));

describe('the total of a line (QUO-09)', () => {
  it('is quantity × unit price', () => expect(lineTotal(line)).toEqual({ amount: '30.00', currency: 'EUR' }));
  it('counts the periods of the term, in parts too', () => {
    expect(totalOf({ per: 'year', term: { count: 18, unit: 'month' } })).toBe('45.00');
    expect(totalOf({ per: 'month', term: { count: 2, unit: 'year' } })).toBe('720.00');
    expect(totalOf({ per: 'quarter', term: { count: 1, unit: 'month' } })).toBe('10.00');
    expect(totalOf({ per: 'year', term: { count: 1, unit: 'month' } })).toBe('2.50');
  });
  it('counts a price for the term, or once, once', () => {
    expect(totalOf({ per: 'term', term: { count: 3, unit: 'year' } })).toBe('30.00');
    expect(totalOf({ per: 'once', term: { count: 3, unit: 'year' } })).toBe('30.00');
  });
  it('takes the discount off, as percentage or amount', () => {
    expect(totalOf({ discount: { percent: '12.5' } })).toBe('26.25');
    expect(totalOf({ discount: { amount: '30' } })).toBe('0.00');
    expect(totalOf({ discount: { percent: '100' } })).toBe('0.00');
  });
  it('is rounded once, half to even, to the currency', () => {
    expect(totalOf({ quantity: '1', unitPrice: '0.125' })).toBe('0.12');
    expect(totalOf({ quantity: '3', unitPrice: '0.125' })).toBe('0.38');
    expect(totalOf({ quantity: '1', unitPrice: '2.5', currency: 'JPY' })).toBe('2');
    expect(totalOf({ quantity: '1', unitPrice: '1.0005', currency: 'KWD' })).toBe('1.000');
    expect(totalOf({ quantity: '3', unitPrice: '0.333333', per: 'year', term: { count: 1, unit: 'month' } })).toBe(
      '0.08',
    );
  });
  it('is refused where it cannot be computed', () => {
    expect(refusalOf({ quantity: '0' })).toBe('quantity-not-positive');
    expect(refusalOf({ quantity: '-1' })).toBe('quantity-not-positive');
    expect(refusalOf({ quantity: '1e3' })).toBe('not-a-decimal');
    expect(refusalOf({ unitPrice: '-0.01' })).toBe('price-negative');
    expect(refusalOf({ currency: 'XXX' })).toBe('currency-unknown');
    expect(refusalOf({ discount: { percent: '100.01' } })).toBe('discount-too-large');
    expect(refusalOf({ discount: { percent: '-1' } })).toBe('discount-negative');
    expect(refusalOf({ discount: { amount: '30.01' } })).toBe('discount-too-large');
    expect(refusalOf({ discount: { amount: '0.001' } })).toBe('amount-not-in-minor-units');
    expect(refusalOf({ per: 'month' })).toBe('term-required');
    expect(refusalOf({ per: 'year', term: { count: 101, unit: 'year' } })).toBe('term-too-long');
    expect(refusalOf({ quantity: '10000000000001', unitPrice: '1' })).toBe('amount-too-large');
    expect(refusalOf({ quantity: '999999999999999', unitPrice: '999999999999999.999999999999' })).toBe(
      'amount-too-large',
    );
  });
  it('may be as large as 10^15 minor units', () => {
    expect(totalOf({ quantity: '10000000000000', unitPrice: '1' })).toBe('10000000000000.00');
    expect(totalOf({ quantity: '999999999999999', unitPrice: '1', currency: 'JPY' })).toBe('999999999999999');
    expect(refusalOf({ quantity: '999999999999999', unitPrice: '2', currency: 'JPY' })).toBe('amount-too-large');
  });
  it('is never more than half a minor unit from the exact one', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 1200 }),
        fc.integer({ min: 0, max: 10_000 }),
        (milli, micro, months, basisPoints) => {
          const priced: Priced = {
            quantity: new Exact(milli).div(1000).toFixed(),
            unitPrice: new Exact(micro).div(1_000_000).toFixed(),
            currency: 'USD',
            per: 'year',
            term: { count: months, unit: 'month' },
            discount: { percent: new Exact(basisPoints).div(100).toFixed() },
          };
          const exact = new Exact(milli)
            .times(micro)
            .times(months)
            .times(10_000 - basisPoints)
            .div('12e13');
          expect(exact.minus(lineTotal(priced).amount).abs().lessThanOrEqualTo('0.005')).toBe(true);
        },
      ),
    ));
});

describe('a term', () => {
  it('is needed by time-based lines and by prices per period', () => {
    expect(codeOf(() => needTerm({ kind: 'timeBased', per: 'once' }))).toBe('term-required');
    expect(codeOf(() => needTerm({ kind: 'oneOff', per: 'term' }))).toBe('term-required');
    expect(codeOf(() => needTerm({ kind: 'oneOff', per: 'once' }))).toBe('accepted');
  });
  it('ends on the day before its anniversary', () => {
    expect(endOfTerm('2017-03-31' as DateOnly, { count: 1, unit: 'year' })).toBe('2018-03-30');
    expect(endOfTerm('2017-03-01' as DateOnly, { count: 1, unit: 'month' })).toBe('2017-03-31');
    expect(endOfTerm('2017-01-01' as DateOnly, { count: 2, unit: 'quarter' })).toBe('2017-06-30');
  });
  it.each([
    ['2017-01-31', 1, '2017-02-28'],
    ['2016-01-31', 1, '2016-02-29'],
    ['2016-01-29', 1, '2016-02-28'],
    ['2016-02-29', 12, '2017-02-28'],
    ['2016-02-29', 48, '2020-02-28'],
    ['2017-02-28', 12, '2018-02-27'],
    ['2017-02-28', 1, '2017-03-27'],
    ['2017-08-31', 6, '2018-02-28'],
  ])('from %s of %i months ends on %s, with the month where it has no such day (ADR 33)', (startsOn, count, end) =>
    expect(endOfTerm(startsOn as DateOnly, { count, unit: 'month' })).toBe(end),
  );
  it('differs from the day before the shortened date in the 31 of 2,928 cases that ADR 33 lists', () => {
    const months = [1, 2, 3, 4, 6, 12, 24, 36];
    const days = Array.from({ length: 366 }, (_, day) => addDays('2024-01-01' as DateOnly, day));
    const cases = months.flatMap((count) => days.map((startsOn) => ({ startsOn, count })));
    const before = ({ startsOn, count }: (typeof cases)[number]) => addDays(addMonths(startsOn, count), -1);
    const changed = cases.filter((one) => endOfTerm(one.startsOn, { count: one.count, unit: 'month' }) !== before(one));
    expect(cases).toHaveLength(2_928);
    expect(changed).toHaveLength(31);
    const of = (count: number) => changed.flatMap((one) => (one.count === count ? [one.startsOn.slice(5)] : []));
    expect(Object.fromEntries(months.map((count) => [count, of(count)]))).toEqual({
      1: ['01-30', '01-31', '03-31', '05-31', '08-31', '10-31'],
      2: ['07-31', '12-29', '12-30', '12-31'],
      3: ['01-31', '03-31', '08-31', '11-29', '11-30'],
      4: ['05-31', '07-31', '10-29', '10-30', '10-31', '12-31'],
      6: ['03-31', '05-31', '08-29', '08-30', '08-31', '10-31', '12-31'],
      12: ['02-29'],
      24: ['02-29'],
      36: ['02-29'],
    });
    for (const one of changed)
      expect(endOfTerm(one.startsOn, { count: one.count, unit: 'month' })).toBe(addDays(before(one), 1));
  });
  it('ends within the calendar', () =>
    expect(codeOf(() => endOfTerm('2199-06-01' as DateOnly, { count: 1, unit: 'year' }))).toBe('term-too-long'));
});

describe('an amount', () => {
  it('is kept with all decimals of its currency', () => {
    expect(acceptedAmount({ amount: '12.5', currency: 'EUR' })).toEqual({ amount: '12.50', currency: 'EUR' });
    expect(acceptedAmount({ amount: '12.00', currency: 'JPY' })).toEqual({ amount: '12', currency: 'JPY' });
  });
  it('is refused where it is none', () => {
    expect(codeOf(() => acceptedAmount({ amount: '1.5', currency: 'JPY' }))).toBe('amount-not-in-minor-units');
    expect(codeOf(() => acceptedAmount({ amount: '-1', currency: 'EUR' }))).toBe('amount-negative');
    expect(codeOf(() => acceptedAmount({ amount: 'one', currency: 'EUR' }))).toBe('not-a-decimal');
    expect(codeOf(() => acceptedAmount({ amount: '1', currency: 'euro' }))).toBe('currency-unknown');
  });
  it('and every number is kept without needless zeros', () => {
    expect(acceptedDecimal('2.50')).toBe('2.5');
    expect(withPlainNumbers({ quantity: '1.0', unitPrice: '2.00', discount: { percent: '5.0' } })).toEqual({
      quantity: '1',
      unitPrice: '2',
      discount: { percent: '5' },
    });
  });
});
