import { createHash } from 'node:crypto';
import { canonicalJson } from '../kernel/json.js';
import { fieldTypeOf, scalarTypeOf } from './fields.js';
import type { ReadModel } from './read-model.js';
import { QueryRefused, type ListQuery, type Sort } from './read-store.js';

/** A field's value in a list's order: 1 and 0 for true and false, null where the row has none. */
export type SortValue = string | number | null;

/** The order that leaves no ties: as asked, then by `_id` in the direction of the last field. @throws QueryRefused */
export function orderOf(model: ReadModel, sort: readonly Sort[] = []): readonly Sort[] {
  for (const { field } of sort) scalarTypeOf(model, field);
  const id = sort.findIndex(({ field }) => field === '_id');
  if (id >= 0) return sort.slice(0, id + 1);
  return [...sort, { field: '_id', descending: sort.at(-1)?.descending ?? false }];
}

/** The place after a row: its values in the list's order, with a mark of the list they belong to. */
export const cursorText = (list: string, values: readonly SortValue[]): string => encoded([list, ...values]);

/** The values of a cursor of this very list. @throws QueryRefused */
export function cursorValues(
  model: ReadModel,
  order: readonly Sort[],
  list: string,
  cursor: string,
): readonly SortValue[] {
  const [mark, ...values] = partsOf(cursor);
  const fits =
    values.length === order.length && order.every(({ field }, index) => fitsField(model, field, values[index]));
  if (mark !== list || !fits || cursorText(list, values.filter(isValue)) !== cursor) {
    return badCursor();
  }
  return values.filter(isValue);
}

/** Names the list that a cursor belongs to, by what makes it. */
export function listMark(model: ReadModel, order: readonly Sort[], { filter, search, at }: ListQuery): string {
  const list = [model.name, model.version, filter ?? {}, search ?? null, order, at?.asOf ?? null, at?.knownAt ?? null];
  return createHash('sha256').update(canonicalJson(list)).digest('base64url').slice(0, 16);
}

/** Parts as the text of a cursor. */
export const encoded = (parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The parts of what may be a cursor; none of what is not. */
export function partsOf(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** @throws QueryRefused `bad-cursor` */
export function badCursor(): never {
  throw new QueryRefused(
    'bad-cursor',
    'The cursor is not one of this list: use the "next" of its last page, with the same filter, sort and instants.',
  );
}

function fitsField(model: ReadModel, field: string, value: unknown): boolean {
  if (value === null) return field !== '_id';
  const type = fieldTypeOf(model, field);
  return typeof value === (type === 'integer' || type === 'boolean' ? 'number' : 'string');
}

const isValue = (value: unknown): value is SortValue =>
  value === null || typeof value === 'string' || typeof value === 'number';
