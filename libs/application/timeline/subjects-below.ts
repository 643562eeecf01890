import type { AsOf, Snapshot, Viewer } from '../../read-store/read-store.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { accountsBelow } from '../records/account-tree.js';
import { allRows } from '../records/rows-at.js';

/** The account, every account below it and the opportunities of all of them, as the timeline names them. */
export async function subjectsBelow(
  store: Snapshot,
  accountId: string,
  at: AsOf,
  viewer: Viewer,
): Promise<readonly string[]> {
  const accountIds = await accountsBelow(store, accountId, at, viewer);
  const theirs = await allRows(store, opportunities, at, viewer, { accountId: { in: accountIds } });
  return [...accountIds.map((id) => `account:${id}`), ...theirs.map(({ _id }) => `opportunity:${_id}`)];
}
