import { dateIn, type DateOnly } from '../../kernel/dates.js';
import type { Between, Grouping } from './grouping.js';
import { periodsFrom, type Period } from './periods.js';
import { refuseReport } from './report-refusals.js';

const most = 1200;

/** @throws DomainError `from-after-to` */
export function refuseBackwards({ from, to }: Between): void {
  if (from === undefined || to === undefined || from <= to) return;
  refuseReport('from-after-to', `from=${from} is after to=${to}. Name the earlier date first.`);
}

/** Bookings by the period of their date, each with those between that have none. */
export function byPeriod(periodOn: (date: DateOnly) => Period): Grouping {
  const periods = new Map<string, Period>();
  const keyOf = (period: Period): string => {
    periods.set(period.key, period);
    return period.key;
  };
  return {
    grains: ['sale'],
    fields: ['bookedOn'],
    keyOf: ([date]) => keyOf(periodOn(dateIn(date ?? ''))),
    keysBetween: (groups, between) => {
      const booked = groups.map(([date]) => dateIn(date ?? ''));
      return periodsBetween(periodOn, booked, between).map(keyOf);
    },
    labelsOf: () => Promise.resolve(new Map()),
    datesOf: (key) => {
      const period = periods.get(key);
      return period && { from: period.from, to: period.to };
    },
  };
}

/**
 * The periods that have a row in any case: from `from` to `to`; where one is left out, from the first or to the last booking. Where
 * neither was named and old bookings alone make too many, none. @throws DomainError `too-many-periods`
 */
function periodsBetween(
  periodOn: (date: DateOnly) => Period,
  booked: readonly DateOnly[],
  { from, to }: Between,
): readonly Period[] {
  const dates = [...booked].sort();
  const [first, last] = [from ?? dates.at(0), to ?? dates.at(-1)];
  if (first === undefined || last === undefined) return [];
  const periods = periodsFrom(periodOn, first, last, most);
  if (periods !== undefined) return periods;
  if (from === undefined && to === undefined) return [];
  return refuseReport(
    'too-many-periods',
    `There are more than ${String(most)} periods from ${first} to ${last}. Name from and to closer together, or group by longer periods.`,
  );
}
