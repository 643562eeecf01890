import Type, { type Static } from 'typebox';
import { profileFields } from '../../libs/accounts/account/account.commands.js';
import { AccountType, type AccountEvent } from '../../libs/accounts/account/account.events.js';
import { pick } from '../../libs/kernel/changes.js';
import { idSchema, type PersonId, type ProjectId, type UserId } from '../../libs/kernel/ids.js';
import { Money } from '../../libs/kernel/money.js';
import { Personal } from '../../libs/kernel/personal.js';
import { References, withReference, withoutReference } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

const text = Nullable(Personal(Type.String()));

const AccountRow = Type.Object({
  _id: key,
  accountType: AccountType,
  personId: Nullable(idSchema<PersonId>()),
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
  industry: Nullable(Type.String()),
  employees: Nullable(Type.Integer()),
  annualRevenue: Nullable(Money),
  foundedIn: Nullable(Type.Integer()),
  ownerId: Nullable(idSchema<UserId>()),
  projectId: idSchema<ProjectId>(),
  references: References,
});
export type AccountRow = Static<typeof AccountRow>;

/** ACC-28: accounts as lists show them. Where an account stands in the tree is `accountHierarchy`, a stream of its own. */
export const accounts = readModel<AccountEvent>()({
  name: 'accounts',
  version: 1,
  row: AccountRow,
  fields: {
    accountType: 'text',
    name: 'text',
    city: 'text',
    country: 'text',
    industry: 'text',
    employees: 'integer',
    foundedIn: 'integer',
    ownerId: 'text',
    projectId: 'text',
  },
  indexes: [['name'], ['ownerId'], ['projectId']],
  keepsHistory: true,
  on: {
    AccountCreated: (_row, { data }) => ({
      _id: data.accountId,
      accountType: data.accountType,
      personId: data.personId ?? null,
      name: data.name ?? null,
      firstName: data.firstName ?? null,
      lastName: data.lastName ?? null,
      email: data.email ?? null,
      phone: data.phone ?? null,
      street: data.street ?? null,
      city: data.city ?? null,
      postcode: data.postcode ?? null,
      country: data.country ?? null,
      organisation: data.organisation ?? null,
      registrationNumber: data.registrationNumber ?? null,
      vatNumber: data.vatNumber ?? null,
      website: data.website ?? null,
      description: data.description ?? null,
      industry: data.industry ?? null,
      employees: data.employees ?? null,
      annualRevenue: data.annualRevenue ?? null,
      foundedIn: data.foundedIn ?? null,
      ownerId: data.ownerId ?? null,
      projectId: data.projectId,
      references: data.references,
    }),
    AccountEdited: (row, { data }) => ({ ...row, ...pick(data, profileFields), ...data.to }),
    AccountOwnerChanged: (row, { data }) => ({ ...row, ownerId: data.to }),
    AccountReferenced: (row, { data }) => ({ ...row, references: withReference(row.references, data.reference) }),
    AccountUnreferenced: (row, { data }) => ({ ...row, references: withoutReference(row.references, data.reference) }),
  },
});
