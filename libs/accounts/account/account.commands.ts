import type { AccountId, UserId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import type { ReferenceCommand } from '../../kernel/with-references.js';
import type { accountProfile, AccountReferenced } from './account.events.js';

/** ACC-01, ACC-19: `personId` for personal accounts and no others; `parentId` is where the hierarchy is asked to put it. */
export interface CreateAccount extends NewProfile<typeof accountProfile> {
  readonly type: 'CreateAccount';
  readonly accountId: AccountId;
  readonly parentId?: AccountId | undefined;
  readonly references: References;
}
/** ACC-14, ACC-18: null clears a field; fields that are absent stay. */
export interface EditAccount extends ProfileChanges<typeof accountProfile> {
  readonly type: 'EditAccount';
  readonly accountId: AccountId;
}
export interface ChangeAccountOwner {
  readonly type: 'ChangeAccountOwner';
  readonly accountId: AccountId;
  readonly ownerId: UserId | null;
}
export type ReferenceAccount = ReferenceCommand<typeof AccountReferenced>;
export type AccountCommand = CreateAccount | EditAccount | ChangeAccountOwner | ReferenceAccount;
