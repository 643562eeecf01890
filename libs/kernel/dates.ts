import Type from 'typebox';

declare const instant: unique symbol;
declare const dateOnly: unique symbol;

/** A moment as ISO text in UTC with milliseconds, `2017-03-31T22:00:00.000Z`: sorts as text. */
export type Instant = string & { readonly [instant]: true };
export const Instant = Type.Unsafe<Instant>(Type.String({ format: 'date-time' }));

/** A business date without a time, `2017-03-31`: sorts as text. */
export type DateOnly = string & { readonly [dateOnly]: true };
export const DateOnly = Type.Unsafe<DateOnly>(Type.String({ format: 'date' }));

/** Where the time comes from; passed in, so that tests and imports can set it. */
export interface Clock {
  now(): Instant;
}
export const systemClock: Clock = { now: () => instantOf(Date.now()) };

export const instantOf = (millis: number): Instant => new Date(millis).toISOString() as Instant;
export const millisOf = (moment: Instant): number => Date.parse(moment);
export const later = <T extends Instant | DateOnly>(a: T, b: T): T => (a > b ? a : b);
export const earlier = <T extends Instant | DateOnly>(a: T, b: T): T => (a < b ? a : b);
/** The next instant, and the one before: a millisecond away. */
export const justAfter = (moment: Instant): Instant => instantOf(millisOf(moment) + 1);
export const justBefore = (moment: Instant): Instant => instantOf(millisOf(moment) - 1);

const date = '\\d{4}-\\d{2}-\\d{2}';
const timeWithZone = 'T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})';
const dateShape = new RegExp(`^${date}$`);
const instantShape = new RegExp(`^${date}${timeWithZone}$`);
/** Of a date, or an instant with its zone; not each that fits is one. */
export const momentPattern = `^${date}(${timeWithZone})?$`;

/** The date that the text names, or undefined: 2017-02-30 is none. */
export function parseDate(text: string): DateOnly | undefined {
  if (!dateShape.test(text)) return undefined;
  const millis = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text) ? (text as DateOnly) : undefined;
}

/** The dates that a business date may be: a year like 0024 or 9999 is a slip, or stands for no date at all. */
export const businessDates = { first: '1900-01-01' as DateOnly, last: '2199-12-31' as DateOnly };
export const isBusinessDate = (date: string): boolean => date >= businessDates.first && date <= businessDates.last;

/** The instant that the text names with its zone (`Z` or `+01:00`), or undefined. */
export function parseInstant(text: string): Instant | undefined {
  if (!instantShape.test(text) || !parseDate(text.slice(0, 10))) return undefined;
  const millis = Date.parse(text);
  if (Number.isNaN(millis)) return undefined;
  const inUtc = instantOf(millis);
  // Its zone may lead out of the years 0000 to 9999, where the text would no longer sort.
  return dateShape.test(inUtc.slice(0, 10)) ? inUtc : undefined;
}

/** A date as it is, a time with its zone as an instant in UTC; null and undefined as they are. Of text that was checked to be one. */
export function momentFrom<T extends string | null | undefined>(text: T): DateOnly | Instant | Exclude<T, string> {
  if (typeof text !== 'string') return text as Exclude<T, string>;
  return parseDate(text) ?? parseInstant(text) ?? (text as never);
}

/** The date in text that is known to be one: from a row, or another date. */
export const dateIn = (text: string): DateOnly =>
  parseDate(text) ??
  ((): never => {
    throw new RangeError(`"${text}" is not a date.`);
  })();

/** The instant in text that is known to be one: from a row. */
export const instantIn = (text: string): Instant =>
  parseInstant(text) ??
  ((): never => {
    throw new RangeError(`"${text}" is not an instant with its zone.`);
  })();

/** The date this many days later (earlier when negative). */
export function addDays(date: DateOnly, days: number): DateOnly {
  return instantOf(Date.parse(date) + days * 86_400_000).slice(0, 10) as DateOnly;
}

/** The same day so many months later; the month's last day where there is no such day (31 January + 1 → 28 February). */
export function addMonths(date: DateOnly, months: number): DateOnly {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(utcDay(year, month - 1 + months + 1, 0)).getUTCDate();
  const target = utcDay(year, month - 1 + months, Math.min(day, lastDay));
  return instantOf(target).slice(0, 10) as DateOnly;
}

// Date.UTC takes the years 0 to 99 for 1900 to 1999.
const utcDay = (year: number, month: number, day: number): number => new Date(0).setUTCFullYear(year, month, day);
