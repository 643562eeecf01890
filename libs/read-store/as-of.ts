import { millisOf, type Instant } from '../kernel/dates.js';
import type { ReadModel } from './read-model.js';
import { QueryRefused, type AsOf } from './read-store.js';

/** In milliseconds, nothing that was projected has happened, or was recorded, later; null or undefined: who knows. */
export interface LatestMillis {
  readonly occurred?: number | null | undefined;
  readonly recorded?: number | null | undefined;
}

export const isNow = ({ asOf, knownAt }: AsOf): boolean => asOf === undefined && knownAt === undefined;

/** An instant after which nothing has happened, or was recorded, leaves nothing out: the rows answer as they stand. */
export function stillNeeded({ asOf, knownAt }: AsOf, { occurred, recorded }: LatestMillis): AsOf {
  const isAfter = (instant: Instant | undefined, latest: number | null | undefined) =>
    instant !== undefined && latest !== undefined && latest !== null && millisOf(instant) >= latest;
  return {
    asOf: isAfter(asOf, occurred) ? undefined : asOf,
    knownAt: isAfter(knownAt, recorded) ? undefined : knownAt,
  };
}

/** @throws QueryRefused */
export function mustKeepHistory({ name, keepsHistory }: ReadModel): void {
  if (!keepsHistory)
    throw new QueryRefused('no-history', `${name} keeps no history: it can only be asked as it is now.`);
}
