import { parseDate, type DateOnly } from '../../../libs/kernel/dates.js';
import { Exact, isDecimalText } from '../../../libs/kernel/decimal.js';
import type { Names } from './names.js';
import type { Recipe, ValueSpec } from './recipe.js';
import { fillText, namesIn, type Scope } from './template.js';
import { RowRefused } from './transport.js';

/** Reads a date as the files write it; undefined for what is none. */
export type DateReader = (text: string) => DateOnly | undefined;

const isoDates = 'YYYY-MM-DD';
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

/** Makes the values of a row. Throws RowRefused naming the column and the value that cannot be read. */
export class Converter {
  private readonly format: string;
  private readonly readDate: DateReader;

  constructor(
    private readonly recipe: Recipe,
    private readonly names: Names,
  ) {
    this.format = recipe.dates ?? isoDates;
    this.readDate = dateReader(this.format);
  }

  valueOf(name: string, spec: ValueSpec, scope: Scope): string | number | undefined {
    const templates = typeof spec.of === 'string' ? [spec.of] : spec.of;
    const text = first(templates, (template) => fillText(template, scope));
    if (text === undefined) return spec.else === undefined ? undefined : fillText(spec.else, scope);
    const column = (): string => [...new Set(templates.flatMap(namesIn))].join(', ') || name;
    const mended = this.mended(text, spec.aliases);
    return spec.in === undefined ? this.read(mended, spec, column) : this.names.find(spec.in, mended, column);
  }

  private mended(text: string, list = ''): string {
    const aliases = this.recipe.aliases?.[list] ?? {};
    return (Object.hasOwn(aliases, text) ? aliases[text] : undefined) ?? text;
  }

  private read(text: string, { as = 'text', times = '1' }: ValueSpec, column: () => string): string | number {
    switch (as) {
      case 'text':
        return text;
      case 'date':
        return this.readDate(text) ?? refuse(column, text, `no date of the form ${this.format}`);
      case 'number':
        return isDecimalText(text)
          ? new Exact(text).times(times).toFixed()
          : refuse(column, text, 'no number like 1234.5');
      case 'integer': {
        const number = Number(text);
        return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : refuse(column, text, 'no whole number');
      }
    }
  }
}

function refuse(column: () => string, text: string, why: string): never {
  throw new RowRefused(`${column()}: "${text}" is ${why}.`);
}

function first<T, R>(items: readonly T[], made: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = made(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
