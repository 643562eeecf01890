import { Exact, isDecimalText } from '../../../libs/kernel/decimal.js';
import { dateReader, isoDates, numberReader, plainNumbers, type DateReader, type NumberReader } from './formats.js';
import type { Names } from './names.js';
import type { Recipe, ValueSpec } from './recipe.js';
import { fillText, namesIn, type Scope } from './template.js';
import { RowRefused } from './transport.js';

/** Makes the values of a row. Throws RowRefused naming the column and the value that cannot be read. */
export class Converter {
  private readonly dateFormat: string;
  private readonly numberFormat: string;
  private readonly dateReaders = new Map<string, DateReader>();
  private readonly numberReaders = new Map<string, NumberReader>();

  constructor(
    private readonly recipe: Recipe,
    private readonly names: Names,
  ) {
    this.dateFormat = recipe.dates ?? isoDates;
    this.numberFormat = recipe.numbers ?? plainNumbers;
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

  private read(text: string, { as = 'text', times = '1', format }: ValueSpec, column: () => string): string | number {
    switch (as) {
      case 'text':
        return text;
      case 'date': {
        const dates = format ?? this.dateFormat;
        const date = kept(this.dateReaders, dates, dateReader)(text);
        return date ?? refuse(column, text, `no date of the form ${dates}`);
      }
      case 'number': {
        const numbers = format ?? this.numberFormat;
        const number = kept(this.numberReaders, numbers, numberReader)(text) ?? '';
        return isDecimalText(number)
          ? new Exact(number).times(times).toFixed()
          : refuse(column, text, `no number like ${numbers}`);
      }
      case 'integer': {
        const number = kept(this.numberReaders, format ?? this.numberFormat, numberReader)(text) ?? '';
        return /^-?\d+$/.test(number) && Number.isSafeInteger(Number(number))
          ? Number(number)
          : refuse(column, text, 'no whole number');
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

function kept<T>(made: Map<string, T>, format: string, make: (format: string) => T): T {
  const value = made.get(format) ?? make(format);
  made.set(format, value);
  return value;
}
