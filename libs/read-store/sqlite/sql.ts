import { scalarTypeOf, summedTypeOf, type Fields } from '../fields.js';
import type { Scalar } from '../filter.js';

export type Value = string | number | null;

/** A piece of SQL and the values of its placeholders, in order. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly Value[];
}

export const sql = (text: string, ...values: readonly Value[]): Sql => ({ sql: text, values });

/** Conditions that all must hold; none: always true. */
export const allOf = (conditions: readonly Sql[]): Sql => joined(conditions, 'AND', '1');

/** Conditions of which one must hold; none: never true. */
export const anyOf = (conditions: readonly Sql[]): Sql => joined(conditions, 'OR', '0');

function joined(conditions: readonly Sql[], word: string, empty: string): Sql {
  if (conditions.length === 0) return sql(empty);
  const text = conditions.map((condition) => condition.sql).join(` ${word} `);
  return { sql: `(${text})`, values: conditions.flatMap(({ values }) => values) };
}

/** libsql cannot bind booleans. */
export const bound = (value: Scalar | null): Value => (typeof value === 'boolean' ? Number(value) : value);

const plainName = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+)?$/;

/** A name from code, or of a custom field, as an SQL identifier. */
export function quoted(name: string): string {
  if (!plainName.test(name)) throw new TypeError(`"${name}" cannot name a table or column: use letters, digits and _.`);
  return `"${name}"`;
}

/** The column of a field to sort or group by. @throws QueryRefused */
export function columnOf(model: Fields, field: string): string {
  scalarTypeOf(model, field);
  return quoted(field);
}

/** The column of an integer field, to add up. @throws QueryRefused */
export function sumColumnOf(model: Fields, field: string): string {
  summedTypeOf(model, field);
  return quoted(field);
}
