import type { Document } from 'mongodb';
import { customId, isCustomField } from '../custom-fields.js';
import type { SortValue } from '../cursor.js';
import { fieldTypeOf, type Fields } from '../fields.js';
import { compileFilter, type FilterLanguage, type NamedField } from '../filter.compile.js';
import type { Filter, Scalar } from '../filter.js';
import type { KeysetLanguage } from '../keyset.js';
import { customKind, storedScalar } from './stored-rows.js';

/** What a row's key is called: in versions that ended it is no `_id`. */
export type KeyPath = '_id' | 'id';

/** The filter as a condition on documents. @throws QueryRefused */
export const filterMongo = (model: Fields, filter: Filter | undefined, key: KeyPath): Document =>
  compileFilter(model, filter, languageOf(key));

/** Where a field's value is in a document. */
export function pathOf({ field, type }: NamedField, key: KeyPath): string {
  if (field === '_id') return key;
  return isCustomField(field) ? `custom.${customKind(type)}.${customId(field)}` : `fields.${field}`;
}

export const allOf = (parts: readonly Document[]): Document => {
  const conditions = parts.filter((part) => Object.keys(part).length > 0);
  const [first, ...others] = conditions;
  if (first === undefined) return {};
  return others.length === 0 ? first : { $and: conditions };
};

const anyOf = (parts: readonly Document[]): Document => {
  const [first, ...others] = parts;
  if (first === undefined) return { _id: { $in: [] } };
  return others.length === 0 ? first : { $or: parts };
};

function languageOf(key: KeyPath): FilterLanguage<Document> {
  const at = (named: NamedField, condition: unknown): Document => ({ [pathOf(named, key)]: condition });
  return {
    allOf,
    anyOf,
    hasNone: (named) => at(named, null),
    hasSome: (named) => at(named, { $ne: null }),
    compares: (named, comparison, value) => at(named, { [`$${comparison}`]: storedScalar(value) }),
    isIn: (named, values) => at(named, { $in: values.map(storedScalar) }),
    hasElement: (named, value: Scalar) => at(named, { $eq: storedScalar(value) }),
    hasPart: ({ field }, place, searched) => {
      const folded = isCustomField(field) ? `$folded.custom.${customId(field)}` : `$folded.own.${field}`;
      // Not a pattern: what is searched may be of any length, and hold any character.
      const found = { $indexOfBytes: [folded, { $literal: searched }] };
      return { $expr: place === 'contains' ? { $gte: [found, 0] } : { $eq: [found, 0] } };
    },
  };
}

/** A place in an order, as conditions on documents. */
export function keysetMongo(model: Fields, key: KeyPath): KeysetLanguage<Document> {
  const path = (field: string) => pathOf({ field, type: fieldTypeOf(model, field) }, key);
  return {
    allOf,
    anyOf,
    is: (field, value) => ({ [path(field)]: value === null ? null : { $eq: storedScalar(value) } }),
    hasSome: (field) => ({ [path(field)]: { $ne: null } }),
    compares: (field, comparison, value) => ({ [path(field)]: { [`$${comparison}`]: storedScalar(value) } }),
  };
}

/** A stored value as it is sorted and grouped by. */
export function sortValueIn(document: Document, path: string): SortValue {
  let value: unknown = document;
  for (const part of path.split('.')) value = isDocument(value) ? value[part] : undefined;
  return sortValueOf(value);
}

export function sortValueOf(value: unknown): SortValue {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : Number(value);
}

const isDocument = (value: unknown): value is Document => typeof value === 'object' && value !== null;
