import { Long, type ObjectId } from 'mongodb';
import { searchable, searchWords } from '../../kernel/searchable.js';
import { customId, customValues, isCustomId } from '../custom-fields.js';
import { fieldTexts, fieldValue } from '../fields.js';
import type { Scalar } from '../filter.js';
import { isListType, type FieldType, type ReadModel, type Row } from '../read-model.js';
import type { Since } from '../versions.js';

type Stored = string | Long | readonly string[];
type Named<T> = Readonly<Record<string, T>>;

/** A time on both axes, in milliseconds. */
export interface StoredSince {
  readonly occurred: Long;
  readonly recorded: Long;
}

/** What is stored of a row, beside its key: what is asked for, and the whole as JSON. */
export interface StoredFields {
  /** Where the model keeps history. */
  readonly since?: StoredSince;
  /** The declared fields that have a value. */
  readonly fields: Named<Stored>;
  /** Custom values by the kind of their type: one of another kind counts as none. */
  readonly custom?: Readonly<Record<CustomKind, Named<Stored>>>;
  /** Text as searches compare it. */
  readonly folded?: { readonly own: Named<string>; readonly custom: Named<string> };
  readonly words?: readonly string[];
  readonly row: string;
}

export interface StoredRow extends StoredFields {
  readonly _id: string;
}

/** A version that ended. */
export interface StoredVersion extends StoredFields {
  readonly _id: ObjectId;
  readonly id: string;
  readonly since: StoredSince;
  readonly until: StoredSince;
}

export type CustomKind = 'texts' | 'numbers' | 'lists';

export function customKind(type: FieldType): CustomKind {
  if (isListType(type)) return 'lists';
  return type === 'integer' || type === 'boolean' ? 'numbers' : 'texts';
}

/** Numbers as 64 bits, true and false as 1 and 0: a number of the driver's would become a double. */
export const storedScalar = (value: Scalar): string | Long =>
  typeof value === 'string' ? value : Long.fromNumber(Number(value));

export const storedSince = ({ occurred, recorded }: Since): StoredSince => ({
  occurred: Long.fromNumber(occurred),
  recorded: Long.fromNumber(recorded),
});

/** @throws RowUnfit */
export function storedFields(model: ReadModel, row: Row, since?: Since): StoredFields {
  const texts = searchedTexts(model, row);
  return {
    ...(since !== undefined && { since: storedSince(since) }),
    fields: Object.fromEntries(Object.entries(model.fields).flatMap(([field, type]) => named(model, row, field, type))),
    ...(model.custom && { custom: customOf(row) }),
    ...((model.search.length > 0 || model.custom) && {
      folded: {
        own: Object.fromEntries(texts.map(([field, text]) => [field, searchable(text)])),
        custom: model.custom ? foldedCustom(row) : {},
      },
    }),
    ...(model.search.length > 0 && { words: [...new Set(texts.flatMap(([, text]) => searchWords(text)))] }),
    row: JSON.stringify(row),
  };
}

/** A list that is empty counts as none. */
function named(model: ReadModel, row: Row, field: string, type: FieldType): readonly (readonly [string, Stored])[] {
  if (isListType(type)) {
    const texts = fieldTexts(model, row, field, type);
    return texts.length === 0 ? [] : [[field, texts]];
  }
  const value = fieldValue(model, row, field, type);
  return value === null ? [] : [[field, storedScalar(value)]];
}

function searchedTexts(model: ReadModel, row: Row): readonly (readonly [string, string])[] {
  return model.search.flatMap((field) => {
    const text = fieldValue(model, row, field, 'text');
    return typeof text === 'string' ? [[field, text] as const] : [];
  });
}

function customOf(row: Row): Readonly<Record<CustomKind, Named<Stored>>> {
  const values = customById(row);
  const ofKind = (kind: (value: Scalar | readonly string[]) => Stored | undefined) =>
    Object.fromEntries(
      values.flatMap(([id, value]) => {
        const stored = kind(value);
        return stored === undefined ? [] : [[id, stored] as const];
      }),
    );
  return {
    texts: ofKind((value) => (typeof value === 'string' ? value : undefined)),
    numbers: ofKind((value) =>
      typeof value === 'number' || typeof value === 'boolean' ? storedScalar(value) : undefined,
    ),
    lists: ofKind((value) => (typeof value === 'object' && value.length > 0 ? value : undefined)),
  };
}

const foldedCustom = (row: Row): Named<string> =>
  Object.fromEntries(
    customById(row).flatMap(([id, value]) => (typeof value === 'string' ? [[id, searchable(value)] as const] : [])),
  );

/** By id; those whose id no query can name are left out. */
function customById(row: Row): readonly (readonly [string, Scalar | readonly string[]])[] {
  return Object.entries(customValues(row)).flatMap(([field, value]) => {
    const id = customId(field);
    return isCustomId(id) ? [[id, value] as const] : [];
  });
}
