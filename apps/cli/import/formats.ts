import { parseDate, type DateOnly } from '../../../libs/kernel/dates.js';

/** Reads a value as the files write it; undefined for what is none. */
export type DateReader = (text: string) => DateOnly | undefined;
/** Returns it with a point for the decimals and nothing between the thousands. */
export type NumberReader = (text: string) => string | undefined;

export const isoDates = 'YYYY-MM-DD';
export const plainNumbers = '1234.56';

const dateParts: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
};

/** Whether the format names the year, the month and the day once each. */
export const isDateFormat = (format: string): boolean =>
  /^[^YMD]*(YYYY|MM?|DD?)[^YMD]*(YYYY|MM?|DD?)[^YMD]*(YYYY|MM?|DD?)[^YMD]*$/.test(format) &&
  ['Y', 'M', 'D'].every((letter) => format.includes(letter));

/** A reader for `M/D/YYYY`, `DD.MM.YYYY` and the like: one letter takes one digit or two. */
export function dateReader(format: string): DateReader {
  const pattern = format.replace(/YYYY|MM?|DD?|[^A-Za-z0-9]/g, (part) => dateParts[part] ?? `\\${part}`);
  const shape = new RegExp(`^${pattern}$`);
  return (text) => {
    const { year, month, day } = shape.exec(text)?.groups ?? {};
    if (year === undefined || month === undefined || day === undefined) return undefined;
    return parseDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  };
}

const example = /^1(?<thousands>[.,'’ \u00A0\u2009\u202F]?)234(?<decimal>[.,])56$/;

/** Whether the format is the number 1234.56 in some way of writing. */
export const isNumberFormat = (format: string): boolean => {
  const { thousands, decimal } = example.exec(format)?.groups ?? {};
  return decimal !== undefined && thousands !== decimal;
};

const blanks = ' \u00A0\u2009\u202F';

/** A reader for `1.234,56`, `1 234,56` and the like. Thousands may be parted or not, but nowhere else. */
export function numberReader(format: string): NumberReader {
  const { thousands = '', decimal = '.' } = example.exec(format)?.groups ?? {};
  const parting = blanks.includes(thousands) ? blanks : thousands;
  const parted = thousands === '' ? '' : `|\\d{1,3}(?:[${parting}]\\d{3})+`;
  const shape = new RegExp(`^-?(?:\\d+${parted})(?:[${decimal}]\\d+)?$`);
  const separators = new RegExp(`[${parting}]`, 'g');
  return (text) => {
    if (!shape.test(text)) return undefined;
    const digits = thousands === '' ? text : text.replace(separators, '');
    return digits.replace(decimal, '.');
  };
}
