import { isPlainObject } from '../kernel/json.js';
import type { Fields } from './fields.js';
import type { Scalar } from './filter.js';
import type { CustomFields, Row } from './read-model.js';
import { QueryRefused } from './read-store.js';

const prefix = 'custom.';
const plainId = /^[A-Za-z0-9_-]+$/;

/** What queries call the field. */
export const customField = (id: string): string => `${prefix}${id}`;

export const isCustomField = (field: string): boolean => field.startsWith(prefix);

/** The id of the definition, of what queries call the field. */
export const customId = (field: string): string => field.slice(prefix.length);

/** Whether it can be the id of a custom field: no other can be asked for. */
export const isCustomId = (id: string): boolean => plainId.test(id);

/** The model with these custom fields beside its own, for `parseFilter` and within stores. @throws QueryRefused */
export function withCustomFields<M extends Fields>(model: M, custom: CustomFields = {}): M {
  const ids = Object.keys(custom);
  if (ids.length === 0) return model;
  if (model.custom !== true) throw new QueryRefused('unknown-field', `${model.name} has no custom fields.`);
  const strange = ids.find((id) => !isCustomId(id));
  if (strange !== undefined) throw new TypeError(`"${strange}" cannot be the id of a custom field.`);
  const fields = Object.fromEntries(Object.entries(custom).map(([id, type]) => [customField(id), type]));
  return { ...model, fields: { ...model.fields, ...fields } };
}

/** The row's custom values that queries see, by what they call the field: no sealed ones, and no fractions. */
export function customValues(row: Row): Readonly<Record<string, Scalar | readonly string[]>> {
  const custom: unknown = Reflect.get(row, 'custom');
  if (!isPlainObject(custom)) return {};
  const values: Record<string, Scalar | readonly string[]> = {};
  for (const [id, value] of Object.entries(custom)) {
    const seen = seenBy(value);
    if (seen !== undefined) values[customField(id)] = seen;
  }
  return values;
}

function seenBy(value: unknown): Scalar | readonly string[] | undefined {
  if (Array.isArray(value)) return [...new Set(value.filter((element) => typeof element === 'string'))];
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}
