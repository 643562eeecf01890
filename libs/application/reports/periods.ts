import { addDays, addMonths, dateIn, type DateOnly } from '../../kernel/dates.js';

/** Decision 9: calendar periods; `from` and `to` are inclusive. */
export interface Period {
  readonly key: string;
  readonly from: DateOnly;
  readonly to: DateOnly;
}

/** The month a date is in: `2017-03`. */
export function monthOf(date: DateOnly): Period {
  return periodOf(date.slice(0, 7), date.slice(0, 7), 1);
}

/** The quarter a date is in: `2017-Q1`. */
export function quarterOf(date: DateOnly): Period {
  const quarter = Math.ceil(Number(date.slice(5, 7)) / 3);
  const firstMonth = String(quarter * 3 - 2).padStart(2, '0');
  return periodOf(`${date.slice(0, 4)}-Q${String(quarter)}`, `${date.slice(0, 4)}-${firstMonth}`, 3);
}

function periodOf(key: string, firstMonth: string, months: number): Period {
  const from = dateIn(`${firstMonth}-01`);
  return { key, from, to: addDays(addMonths(from, months), -1) };
}
