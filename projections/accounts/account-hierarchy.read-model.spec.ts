import { AccountMoved } from '../../libs/accounts/account-hierarchy/account-hierarchy.events.js';
import { accountHierarchyId } from '../../libs/accounts/account-hierarchy/account-hierarchy.js';
import { instantOf, type Instant } from '../../libs/kernel/dates.js';
import type { AccountId } from '../../libs/kernel/ids.js';
import { streamOf } from '../../libs/testing/projection/rows-after.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { accountHierarchyRows } from './account-hierarchy.read-model.js';

const [holding, group, firm] = [idOf<AccountId>('holding'), idOf<AccountId>('group'), idOf<AccountId>('firm')];
const day = (n: number): Instant => instantOf(Date.UTC(2017, 5, n));
const moved = (accountId: AccountId, from: AccountId | null, to: AccountId | null, since?: Instant) =>
  AccountMoved.of({ accountId, from, to, since });
const parents = (...events: readonly ReturnType<typeof moved>[]) =>
  Object.fromEntries(
    [...rowsOf(accountHierarchyRows, streamOf(`accountHierarchy-${accountHierarchyId}`, ...events))].map(
      ([key, { _id, parents: all, everUnder }]) => [
        key,
        { _id, parents: all.map(({ from, value }) => [from, value]), everUnder },
      ],
    ),
  );

/** Without a date of its own an event is as old as it is: in tests one comes an hour after the other. */
const [first, second, third] = [0, 1, 2].map((hour) => instantOf(Date.UTC(2017, 2, 1, 9 + hour)));

describe('the tree of accounts (ACC-19, ACC-20)', () => {
  it('has a row for each account that was placed, all from one stream', () =>
    expect(parents(moved(group, null, holding), moved(firm, null, group))).toEqual({
      [group]: { _id: group, parents: [[first, holding]], everUnder: [holding] },
      [firm]: { _id: firm, parents: [[second, group]], everUnder: [group] },
    }));
  it('has all parents of an account by their dates, and where to look for it', () => {
    const [one, other] = [holding, group].sort();
    expect(parents(moved(firm, null, group), moved(firm, group, null))).toEqual({
      [firm]: {
        _id: firm,
        parents: [
          [first, group],
          [second, null],
        ],
        everUnder: [group],
      },
    });
    const corrected = [moved(firm, null, group, day(5)), moved(firm, null, holding, day(2)), moved(firm, group, null)];
    expect(parents(...corrected, moved(firm, group, null, day(5)))).toEqual({
      [firm]: {
        _id: firm,
        parents: [
          [third, null],
          [day(2), holding],
          [day(5), null],
        ],
        everUnder: [holding],
      },
    });
    expect(parents(...corrected)[firm]?.everUnder).toEqual([one, other]);
  });
});
