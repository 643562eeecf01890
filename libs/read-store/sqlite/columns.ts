import { canonicalJson } from '../../kernel/json.js';
import { searchable, searchWords, wordPattern } from '../../kernel/searchable.js';
import { customValues } from '../custom-fields.js';
import { fieldTexts, fieldValue } from '../fields.js';
import type { Scalar } from '../filter.js';
import { isListType, type FieldType, type ReadModel, type Row, type ScalarType } from '../read-model.js';
import { bound, quoted, type Value } from './sql.js';

/** A column that rows have beside their key, their times and the document. */
export interface Column {
  /** Quoted. */
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER';
  valueOf(row: Row): Value;
  /** The elements or custom values in a value of it, which are looked up in a table beside. */
  readonly valuesOf?: (value: string) => readonly FieldValue[];
  /** The words in a value of it, which are looked up in an index of their own. */
  readonly wordsOf?: (value: string) => readonly string[];
}

/** An element of a list, or a custom value. */
export type FieldValue = readonly [field: string, value: Scalar];

/** Stands before each word of a folded text, so that one column is searched for words and for parts. */
export const wordMark = '\u0001';

/** The text field as searches compare it, its words marked. */
export const foldedColumn = (field: string): string => quoted(`_folded_${field}`);

const known = new WeakMap<ReadModel, readonly Column[]>();

/** The declared fields in their order, then what is searched, then custom values. */
export function columnsIn(model: ReadModel): readonly Column[] {
  const columns = known.get(model) ?? columnsMade(model);
  known.set(model, columns);
  return columns;
}

/** Those whose values are looked up beside their table. */
export const valueColumns = (model: ReadModel): readonly Column[] =>
  columnsIn(model).filter(({ valuesOf }) => valuesOf !== undefined);

function columnsMade(model: ReadModel): readonly Column[] {
  return [
    ...Object.entries(model.fields).map(([field, type]) => fieldColumn(model, field, type)),
    ...model.search.map((field) => searchedColumn(model, field)),
    ...(model.custom ? [customColumn] : []),
  ];
}

const columnType: Readonly<Record<ScalarType, Column['type']>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  boolean: 'INTEGER',
  date: 'TEXT',
  instant: 'TEXT',
};

/** A list is kept as JSON, an empty one as none. */
function fieldColumn(model: ReadModel, field: string, type: FieldType): Column {
  const name = quoted(field);
  if (!isListType(type))
    return { name, type: columnType[type], valueOf: (row) => bound(fieldValue(model, row, field, type)) };
  return {
    name,
    type: 'TEXT',
    valueOf: (row) => {
      const texts = fieldTexts(model, row, field, type);
      return texts.length === 0 ? null : JSON.stringify(texts);
    },
    valuesOf: (value) => (JSON.parse(value) as string[]).map((text): FieldValue => [field, text]),
  };
}

function searchedColumn(model: ReadModel, field: string): Column {
  return {
    name: foldedColumn(field),
    type: 'TEXT',
    valueOf: (row) => {
      const text = fieldValue(model, row, field, 'text');
      return typeof text === 'string' ? searchable(text).replace(wordPattern, `${wordMark}$&`) : null;
    },
    wordsOf: searchWords,
  };
}

const customColumn: Column = {
  name: '_custom',
  type: 'TEXT',
  valueOf: (row) => {
    const values = customValues(row);
    return Object.keys(values).length === 0 ? null : canonicalJson(values);
  },
  valuesOf: (value) =>
    Object.entries(JSON.parse(value) as ReturnType<typeof customValues>).flatMap(([field, held]) =>
      (typeof held === 'object' ? held : [held]).map((each): FieldValue => [field, each]),
    ),
};
