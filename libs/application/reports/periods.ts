import { addDays, addMonths, dateIn, type DateOnly } from '../../kernel/dates.js';

/** Decision 9: calendar periods; `from` and `to` are inclusive. */
export interface Period {
  readonly key: string;
  readonly from: DateOnly;
  readonly to: DateOnly;
}

/** The month a date is in: `2017-03`. */
export const monthOf = (date: DateOnly): Period => periodOf(date.slice(0, 7), date, Number(date.slice(5, 7)), 1);

/** The quarter a date is in: `2017-Q1`. */
export function quarterOf(date: DateOnly): Period {
  const quarter = Math.ceil(Number(date.slice(5, 7)) / 3);
  return periodOf(`${date.slice(0, 4)}-Q${String(quarter)}`, date, quarter * 3 - 2, 3);
}

/** The year a date is in: `2017`. */
export const yearOf = (date: DateOnly): Period => periodOf(date.slice(0, 4), date, 1, 12);

/** All periods from that of the first date to that of the last; undefined where they are more than `most`. */
export function periodsFrom(
  periodOn: (date: DateOnly) => Period,
  first: DateOnly,
  last: DateOnly,
  most: number,
): readonly Period[] | undefined {
  const periods: Period[] = [];
  for (let period = periodOn(first); periods.length < most; period = periodOn(addDays(period.to, 1))) {
    periods.push(period);
    if (period.to >= last) return periods;
  }
  return undefined;
}

// Not the day before the next period: after the year 9999 there is none.
function periodOf(key: string, date: DateOnly, firstMonth: number, months: number): Period {
  const year = date.slice(0, 4);
  const from = addMonths(dateIn(`${year}-01-01`), firstMonth - 1);
  return { key, from, to: addMonths(dateIn(`${year}-01-31`), firstMonth + months - 2) };
}
