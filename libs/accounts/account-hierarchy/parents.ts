import type { AccountId } from '../../kernel/ids.js';

/**
 * Who stands under whom, in buckets by the end of the child's id: a version with one more entry copies one bucket and shares
 * the others, so that a long stream folds without copying all entries at each event.
 */
export type Parents = readonly ReadonlyMap<AccountId, AccountId>[];

const noBucket: ReadonlyMap<AccountId, AccountId> = new Map();

export const noParents: Parents = Array.from({ length: 0x1000 }, () => noBucket);

/** The parent of the account, or undefined when it has none. */
export const parentOf = (parents: Parents, child: AccountId): AccountId | undefined =>
  parents[bucketOf(child)]?.get(child);

/** The version in which the account has this parent; null: none. */
export function withParent(parents: Parents, child: AccountId, parent: AccountId | null): Parents {
  const place = bucketOf(child);
  const bucket = new Map(parents[place]);
  if (parent === null) bucket.delete(child);
  else bucket.set(child, parent);
  return parents.with(place, bucket);
}

/** The last hexadecimal digits of a UUID are random in the versions we make; its first ones are the time. */
const bucketOf = (id: AccountId): number => Number.parseInt(id.slice(-3), 16);
