import type { Instant } from '../../kernel/dates.js';
import { inForce, isSaid } from '../../kernel/dated.js';
import { circleWith, emptyTree, parentAt, parentsOf, withParent, type DatedTree } from '../../kernel/dated-tree.js';
import { later } from '../../kernel/dates.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { Happened } from '../../kernel/events.js';
import { derivedId, type AccountId } from '../../kernel/ids.js';
import { AccountMoved, type AccountHierarchyEvent } from './account-hierarchy.events.js';

/** The id of the only stream of its kind. */
export const accountHierarchyId = derivedId('accountHierarchy');

/** ACC-19, ACC-20: `parentId` null: under no other account. */
export interface MoveAccount {
  readonly type: 'MoveAccount';
  readonly accountId: AccountId;
  readonly parentId: AccountId | null;
  /** The account's own time: it says nothing of other accounts. */
  readonly since: Instant;
  /** Nobody gave the time: it is now, and not before the account's last move, whatever the clocks say. */
  readonly isNow?: true;
}
export type AccountHierarchyCommand = MoveAccount;
export const accountHierarchyRefusals = refusals({
  'account-cycle': 'conflict',
});
export type AccountHierarchyState = DatedTree<AccountId>;

const reject = rejecting(accountHierarchyRefusals);

/** All parents of accounts in one stream, so that two moves at once cannot close a cycle; each by its own date (ADR 37). */
export const accountHierarchy: Decider<
  AccountHierarchyCommand,
  AccountHierarchyEvent & Happened,
  AccountHierarchyState
> = {
  category: 'accountHierarchy',
  initialState: emptyTree(),
  streamIdOf: () => accountHierarchyId,

  decide({ accountId, parentId: to, since: asked, isNow }, tree) {
    const parents = parentsOf(tree, accountId);
    const last = inForce(parents)?.from ?? asked;
    const since = isNow === true ? later(asked, last) : asked;
    const from = parentAt(tree, accountId, since);
    if (isNow === true ? from === to : isSaid(parents, since, to)) return [];
    if (to !== null) refuseCycle(tree, accountId, to, since);
    return [AccountMoved.of({ accountId, from, to, since })];
  },

  evolve: (tree, { data: { accountId, to, since }, metadata }) =>
    withParent(tree, accountId, to, since ?? metadata?.occurredAt ?? null),
};

function refuseCycle(tree: DatedTree<AccountId>, accountId: AccountId, parentId: AccountId, since: Instant): void {
  const chain = circleWith(tree, accountId, parentId, since);
  if (chain === undefined) return;
  const named = [accountId, ...chain].join(' under ');
  reject('account-cycle', `The account would stand under itself: ${named}. Choose another parent, or another time.`, {
    chain,
  });
}
