import type { SortValue } from './cursor.js';
import type { Sort } from './read-store.js';

/** The conditions that a keyset is made of, in the language of one kind of store. */
export interface KeysetLanguage<T> {
  readonly allOf: (parts: readonly T[]) => T;
  /** None: never true. */
  readonly anyOf: (parts: readonly T[]) => T;
  /** Null: has none. */
  readonly is: (field: string, value: SortValue) => T;
  readonly hasSome: (field: string) => T;
  readonly compares: (field: string, comparison: 'gt' | 'gte' | 'lt' | 'lte', value: string | number) => T;
}

/**
 * What comes after these values, as one condition or two to be read one after the other: each is a range of an index that leads
 * with the list's first field. Rows without a value come first, so in a descending list they are a range of their own.
 */
export function rangesAfter<T>(
  order: readonly Sort[],
  values: readonly SortValue[],
  language: KeysetLanguage<T>,
): readonly T[] {
  const { allOf, compares, is } = language;
  const [first, value] = [order[0], values[0]];
  if (first === undefined || value === undefined) return [allOf([])];
  const after = lexicographic(order, values, language);
  if (value === null) return [after];
  const range = allOf([compares(first.field, first.descending ? 'lte' : 'gte', value), after]);
  return first.descending && first.field !== '_id' ? [range, is(first.field, null)] : [range];
}

/** Equal in the fields before, and after in one: `a > ? or (a = ? and _id > ?)`. Null is less than every value. */
function lexicographic<T>(order: readonly Sort[], values: readonly SortValue[], language: KeysetLanguage<T>): T {
  const steps = order.map((sort, index) => {
    const before = order.slice(0, index).map(({ field }, place) => language.is(field, values[place] ?? null));
    return language.allOf([...before, afterIn(sort, values[index] ?? null, language)]);
  });
  return language.anyOf(steps);
}

function afterIn<T>({ field, descending }: Sort, value: SortValue, language: KeysetLanguage<T>): T {
  const { anyOf, is, hasSome, compares } = language;
  if (value === null) return descending ? anyOf([]) : hasSome(field);
  return descending ? anyOf([compares(field, 'lt', value), is(field, null)]) : compares(field, 'gt', value);
}
