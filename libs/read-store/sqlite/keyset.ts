import type { KeysetLanguage } from '../keyset.js';
import type { Sort } from '../read-store.js';
import { allOf, anyOf, quoted, sql, type Sql } from './sql.js';

export const orderSql = (order: readonly Sort[]): string =>
  order.map(({ field, descending }) => `${quoted(field)} ${descending ? 'DESC' : 'ASC'}`).join(', ');

const symbols = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A place in an order, as conditions on the columns of its fields. */
export const keysetSql: KeysetLanguage<Sql> = {
  allOf,
  anyOf,
  is: (field, value) => (value === null ? sql(`${quoted(field)} IS NULL`) : sql(`${quoted(field)} IS ?`, value)),
  hasSome: (field) => sql(`${quoted(field)} IS NOT NULL`),
  compares: (field, comparison, value) => sql(`${quoted(field)} ${symbols[comparison]} ?`, value),
};
