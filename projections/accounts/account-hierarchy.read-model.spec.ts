import { AccountMoved } from '../../libs/accounts/account-hierarchy/account-hierarchy.events.js';
import { accountHierarchyId } from '../../libs/accounts/account-hierarchy/account-hierarchy.js';
import type { AccountId } from '../../libs/kernel/ids.js';
import { streamOf } from '../../libs/testing/projection/rows-after.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { accountHierarchyRows } from './account-hierarchy.read-model.js';

const [holding, group, firm] = [idOf<AccountId>('holding'), idOf<AccountId>('group'), idOf<AccountId>('firm')];
const moved = (accountId: AccountId, from: AccountId | null, to: AccountId | null) =>
  AccountMoved.of({ accountId, from, to });
const parents = (...events: readonly ReturnType<typeof moved>[]) =>
  Object.fromEntries(
    [...rowsOf(accountHierarchyRows, streamOf(`accountHierarchy-${accountHierarchyId}`, ...events))].map(
      ([key, { _id, parentId }]) => [key, { _id, parentId }],
    ),
  );

describe('the tree of accounts (ACC-19, ACC-20)', () => {
  it('has a row for each account that was placed, all from one stream', () =>
    expect(parents(moved(group, null, holding), moved(firm, null, group))).toEqual({
      [group]: { _id: group, parentId: holding },
      [firm]: { _id: firm, parentId: group },
    }));
  it('has a moved account under its new parent, and keeps the row of one that stands under none', () => {
    const family = [moved(group, null, holding), moved(firm, null, group)];
    expect(parents(...family, moved(firm, group, holding))).toMatchObject({ [firm]: { parentId: holding } });
    expect(parents(...family, moved(firm, group, null))).toEqual({
      [group]: { _id: group, parentId: holding },
      [firm]: { _id: firm, parentId: null },
    });
  });
});
