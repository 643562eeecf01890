import { inForce } from '../../kernel/dated.js';
import type { AccountId } from '../../kernel/ids.js';
import type { AsOf, Snapshot, Viewer } from '../../read-store/read-store.js';
import {
  accountHierarchyRows,
  type AccountHierarchyRow,
} from '../../../projections/accounts/account-hierarchy.read-model.js';
import { allRows, knownBy } from './rows-at.js';

const parentAt = ({ parents }: AccountHierarchyRow, { asOf }: AsOf): AccountId | null =>
  inForce(parents, asOf)?.value ?? null;

/** The account above it then; null: none. */
export async function parentOf(store: Snapshot, accountId: string, at: AsOf, viewer: Viewer) {
  const row = await store.get(accountHierarchyRows, accountId, viewer, knownBy(at));
  return row === undefined ? null : parentAt(row, at);
}

/** The accounts right below these then. */
export async function childrenOf(
  store: Snapshot,
  accountIds: readonly string[],
  at: AsOf,
  viewer: Viewer,
): Promise<readonly string[]> {
  const rows = await allRows(store, accountHierarchyRows, knownBy(at), viewer, { everUnder: { in: accountIds } });
  return rows.filter((row) => accountIds.some((id) => id === parentAt(row, at))).map(({ _id }) => _id);
}

/** The account and all accounts below it then. */
export async function accountsBelow(
  store: Snapshot,
  accountId: string,
  at: AsOf,
  viewer: Viewer,
): Promise<readonly string[]> {
  const found = new Set([accountId]);
  for (let above: readonly string[] = [accountId]; above.length > 0;) {
    above = (await childrenOf(store, above, at, viewer)).filter((id) => !found.has(id));
    for (const id of above) found.add(id);
  }
  return [...found];
}
