import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import { derivedId, type AccountId } from '../../kernel/ids.js';
import { AccountMoved, type AccountHierarchyEvent } from './account-hierarchy.events.js';
import { noParents, parentOf, withParent, type Parents } from './parents.js';

/** The id of the only stream of its kind. */
export const accountHierarchyId = derivedId('accountHierarchy');

/** ACC-19, ACC-20: `parentId` null: under no other account. */
export interface MoveAccount {
  readonly type: 'MoveAccount';
  readonly accountId: AccountId;
  readonly parentId: AccountId | null;
}
export type AccountHierarchyCommand = MoveAccount;
export const accountHierarchyRefusals = refusals({
  'account-cycle': 'conflict',
});
export type AccountHierarchyState = Parents;

const reject = rejecting(accountHierarchyRefusals);

/** All parents of accounts in one stream, so that two moves at once cannot close a cycle. */
export const accountHierarchy: Decider<AccountHierarchyCommand, AccountHierarchyEvent, AccountHierarchyState> = {
  category: 'accountHierarchy',
  initialState: noParents,
  streamIdOf: () => accountHierarchyId,

  decide({ accountId, parentId }, parents) {
    const from = parentOf(parents, accountId) ?? null;
    if (from === parentId) return [];
    if (parentId !== null) refuseCycle(accountId, parentId, parents);
    return [AccountMoved.of({ accountId, from, to: parentId })];
  },

  evolve: (parents, { data }) => withParent(parents, data.accountId, data.to),
};

function refuseCycle(accountId: AccountId, parentId: AccountId, parents: Parents): void {
  const chain: AccountId[] = [];
  for (let above: AccountId | undefined = parentId; above !== undefined; above = parentOf(parents, above)) {
    chain.push(above);
    if (above === accountId) {
      const named = [accountId, ...chain].join(' under ');
      reject('account-cycle', `The account would stand under itself: ${named}. Choose another parent.`, { chain });
    }
  }
}
