import fc from 'fast-check';
import { inForce, isSaid, withValue, type Dated } from './dated.js';
import type { DateOnly } from './dates.js';

const on = (month: number): DateOnly => `2017-${String(month).padStart(2, '0')}-01` as DateOnly;
const said = (...entries: readonly (readonly [DateOnly | null, string])[]): Dated<DateOnly, string> =>
  entries.reduce<Dated<DateOnly, string>>((dated, [from, value]) => withValue(dated, from, value), []);

describe('what was said to hold since a date (ADR 36)', () => {
  const vienna = said([null, 'Prague'], [on(6), 'Vienna'], [on(3), 'Graz']);

  it('holds from that date on, until the next date that something was said for, in whatever order', () => {
    const offices = [1, 2, 3, 5, 6, 12].map((month) => inForce(vienna, on(month))?.value);
    expect(offices).toEqual(['Prague', 'Prague', 'Graz', 'Graz', 'Vienna', 'Vienna']);
  });
  it('is what was said last where two were said for one date', () => {
    expect(inForce(said([on(3), 'Graz'], [on(3), 'Linz']), on(4))?.value).toBe('Linz');
    expect(inForce(said([null, 'Graz'], [null, 'Linz']), on(4))?.value).toBe('Linz');
  });
  it('is nothing before the first date, and that of the last date without a time', () => {
    expect(inForce(said([on(3), 'Graz']), on(2))).toBeUndefined();
    expect(inForce(said(), on(2))).toBeUndefined();
    expect(inForce(vienna)?.value).toBe('Vienna');
  });
  it('is said again only with the same value for the same date', () => {
    expect(isSaid(vienna, on(3), 'Graz')).toBe(true);
    expect(isSaid(vienna, null, 'Prague')).toBe(true);
    expect(isSaid(vienna, on(4), 'Graz')).toBe(false);
    expect(isSaid(vienna, on(3), 'Linz')).toBe(false);
  });

  it('is the same in every order of entry, but for two of one date', () => {
    const entries = fc.uniqueArray(fc.tuple(fc.option(fc.integer({ min: 1, max: 12 }).map(on)), fc.string()), {
      selector: ([from]) => from,
    });
    const shuffled = entries.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        expect(said(...others)).toEqual(said(...all));
      }),
    );
  });
});
