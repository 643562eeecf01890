import type { Snapshot, Viewer } from '../../read-store/read-store.js';
import { accountHierarchyRows } from '../../../projections/accounts/account-hierarchy.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { allRows } from '../records/rows-at.js';

/** The account, every account below it and the opportunities of all of them, as the timeline names them. */
export async function subjectsBelow(store: Snapshot, accountId: string, viewer: Viewer): Promise<readonly string[]> {
  const accountIds = new Set([accountId]);
  for (let above = [accountId]; above.length > 0;) {
    const below = await allRows(store, accountHierarchyRows, {}, viewer, { parentId: { in: above } });
    above = below.map(({ _id }) => _id).filter((id) => !accountIds.has(id));
    for (const id of above) accountIds.add(id);
  }
  const theirs = await allRows(store, opportunities, {}, viewer, { accountId: { in: [...accountIds] } });
  return [...[...accountIds].map((id) => `account:${id}`), ...theirs.map(({ _id }) => `opportunity:${_id}`)];
}
