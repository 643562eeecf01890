import { dateIn } from '../../kernel/dates.js';
import { monthOf, quarterOf, yearOf } from './periods.js';
import { byPeriod, refuseBackwards } from './sales-periods.js';

const between = ({ from, to }: { readonly from?: string; readonly to?: string }) => ({
  from: from === undefined ? undefined : dateIn(from),
  to: to === undefined ? undefined : dateIn(to),
});
const keys = (periodOn: typeof monthOf, booked: readonly string[], asked: Parameters<typeof between>[0] = {}) =>
  byPeriod(periodOn).keysBetween?.(
    booked.map((date) => [date]),
    between(asked),
  );

describe('calendar periods (decision 9)', () => {
  it.each([
    [monthOf, '2016-02-29', ['2016-02', '2016-02-01', '2016-02-29']],
    [quarterOf, '2017-05-31', ['2017-Q2', '2017-04-01', '2017-06-30']],
    [yearOf, '2017-07-01', ['2017', '2017-01-01', '2017-12-31']],
    [monthOf, '9999-12-31', ['9999-12', '9999-12-01', '9999-12-31']],
    [quarterOf, '0001-01-01', ['0001-Q1', '0001-01-01', '0001-03-31']],
  ] as const)('have their first and their last day: %p', (periodOn, date, [key, from, to]) =>
    expect(periodOn(dateIn(date))).toEqual({ key, from, to }),
  );
});

describe('periods that have a row', () => {
  it('are all between the first and the last booking, whatever the order of those', () => {
    expect(keys(monthOf, ['2017-02-03', '2016-11-30'])).toEqual(['2016-11', '2016-12', '2017-01', '2017-02']);
    expect(keys(quarterOf, ['2016-11-30', '2017-04-01'])).toEqual(['2016-Q4', '2017-Q1', '2017-Q2']);
    expect(keys(yearOf, ['2015-12-31', '2017-01-01'])).toEqual(['2015', '2016', '2017']);
    expect(keys(monthOf, [])).toEqual([]);
  });

  it('are all from one named date to the other, also without any booking', () =>
    expect(keys(quarterOf, [], { from: '2017-03-31', to: '2017-07-01' })).toEqual(['2017-Q1', '2017-Q2', '2017-Q3']));

  it('go from a named date to the last booking, and from the first to a named date; to nowhere without a booking', () => {
    expect(keys(monthOf, ['2017-03-31'], { from: '2017-01-31' })).toEqual(['2017-01', '2017-02', '2017-03']);
    expect(keys(monthOf, ['2017-03-31'], { to: '2017-05-01' })).toEqual(['2017-03', '2017-04', '2017-05']);
    expect(keys(monthOf, [], { from: '2017-01-31' })).toEqual([]);
  });

  it('are 1,200 at most where dates were named', () => {
    expect(keys(monthOf, [], { from: '2000-01-31', to: '2099-12-01' })).toHaveLength(1200);
    const tooMany = expect.objectContaining({ code: 'too-many-periods' }) as Error;
    expect(() => keys(monthOf, [], { from: '2000-01-31', to: '2100-01-01' })).toThrow(tooMany);
    expect(() => keys(monthOf, ['2017-01-01'], { from: '0001-01-01' })).toThrow(tooMany);
    expect(() => keys(monthOf, ['2017-01-01'], { to: '9999-12-31' })).toThrow(tooMany);
    expect(keys(quarterOf, [], { from: '2000-01-31', to: '2100-01-01' })).toHaveLength(401);
  });

  it('are only those of the bookings where old ones alone make them too many', () =>
    expect(keys(monthOf, ['1900-01-01', '2017-01-01'])).toEqual([]));

  it('come to an end with the last date of all', () =>
    expect(keys(monthOf, [], { from: '9999-11-01', to: '9999-12-31' })).toEqual(['9999-11', '9999-12']));
});

describe('dates of a question', () => {
  it('are refused where the first is after the last', () => {
    const refused = expect.objectContaining({ code: 'from-after-to' }) as Error;
    expect(() => {
      refuseBackwards(between({ from: '2017-02-01', to: '2017-01-31' }));
    }).toThrow(refused);
    expect(() => {
      refuseBackwards(between({ from: '2017-02-01', to: '2017-02-01' }));
    }).not.toThrow();
    expect(() => {
      refuseBackwards(between({ from: '2017-02-01' }));
    }).not.toThrow();
  });
});
