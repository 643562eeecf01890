import { addDays, instantOf, millisOf, type DateOnly, type Instant } from './dates.js';

/** Decision 9: the organisation's time zone, in which dates begin and end. */
export interface Calendar {
  readonly zone: string;
  /** The moment at which the date begins. */
  startOf(date: DateOnly): Instant;
  /** The last moment of the date, to the millisecond: `asOf=2017-03-31` means everything up to it. */
  endOf(date: DateOnly): Instant;
  /** The date that it is at this moment. */
  dateOf(moment: Instant): DateOnly;
}

/** The calendar of an IANA time zone. Throws a RangeError for an unknown zone. */
export function calendarOf(zone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  const localMillis = (millis: number): number => Date.parse(`${format.format(millis).replace(', ', 'T')}Z`);
  const startOf = (date: DateOnly): Instant => {
    const utc = Date.parse(date);
    const guess = utc - (localMillis(utc) - utc);
    return instantOf(utc - (localMillis(guess) - guess));
  };
  return {
    zone,
    startOf,
    endOf: (date) => instantOf(millisOf(startOf(addDays(date, 1))) - 1),
    dateOf: (moment) => instantOf(localMillis(Math.floor(millisOf(moment) / 1000) * 1000)).slice(0, 10) as DateOnly,
  };
}
