import { AccountCreated } from '../accounts/account/account.events.js';
import { accountHierarchyId, type MoveAccount } from '../accounts/account-hierarchy/account-hierarchy.js';
import { isEvent } from '../kernel/events.js';
import type { Process } from './process.js';

/** ACC-19: a new account that asks for a parent is under it since it was created; the tree is a stream of its own. */
export const newAccountUnderItsParent: Process<MoveAccount> = {
  name: 'new-account-under-its-parent',
  startsAt: 'beginning',
  handles: [AccountCreated.type],
  react(event) {
    if (!isEvent(AccountCreated, event) || event.data.parentId === undefined) return [];
    const { accountId, parentId } = event.data;
    const command = { type: 'MoveAccount', accountId, parentId, since: event.metadata.occurredAt } as const;
    return [{ decider: 'accountHierarchy', target: accountHierarchyId, command }];
  },
};
