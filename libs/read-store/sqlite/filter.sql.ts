import { searchable } from '../../kernel/searchable.js';
import { isCustomField } from '../custom-fields.js';
import { fieldTypeOf, type Fields } from '../fields.js';
import { isAnd, isOr, type Condition, type Filter, type Scalar } from '../filter.js';
import { isListType, type FieldType } from '../read-model.js';
import { QueryRefused } from '../read-store.js';
import { isSearched } from '../search.js';
import { foldedColumn, wordMark } from './columns.js';
import { valuesTable } from './schema.js';
import { allOf, anyOf, bound, quoted, sql, type Sql } from './sql.js';

type Operand = Scalar | null | readonly Scalar[] | undefined;

/** The filter as a condition on the columns of one of the model's tables; values only as placeholders. @throws QueryRefused */
export function filterSql(model: Fields, filter: Filter | undefined, table: string): Sql {
  if (filter === undefined) return sql('1');
  if (isAnd(filter)) return allOf(filter.and.map((part) => filterSql(model, part, table)));
  if (isOr(filter)) return anyOf(filter.or.map((part) => filterSql(model, part, table)));
  return allOf(Object.entries(filter).flatMap(([field, condition]) => fieldSql(model, field, condition, table)));
}

/** Which type SQLite has stored a custom value of this type as. */
export const storedType = (type: FieldType): string => (type === 'integer' || type === 'boolean' ? 'integer' : 'text');

function fieldSql(model: Fields, field: string, condition: Condition, table: string): readonly Sql[] {
  const type = fieldTypeOf(model, field);
  const column = quoted(field);
  /** The row has such a value in the table beside: looked up there by its field, and by the value where it is compared with one. */
  const hasValue = (value: Sql): Sql => {
    const each = allOf([sql('_field = ?', field), sql(`typeof(_value) = '${storedType(type)}'`), value]);
    return { sql: `${table}.rowid IN (SELECT _row FROM ${valuesTable(table)} WHERE ${each.sql})`, values: each.values };
  };

  return Object.entries(condition).map(([operator, operand]: [string, Operand]) => {
    if (operand === null) return isNull(column, operator);
    if (isListType(type)) return hasValue(elementSql(operator, operand));
    if (operator === 'contains' || operator === 'startsWith') {
      if (!isSearched(model, field) || typeof operand !== 'string') return refuse(operator);
      const place = operator === 'contains' ? '> 0' : '= 1';
      const found = (text: string): Sql => sql(`instr(${text}, ?) ${place}`, searchable(operand));
      return isCustomField(field) ? hasValue(found('_folded')) : found(unmarked(foldedColumn(field)));
    }
    if (operator === 'ne') return compared(column, operator, operand);
    return isCustomField(field) ? hasValue(compared('_value', operator, operand)) : compared(column, operator, operand);
  });
}

/** The folded text without the marks of its words. */
const unmarked = (column: string): string => `replace(${column}, char(${String(wordMark.charCodeAt(0))}), '')`;

function isNull(column: string, operator: string): Sql {
  if (operator === 'eq') return sql(`${column} IS NULL`);
  return operator === 'ne' ? sql(`${column} IS NOT NULL`) : refuse(operator);
}

const elementSql = (operator: string, operand: Operand): Sql => {
  if (operator === 'contains') return compared('_value', 'eq', operand);
  return operator === 'in' ? compared('_value', 'in', operand) : refuse(operator);
};

function compared(column: string, operator: string, operand: Operand): Sql {
  if (isList(operand)) {
    if (operator !== 'in') return refuse(operator);
    return sql(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(operand));
  }
  const value = operand === undefined || operand === null ? refuse(operator) : bound(operand);
  switch (operator) {
    case 'eq':
      return sql(`${column} = ?`, value);
    case 'ne':
      return sql(`${column} IS NOT ?`, value);
    case 'gt':
      return sql(`${column} > ?`, value);
    case 'gte':
      return sql(`${column} >= ?`, value);
    case 'lt':
      return sql(`${column} < ?`, value);
    case 'lte':
      return sql(`${column} <= ?`, value);
    default:
      return refuse(operator);
  }
}

const isList = (operand: Operand): operand is readonly Scalar[] => Array.isArray(operand);

function refuse(operator: string): never {
  throw new QueryRefused('bad-filter', `The operator "${operator}" does not fit its value.`);
}
