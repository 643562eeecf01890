import { fromMinor, totals, type Money } from '../../kernel/money.js';
import type { Group } from '../../read-store/read-store.js';

/** A group's key as text; null where rows have none. */
export function keyAt(group: Group, index: number): string | null {
  const key = group.keys[index];
  return key === undefined || key === null ? null : String(key);
}

export const sumAt = (group: Group, index: number): string => group.sums[index] ?? '0';

/** The exact amount of a group that has its currency at `keyIndex` and its minor units at `sumIndex`. */
export function amountsOf(group: Group, keyIndex: number, sumIndex: number): readonly Money[] {
  const currency = keyAt(group, keyIndex);
  return currency === null ? [] : [fromMinor(sumAt(group, sumIndex), currency)];
}

/** Amounts per currency over several groups (decision 11). */
export const addedUp = (parts: readonly (readonly Money[])[]): readonly Money[] => totals(parts.flat());
