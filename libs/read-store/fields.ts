import type { Scalar } from './filter.js';
import type { FieldType, ReadModel, Row } from './read-model.js';
import { QueryRefused } from './read-store.js';

export type Fields = Pick<ReadModel, 'name' | 'fields'>;

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
export function fieldValue(model: Fields, row: Row, field: string, type: FieldType): Scalar | null {
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
  throw new RowUnfit(`${model.name}: row ${row._id} has ${shown(value)} as "${field}", which is declared ${type}.`);
}

/** Checks a reducer's row: under its own key, and fit for the declared fields. @throws RowUnfit */
export function checkRow(model: Fields, key: string, row: Row): void {
  if (row._id !== key) throw new RowUnfit(`${model.name}: the row of ${key} has the _id ${shown(row._id)}.`);
  for (const field in model.fields) {
    const type = model.fields[field];
    if (type !== undefined) fieldValue(model, row, field, type);
  }
}
