import { isPlainObject } from '../kernel/json.js';
import { referenceKey, type Reference } from '../kernel/references.js';
import type { Scalar } from './filter.js';
import { isListType, type FieldType, type ListType, type ReadModel, type Row, type ScalarType } from './read-model.js';
import { QueryRefused } from './read-store.js';

export type Fields = Pick<ReadModel, 'name' | 'fields'> & Partial<Pick<ReadModel, 'search' | 'custom'>>;

/** The type of a field that queries may name: a declared one, or `_id`. @throws QueryRefused */
export function fieldTypeOf({ name, fields }: Fields, field: string): FieldType {
  if (field === '_id') return 'text';
  const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (type !== undefined) return type;
  const known = ['_id', ...Object.keys(fields)].join(', ');
  throw new QueryRefused(
    'unknown-field',
    `${name} has no field ${shown(field)} to filter, sort or group by. It has: ${known}.`,
  );
}

/** The type of a field that has an order, to sort or group by: lists have none. @throws QueryRefused */
export function scalarTypeOf(model: Fields, field: string): ScalarType {
  const type = fieldTypeOf(model, field);
  if (!isListType(type)) return type;
  throw new QueryRefused(
    'unknown-field',
    `${model.name}: ${shown(field)} is a list; it cannot be sorted or grouped by.`,
  );
}

/** The type of a field that adds up: only integers do. @throws QueryRefused */
export function summedTypeOf(model: Fields, field: string): 'integer' {
  const type = fieldTypeOf(model, field);
  if (type === 'integer') return type;
  throw new QueryRefused('unknown-field', `${model.name}: "${field}" is ${type}; only integer fields add up.`);
}

/** The declared fields that lists can be sorted by. */
export const sortableFields = ({ fields }: Fields): readonly string[] =>
  Object.entries(fields).flatMap(([field, type]) => (isListType(type) ? [] : [field]));

/** A value from a request in a message: as JSON, and not at full length. */
export function shown(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? typeof value;
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The row is not what its model declares; a fault of a reducer. */
export class RowUnfit extends Error {
  override readonly name = 'RowUnfit';
}

/** The value that queries see: null where the row has none, or has an object (sealed or erased). @throws RowUnfit */
export function fieldValue(model: Fields, row: Row, field: string, type: ScalarType): Scalar | null {
  const value: unknown = Reflect.get(row, field);
  if (value === undefined || value === null || typeof value === 'object') return null;
  switch (type) {
    case 'integer':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'text':
    case 'date':
    case 'instant':
      if (typeof value === 'string') return value;
  }
  return unfit(model, row, field, type, value);
}

/** The elements of a list that queries see, each once and as text; none where the row has no list, or sealed ones. @throws RowUnfit */
export function fieldTexts(model: Fields, row: Row, field: string, type: ListType): readonly string[] {
  const value: unknown = Reflect.get(row, field);
  if (!Array.isArray(value)) {
    if (value === undefined || value === null || typeof value === 'object') return [];
    return unfit(model, row, field, type, value);
  }
  if (value.length === 0) return [];
  const texts = value.flatMap((element: unknown): string | readonly string[] => {
    if (type === 'references')
      return isReference(element) ? referenceKey(element) : unfit(model, row, field, type, value);
    if (typeof element === 'string') return element;
    return isPlainObject(element) ? [] : unfit(model, row, field, type, value);
  });
  return [...new Set(texts)];
}

const isReference = (value: unknown): value is Reference =>
  isPlainObject(value) && [value['system'], value['type'], value['id']].every((part) => typeof part === 'string');

function unfit(model: Fields, row: Row, field: string, type: FieldType, value: unknown): never {
  throw new RowUnfit(`${model.name}: row ${row._id} has ${shown(value)} as "${field}", which is declared ${type}.`);
}

/** Checks a reducer's row: under its own key, and fit for the declared fields. @throws RowUnfit */
export function checkRow(model: Fields, key: string, row: Row): void {
  if (row._id !== key) throw new RowUnfit(`${model.name}: the row of ${key} has the _id ${shown(row._id)}.`);
  for (const field in model.fields) {
    const type = model.fields[field];
    if (type === undefined) continue;
    if (isListType(type)) fieldTexts(model, row, field, type);
    else fieldValue(model, row, field, type);
  }
}
