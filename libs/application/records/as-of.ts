import type { Instant } from '../../kernel/dates.js';
import type { AsOf } from '../../read-store/read-store.js';

/** The instants as an answer tells them; null where a report was asked for without. */
export const asOfShown = ({ asOf, knownAt }: AsOf): { asOf: Instant | null; knownAt: Instant | null } => ({
  asOf: asOf ?? null,
  knownAt: knownAt ?? null,
});
