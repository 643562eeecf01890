import type { SortValue } from './cursor.js';
import type { Sort } from './read-store.js';

/** Which of two rows comes first in a list, by their values in its order. */
export function compared(order: readonly Sort[], a: readonly SortValue[], b: readonly SortValue[]): number {
  for (const [index, { descending }] of order.entries()) {
    const sign = comparedValues(a[index] ?? null, b[index] ?? null);
    if (sign !== 0) return descending ? -sign : sign;
  }
  return 0;
}

/** Nothing is less than every value; text goes by its bytes. */
export function comparedValues(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}
