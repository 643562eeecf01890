import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import {
  idSchema,
  type AccountId,
  type PersonId,
  type ProjectId,
  type UserId,
  type PartnerId,
} from '../../kernel/ids.js';
import { Money } from '../../kernel/money.js';
import { Personal } from '../../kernel/personal.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';

const accountId = idSchema<AccountId>();
const personId = idSchema<PersonId>();
const projectId = idSchema<ProjectId>();
const userId = idSchema<UserId>();

/** ACC-02 */
export type AccountType = 'personal' | 'company' | 'account';
export const AccountType = Type.Enum(['personal', 'company', 'account']);

const text = Type.Optional(Personal(Type.String()));

/** ACC-03, ACC-05: what describes the account is personal where it is a person. `foundedIn` is a year, `partnerId` the partner that looks after it (ACC-16). */
export const accountProfile = profile(
  {
    accountType: AccountType,
    personId: Type.Optional(personId),
    name: text,
    firstName: text,
    lastName: text,
    email: text,
    phone: text,
    street: text,
    city: text,
    postcode: text,
    country: text,
    organisation: text,
    registrationNumber: text,
    vatNumber: text,
    website: text,
    description: text,
    industry: Type.Optional(Type.String()),
    employees: Type.Optional(Type.Integer({ minimum: 0 })),
    annualRevenue: Type.Optional(Money),
    foundedIn: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999 })),
    ownerId: Type.Optional(userId),
    projectId,
    partnerId: Type.Optional(idSchema<PartnerId>()),
  },
  { fixed: ['personId', 'ownerId'] },
);

/**
 * A personal account has a `personId`, and then everything that describes the person is sealed: name to description.
 * `parentId` is the parent that was asked for; where the account stands is said by the hierarchy.
 */
export const AccountCreated = eventType('AccountCreated', {
  accountId,
  ...accountProfile.created,
  parentId: Type.Optional(accountId),
  references: References,
});
/**
 * The changed fields only, null where absent. What describes the account stands in fields of its own as it became, and in `before`
 * as it was, all sealed where it is a person; the rest in `from` and `to`. What has no change is left out.
 */
export const AccountEdited = eventType('AccountEdited', {
  accountId,
  personId: Type.Optional(personId),
  ...accountProfile.edited,
});
/** Null: nobody. */
export const AccountOwnerChanged = eventType('AccountOwnerChanged', {
  accountId,
  from: Type.Union([userId, Type.Null()]),
  to: Type.Union([userId, Type.Null()]),
});
export const AccountReferenced = eventType('AccountReferenced', { accountId, reference: Reference });
export const AccountUnreferenced = eventType('AccountUnreferenced', { accountId, reference: Reference });

export const accountEvents = [
  AccountCreated,
  AccountEdited,
  AccountOwnerChanged,
  AccountReferenced,
  AccountUnreferenced,
] as const;
export type AccountEvent = EventOf<(typeof accountEvents)[number]>;
