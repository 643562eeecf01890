import fc from 'fast-check';
import { calendarOf, type Calendar } from './calendar.js';
import { addDays, dateIn, instantOf, millisOf, type DateOnly } from './dates.js';
import { offsetsOf } from './zone-offsets.js';

const aDay = 86_400_000;
const zones = Intl.supportedValuesOf('timeZone');
const during = (date: string): number => Date.parse(date);

/** The date on the zone's clocks, asked without the calendar. */
function clockOf(zone: string): (millis: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  return (millis) => format.format(millis);
}

/** What is wrong about the date in that calendar: nothing, as it should. */
function faultsOf(calendar: Calendar, shown: (millis: number) => string, date: DateOnly): readonly string[] {
  const start = millisOf(calendar.startOf(date));
  const named = `${calendar.zone} ${date}`;
  const earlier = [1, 1_000, 60_000, 1_800_000, 3_600_000, 3_660_000, 7_200_000, aDay - 3_600_000, aDay];
  return [
    ...(calendar.dateOf(instantOf(start)) === shown(start) ? [] : [`${named}: dateOf`]),
    ...(shown(start) >= date ? [] : [`${named}: begins before itself`]),
    ...(earlier.some((millis) => shown(start - millis) >= date) ? [`${named}: had begun before`] : []),
    ...(millisOf(calendar.endOf(date)) + 1 === millisOf(calendar.startOf(addDays(date, 1))) ? [] : [`${named}: end`]),
  ];
}

/** The dates whose midnight is near a change of the zone's offset, found by scanning quarter by quarter. */
function datesOfChange(zone: string, shown: (millis: number) => string): readonly DateOnly[] {
  const offsets = offsetsOf(zone);
  const dates = new Set<DateOnly>();
  const quarter = 91 * aDay;
  for (let from = during('1985-01-01'); from < during('2030-01-01'); from += quarter) {
    if (offsets.at(from) === offsets.at(from + quarter)) continue;
    let [low, high] = [from, from + quarter];
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2);
      if (offsets.at(middle) === offsets.at(from)) low = middle;
      else high = middle;
    }
    const [first = '', last = ''] = [shown(low - aDay / 16), shown(high + aDay / 16)].sort();
    if (first !== last) for (let date = dateIn(first); date <= last; date = addDays(date, 1)) dates.add(date);
  }
  return [...dates];
}

describe('dates in a time zone', () => {
  it('begin when the clocks first show them and end as the next begins, around each change of the clocks in every zone', () => {
    const skipped: string[] = [];
    const faults = zones.flatMap((zone) => {
      const [calendar, shown] = [calendarOf(zone), clockOf(zone)];
      return datesOfChange(zone, shown).flatMap((date) => {
        if (shown(millisOf(calendar.startOf(date))) !== date) skipped.push(`${zone} ${date}`);
        return faultsOf(calendar, shown, date);
      });
    });
    expect(faults).toEqual([]);
    expect(skipped).toEqual([
      'Pacific/Apia 2011-12-30',
      'Pacific/Enderbury 1994-12-31',
      'Pacific/Fakaofo 2011-12-30',
      'Pacific/Kiritimati 1994-12-31',
      'Pacific/Kwajalein 1993-08-21',
    ]);
  });

  it('do so on any date', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: during('1900-01-01'), max: during('2100-12-31') }),
        (zone, millis) => {
          const date = dateIn(instantOf(millis).slice(0, 10));
          expect(faultsOf(calendarOf(zone), clockOf(zone), date)).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
    ));

  it.each([
    ['where midnight is skipped', 'America/Asuncion', '2023-10-01', '2023-10-01T04:00:00.000Z', 23],
    ['where midnight is skipped', 'Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00.000Z', 23],
    ['where midnight comes twice', 'America/Havana', '2023-11-05', '2023-11-05T04:00:00.000Z', 25],
    ['where midnight comes twice', 'Atlantic/Azores', '2023-10-29', '2023-10-29T00:00:00.000Z', 25],
    ['where the last hour comes twice', 'America/Asuncion', '2024-03-23', '2024-03-23T03:00:00.000Z', 25],
    [
      'where the clocks change at a minute past midnight',
      'America/St_Johns',
      '2009-03-08',
      '2009-03-08T03:30:00.000Z',
      23,
    ],
    ['where the clocks changed to a second', 'Africa/Monrovia', '1972-01-07', '1972-01-07T00:44:30.000Z', 23.2583],
    ['where a date comes twice', 'Pacific/Kwajalein', '1969-09-30', '1969-09-29T13:00:00.000Z', 47],
    ['where there is no such date', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 0],
  ])('%s: %s %s', (_what, zone, text, start, hours) => {
    const [calendar, date] = [calendarOf(zone), dateIn(text)];
    expect(calendar.startOf(date)).toBe(start);
    expect((millisOf(calendar.endOf(date)) + 1 - Date.parse(start)) / 3_600_000).toBeCloseTo(hours, 3);
  });

  it.each(['0000-01-01', '0999-12-31', '1000-01-01', '9998-12-31', '9999-12-31'])(
    'stay writable as instants at the ends of time: %s',
    (text) => {
      for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kolkata']) {
        const calendar = calendarOf(zone);
        expect(calendar.startOf(dateIn(text))).toMatch(/^\d{4}-/);
        expect(calendar.endOf(dateIn(text))).toMatch(/^\d{4}-/);
        expect(calendar.dateOf(calendar.endOf(dateIn(text)))).toMatch(/^\d{4}-/);
      }
    },
  );
});
