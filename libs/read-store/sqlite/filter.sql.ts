import { isCustomField } from '../custom-fields.js';
import type { Fields } from '../fields.js';
import { compileFilter, type Comparison, type FilterLanguage, type NamedField } from '../filter.compile.js';
import type { Filter, Scalar } from '../filter.js';
import { isListType, type FieldType } from '../read-model.js';
import { foldedColumn, wordMark } from './columns.js';
import { valuesTable } from './schema.js';
import { allOf, anyOf, bound, quoted, sql, type Sql } from './sql.js';

/** The filter as a condition on the columns of one of the model's tables; values only as placeholders. @throws QueryRefused */
export const filterSql = (model: Fields, filter: Filter | undefined, table: string): Sql =>
  compileFilter(model, filter, languageOf(table));

/** Which type SQLite has stored a custom value of this type as. */
export const storedType = (type: FieldType): string => (type === 'integer' || type === 'boolean' ? 'integer' : 'text');

function languageOf(table: string): FilterLanguage<Sql> {
  /** The row has such a value in the table beside: looked up there by its field, and by the value where it is compared with one. */
  const hasValue = ({ field, type }: NamedField, value: Sql): Sql => {
    const each = allOf([sql('_field = ?', field), sql(`typeof(_value) = '${storedType(type)}'`), value]);
    return { sql: `${table}.rowid IN (SELECT _row FROM ${valuesTable(table)} WHERE ${each.sql})`, values: each.values };
  };
  const isBeside = ({ field, type }: NamedField): boolean => isListType(type) || isCustomField(field);

  return {
    allOf,
    anyOf: (parts) => withoutIndexesOfCustomFields(anyOf(parts)),
    hasNone: ({ field }) => sql(`${quoted(field)} IS NULL`),
    hasSome: ({ field }) => sql(`${quoted(field)} IS NOT NULL`),
    compares: (named, comparison, value) =>
      isBeside(named) && comparison !== 'ne'
        ? hasValue(named, compared('_value', comparison, value))
        : compared(quoted(named.field), comparison, value),
    isIn: (named, values) =>
      isBeside(named) ? hasValue(named, isOneOf('_value', values)) : isOneOf(quoted(named.field), values),
    hasElement: (named, value) => hasValue(named, compared('_value', 'eq', value)),
    hasPart: (named, place, searched) => {
      const found = (text: string): Sql => sql(`instr(${text}, ?) ${place === 'contains' ? '> 0' : '= 1'}`, searched);
      return isCustomField(named.field)
        ? hasValue(named, found('_folded'))
        : found(unmarked(foldedColumn(named.field)));
    },
  };
}

/**
 * A custom field is a subquery of its own. SQLite 3.45 evaluates one within an `OR` in each arm of another `OR` that it answers by several
 * indexes, and takes the first arm's value for all: of an arm that found no rows, none. Not where a sign stands before it.
 */
const withoutIndexesOfCustomFields = (any: Sql): Sql =>
  any.sql.includes(customColumn) ? { ...any, sql: `+${any.sql}` } : any;

const customColumn = '"custom.';

/** The folded text without the marks of its words. */
const unmarked = (column: string): string => `replace(${column}, char(${String(wordMark.charCodeAt(0))}), '')`;

const symbols: Readonly<Record<Comparison, string>> = {
  eq: '=',
  ne: 'IS NOT',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

const compared = (column: string, comparison: Comparison, value: Scalar): Sql =>
  sql(`${column} ${symbols[comparison]} ?`, bound(value));

const isOneOf = (column: string, values: readonly Scalar[]): Sql =>
  sql(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
