import { createHash } from 'node:crypto';
import { canonicalJson } from '../../kernel/json.js';
import { fieldTypeOf, scalarTypeOf } from '../fields.js';
import type { ReadModel } from '../read-model.js';
import { QueryRefused, type ListQuery, type Sort } from '../read-store.js';
import { allOf, anyOf, quoted, sql, type Sql, type Value } from './sql.js';

/** The order that leaves no ties: as asked, then by `_id` in the direction of the last field. @throws QueryRefused */
export function orderOf(model: ReadModel, sort: readonly Sort[] = []): readonly Sort[] {
  for (const { field } of sort) scalarTypeOf(model, field);
  const id = sort.findIndex(({ field }) => field === '_id');
  if (id >= 0) return sort.slice(0, id + 1);
  return [...sort, { field: '_id', descending: sort.at(-1)?.descending ?? false }];
}

export const orderSql = (order: readonly Sort[]): string =>
  order.map(({ field, descending }) => `${quoted(field)} ${descending ? 'DESC' : 'ASC'}`).join(', ');

/** The place behind a row: its values in the list's order, with a mark of the list they belong to. */
export const cursorText = (list: string, values: readonly Value[]): string =>
  Buffer.from(JSON.stringify([list, ...values])).toString('base64url');

/** The values of a cursor of this very list. @throws QueryRefused */
export function cursorValues(model: ReadModel, order: readonly Sort[], list: string, cursor: string): readonly Value[] {
  const [mark, ...values] = decoded(cursor);
  const fits =
    values.length === order.length && order.every(({ field }, index) => fitsField(model, field, values[index]));
  if (mark !== list || !fits || cursorText(list, values.filter(isValue)) !== cursor) {
    throw new QueryRefused(
      'bad-cursor',
      'The cursor is not one of this list: use the "next" of its last page, with the same filter, sort and instant.',
    );
  }
  return values.filter(isValue);
}

/** Names the list that a cursor belongs to, by what makes it. */
export function listMark(model: ReadModel, order: readonly Sort[], { filter, search, at }: ListQuery): string {
  const list = [model.name, model.version, filter ?? {}, search ?? null, order, at?.asOf ?? null, at?.knownAt ?? null];
  return createHash('sha256').update(canonicalJson(list)).digest('base64url').slice(0, 16);
}

/**
 * What comes behind these values, as one condition or two to be read one after the other: each is a range of an index that leads
 * with the list's first field. Rows without a value come first, so in a descending list they are a range of their own.
 */
export function rangesAfter(order: readonly Sort[], values: readonly Value[]): readonly Sql[] {
  const [first, value] = [order[0], values[0]];
  if (first === undefined || value === undefined) return [sql('1')];
  const behind = lexicographic(order, values);
  const column = quoted(first.field);
  if (value === null) return [behind];
  const range = allOf([sql(`${column} ${first.descending ? '<=' : '>='} ?`, value), behind]);
  return first.descending && first.field !== '_id' ? [range, sql(`${column} IS NULL`)] : [range];
}

/** Equal in the fields before, and behind in one: `(a > ? OR (a = ? AND _id > ?))`. Null is less than every value. */
function lexicographic(order: readonly Sort[], values: readonly Value[]): Sql {
  const steps = order.map((sort, index) => {
    const before = order.slice(0, index).map(({ field }, place) => sql(`${quoted(field)} IS ?`, values[place] ?? null));
    return allOf([...before, behindIn(sort, values[index] ?? null)]);
  });
  return anyOf(steps);
}

function behindIn({ field, descending }: Sort, value: Value): Sql {
  const column = quoted(field);
  if (value === null) return sql(descending ? '0' : `${column} IS NOT NULL`);
  return descending ? sql(`(${column} < ? OR ${column} IS NULL)`, value) : sql(`${column} > ?`, value);
}

function decoded(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function fitsField(model: ReadModel, field: string, value: unknown): boolean {
  if (value === null) return field !== '_id';
  const type = fieldTypeOf(model, field);
  return typeof value === (type === 'integer' || type === 'boolean' ? 'number' : 'string');
}

const isValue = (value: unknown): value is Value =>
  value === null || typeof value === 'string' || typeof value === 'number';
