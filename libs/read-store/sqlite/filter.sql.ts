import type { Fields } from '../fields.js';
import { isAnd, isOr, type Condition, type Scalar, type Filter } from '../filter.js';
import { QueryRefused } from '../read-store.js';
import { allOf, anyOf, columnOf, sql, type Sql, type Value } from './sql.js';

/** The filter as a condition on the model's columns; values only as placeholders. @throws QueryRefused */
export function filterSql(model: Fields, filter: Filter | undefined): Sql {
  if (filter === undefined) return sql('1');
  if (isAnd(filter)) return allOf(filter.and.map((part) => filterSql(model, part)));
  if (isOr(filter)) return anyOf(filter.or.map((part) => filterSql(model, part)));
  return allOf(Object.entries(filter).flatMap(([field, condition]) => conditionSql(columnOf(model, field), condition)));
}

/** libsql cannot bind booleans. */
export const bound = (value: Scalar | null): Value => (typeof value === 'boolean' ? Number(value) : value);

function conditionSql(column: string, condition: Condition): readonly Sql[] {
  return Object.entries(condition).map(
    ([operator, operand]: [string, Scalar | null | readonly Scalar[] | undefined]) => {
      if (isList(operand)) {
        if (operator !== 'in') return refuse(operator);
        return sql(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(operand));
      }
      const value = operand === undefined ? refuse(operator) : bound(operand);
      switch (operator) {
        case 'eq':
          return value === null ? sql(`${column} IS NULL`) : sql(`${column} = ?`, value);
        case 'ne':
          return value === null ? sql(`${column} IS NOT NULL`) : sql(`${column} IS NOT ?`, value);
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
    },
  );
}

const isList = (operand: unknown): operand is readonly Scalar[] => Array.isArray(operand);

function refuse(operator: string): never {
  throw new QueryRefused('bad-filter', `The operator "${operator}" does not fit its value.`);
}
