import type { Changes } from '../../kernel/changes.js';
import type { AccountId, PersonId, ProjectId, UserId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import type { Reference, References } from '../../kernel/references.js';
import type { AccountType } from './account.events.js';

/** ACC-03, ACC-05: what describes the account; personal data where it is a person. */
export interface AccountProfile {
  readonly name?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly street?: string | undefined;
  readonly city?: string | undefined;
  readonly postcode?: string | undefined;
  readonly country?: string | undefined;
  readonly organisation?: string | undefined;
  readonly registrationNumber?: string | undefined;
  readonly vatNumber?: string | undefined;
  readonly website?: string | undefined;
  readonly description?: string | undefined;
}
export const profileFields = [
  'name',
  'firstName',
  'lastName',
  'email',
  'phone',
  'street',
  'city',
  'postcode',
  'country',
  'organisation',
  'registrationNumber',
  'vatNumber',
  'website',
  'description',
] as const satisfies readonly (keyof AccountProfile)[];

/** What stays when a person is erased. `foundedIn` is a year. */
export interface AccountFacts {
  readonly accountType: AccountType;
  readonly industry?: string | undefined;
  readonly employees?: number | undefined;
  readonly annualRevenue?: Money | undefined;
  readonly foundedIn?: number | undefined;
  readonly projectId: ProjectId;
}
export const factFields = [
  'accountType',
  'industry',
  'employees',
  'annualRevenue',
  'foundedIn',
  'projectId',
] as const satisfies readonly (keyof AccountFacts)[];

/** ACC-01, ACC-19: `personId` for personal accounts and no others; `parentId` is where the hierarchy is asked to put it. */
export interface CreateAccount extends AccountProfile, AccountFacts {
  readonly type: 'CreateAccount';
  readonly accountId: AccountId;
  readonly personId?: PersonId | undefined;
  readonly ownerId?: UserId | undefined;
  readonly parentId?: AccountId | undefined;
  readonly references: References;
}
/** ACC-14, ACC-18: null clears a field; fields that are absent stay. */
export interface EditAccount extends Changes<AccountProfile>, Changes<AccountFacts> {
  readonly type: 'EditAccount';
  readonly accountId: AccountId;
}
export interface ChangeAccountOwner {
  readonly type: 'ChangeAccountOwner';
  readonly accountId: AccountId;
  readonly ownerId: UserId | null;
}
export interface ReferenceAccount {
  readonly type: 'ReferenceAccount' | 'UnreferenceAccount';
  readonly accountId: AccountId;
  readonly reference: Reference;
}
export type AccountCommand = CreateAccount | EditAccount | ChangeAccountOwner | ReferenceAccount;
