import { instantOf, millisOf, type DateOnly, type Instant } from './dates.js';

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
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const localMillis = (millis: number): number => Date.parse(`${format.format(millis).replace(', ', 'T')}Z`);
  // Formatting a date is slow.
  const offsets = new Map<number, number>();
  const offsetAt = (millis: number): number => {
    const step = millis < onQuarters ? 1_000 : aQuarterHour;
    const moment = Math.floor(between(millis, readable) / step) * step;
    const known = offsets.get(moment);
    if (known !== undefined) return known;
    const offset = localMillis(moment) - moment;
    if (offsets.size >= offsetsKept) offsets.clear();
    offsets.set(moment, offset);
    return offset;
  };
  const startOf = (utc: number): number => utc - offsetAt(utc - offsetAt(utc));
  const instant = (millis: number): Instant => instantOf(between(millis, writable));
  return {
    zone,
    startOf: (date) => instant(startOf(Date.parse(date))),
    endOf: (date) => instant(startOf(Date.parse(date) + aDay) - 1),
    dateOf: (moment) => instant(millisOf(moment) + offsetAt(millisOf(moment))).slice(0, 10) as DateOnly,
  };
}

const aDay = 86_400_000;
const aQuarterHour = 900_000;
/** Since then every zone changes its offset on a quarter of an hour; the last that did not was Liberia, in 1972. */
const onQuarters = Date.parse('1973-01-01');
const offsetsKept = 10_000;
const years = (from: string, to: string): readonly [number, number] => [
  Date.parse(`${from}-01-01`),
  Date.parse(`${to}-12-31`) + aDay - 1,
];
/** Instants are text with four digits for the year. */
const writable = years('0000', '9999');
/** What `format` writes as a date that can be parsed again: it writes the year 1 as `1`. */
const readable = years('1000', '9998');

const between = (millis: number, [first, last]: readonly [number, number]): number =>
  Math.min(Math.max(millis, first), last);
