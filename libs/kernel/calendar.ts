import { instantOf, millisOf, type DateOnly, type Instant } from './dates.js';
import { offsetsOf } from './zone-offsets.js';

/**
 * Decision 9: the organisation's time zone, in which dates begin and end. A date begins when its zone's clocks first show it, at
 * whichever hour, and ends as the next begins. One that they never show, as 2011-12-30 in Apia, begins as the next does and lasts no time.
 */
export interface Calendar {
  readonly zone: string;
  /** The first moment of the date. */
  startOf(date: DateOnly): Instant;
  /** The last moment before the next date, to the millisecond: `asOf=2017-03-31` means everything up to it. */
  endOf(date: DateOnly): Instant;
  /** The date that the clocks show at this moment. */
  dateOf(moment: Instant): DateOnly;
}

/** The calendar of an IANA time zone. Throws a RangeError for an unknown zone. */
export function calendarOf(zone: string): Calendar {
  const offsets = offsetsOf(zone);
  const startOf = (midnight: number): number => {
    for (const { from, to, offset } of offsets.around(midnight)) {
      const shown = Math.max(from, midnight - offset);
      if (shown < to) return shown;
    }
    throw new RangeError(`No clock of ${zone} ever reaches ${instantOf(midnight)}.`);
  };
  return {
    zone,
    startOf: (date) => writable(startOf(Date.parse(date))),
    endOf: (date) => writable(startOf(Date.parse(date) + aDay) - 1),
    dateOf: (moment) => writable(millisOf(moment) + offsets.at(millisOf(moment))).slice(0, 10) as DateOnly,
  };
}

const aDay = 86_400_000;
const first = Date.parse('0000-01-01');
const last = Date.parse('9999-12-31') + aDay - 1;
/** Instants are text with four digits for the year. */
const writable = (millis: number): Instant => instantOf(Math.min(Math.max(millis, first), last));
