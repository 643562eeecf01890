import type { DateOnly, Instant } from './dates.js';

/** A value and since when it holds; null: from the beginning. */
export interface DatedValue<When extends DateOnly | Instant, Value> {
  readonly from: When | null;
  readonly value: Value;
}

/** What was said to hold since when, by date: one value a date at most. The order in which it was said is no part of it. */
export type Dated<When extends DateOnly | Instant, Value> = readonly DatedValue<When, Value>[];

/** With one more value; it takes the place of what was said for the very same date. */
export function withValue<When extends DateOnly | Instant, Value>(
  dated: Dated<When, Value>,
  from: When | null,
  value: Value,
): Dated<When, Value> {
  const before = dated.filter((one) => isBefore(one.from, from));
  const after = dated.filter((one) => isBefore(from, one.from));
  return [...before, { from, value }, ...after];
}

/** What is in force then: what was said for the last date up to it. Undefined: nothing yet. Without a time: for the last date of all. */
export function inForce<When extends DateOnly | Instant, Value>(
  dated: Dated<When, Value>,
  at?: When,
): DatedValue<When, Value> | undefined {
  return dated.findLast(({ from }) => at === undefined || from === null || from <= at);
}

/** Whether this very thing was said for this very date. */
export const isSaid = <When extends DateOnly | Instant, Value>(
  dated: Dated<When, Value>,
  from: When | null,
  value: Value,
): boolean => dated.some((one) => one.from === from && one.value === value);

export const isBefore = (one: string | null, other: string | null): boolean =>
  other !== null && (one === null || one < other);
