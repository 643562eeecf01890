import type { Instant } from '../../kernel/dates.js';
import type { AsOf } from '../../read-store/read-store.js';
import type { Moment } from './moments.js';

/** The instants as an answer tells them; null where a report was asked for without. */
export function asOfShown(at: Moment): Moment;
export function asOfShown(at: AsOf): { asOf: Instant | null; knownAt: Instant | null };
export function asOfShown({ asOf, knownAt }: AsOf) {
  return { asOf: asOf ?? null, knownAt: knownAt ?? null };
}
