import type { SortValue } from '../cursor.js';
import type { Sort } from '../read-store.js';
import { allOf, anyOf, quoted, sql, type Sql } from './sql.js';

export const orderSql = (order: readonly Sort[]): string =>
  order.map(({ field, descending }) => `${quoted(field)} ${descending ? 'DESC' : 'ASC'}`).join(', ');

/**
 * What comes after these values, as one condition or two to be read one after the other: each is a range of an index that leads
 * with the list's first field. Rows without a value come first, so in a descending list they are a range of their own.
 */
export function rangesAfter(order: readonly Sort[], values: readonly SortValue[]): readonly Sql[] {
  const [first, value] = [order[0], values[0]];
  if (first === undefined || value === undefined) return [sql('1')];
  const after = lexicographic(order, values);
  const column = quoted(first.field);
  if (value === null) return [after];
  const range = allOf([sql(`${column} ${first.descending ? '<=' : '>='} ?`, value), after]);
  return first.descending && first.field !== '_id' ? [range, sql(`${column} IS NULL`)] : [range];
}

/** Equal in the fields before, and after in one: `(a > ? OR (a = ? AND _id > ?))`. Null is less than every value. */
function lexicographic(order: readonly Sort[], values: readonly SortValue[]): Sql {
  const steps = order.map((sort, index) => {
    const before = order.slice(0, index).map(({ field }, place) => sql(`${quoted(field)} IS ?`, values[place] ?? null));
    return allOf([...before, afterIn(sort, values[index] ?? null)]);
  });
  return anyOf(steps);
}

function afterIn({ field, descending }: Sort, value: SortValue): Sql {
  const column = quoted(field);
  if (value === null) return sql(descending ? '0' : `${column} IS NOT NULL`);
  return descending ? sql(`(${column} < ? OR ${column} IS NULL)`, value) : sql(`${column} > ?`, value);
}
