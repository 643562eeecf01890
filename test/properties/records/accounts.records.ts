import fc from 'fast-check';
import { aggregates } from '../../../apps/api/aggregates.js';
import {
  AccountMoved,
  accountHierarchyEvents,
} from '../../../libs/accounts/account-hierarchy/account-hierarchy.events.js';
import type { AccountHierarchyState } from '../../../libs/accounts/account-hierarchy/account-hierarchy.js';
import { parentOf } from '../../../libs/accounts/account-hierarchy/parents.js';
import { accountEvents } from '../../../libs/accounts/account/account.events.js';
import type { AccountState } from '../../../libs/accounts/account/account.js';
import { isEvent } from '../../../libs/kernel/events.js';
import type { AccountId, PersonId, ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { isErased } from '../../../libs/kernel/personal.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { accountHierarchyRows } from '../../../projections/accounts/account-hierarchy.read-model.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { recordCase, shown } from './record-case.js';
import { amounts, clearable, counts, ids, optional, reference, references, words } from './values.js';

const accountId = idOf<AccountId>('recorded account');

const profile = <T>(text: fc.Arbitrary<T>) => ({
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
});
const company = { accountType: fc.constantFrom('company', 'account'), personId: fc.constant(undefined) } as const;
const personal = {
  accountType: fc.constant('personal'),
  personId: fc.constant(idOf<PersonId>('recorded holder')),
} as const;
const created = {
  accountId: fc.constant(accountId),
  ...profile(optional(words)),
  industry: optional(words),
  employees: optional(counts),
  annualRevenue: optional(amounts),
  foundedIn: optional(fc.constantFrom(1990, 2001)),
  projectId: ids<ProjectId>('project'),
  ownerId: optional(ids<UserId>('user')),
  parentId: optional(ids<AccountId>('account')),
  references,
};

export const account = recordCase({
  aggregate: aggregates.account,
  events: accountEvents,
  first: 'CreateAccount',
  commands: {
    CreateAccount: fc.oneof(fc.record({ ...created, ...company }), fc.record({ ...created, ...personal })),
    EditAccount: fc.record({
      accountId: fc.constant(accountId),
      ...profile(clearable(words)),
      accountType: fc.option(fc.constantFrom('company', 'account'), { nil: undefined, freq: 3 }),
      industry: clearable(words),
      employees: clearable(counts),
      annualRevenue: clearable(amounts),
      foundedIn: clearable(fc.constantFrom(1990, 2001)),
      projectId: optional(ids<ProjectId>('project')),
    }),
    ChangeAccountOwner: fc.record({ accountId: fc.constant(accountId), ownerId: fc.option(ids<UserId>('user')) }),
    ReferenceAccount: fc.record({ accountId: fc.constant(accountId), reference }),
    UnreferenceAccount: fc.record({ accountId: fc.constant(accountId), reference }),
  },
  shown: [
    shown(accounts, (state: AccountState) => {
      if (state === null || isErased(state.profile)) return [];
      const { profile: said, facts, personId, ownerId, references: names } = state;
      return [
        {
          _id: accountId,
          accountType: facts.accountType,
          personId,
          name: said.name ?? null,
          firstName: said.firstName ?? null,
          lastName: said.lastName ?? null,
          email: said.email ?? null,
          phone: said.phone ?? null,
          street: said.street ?? null,
          city: said.city ?? null,
          postcode: said.postcode ?? null,
          country: said.country ?? null,
          organisation: said.organisation ?? null,
          registrationNumber: said.registrationNumber ?? null,
          vatNumber: said.vatNumber ?? null,
          website: said.website ?? null,
          description: said.description ?? null,
          industry: facts.industry ?? null,
          employees: facts.employees ?? null,
          annualRevenue: facts.annualRevenue ?? null,
          foundedIn: facts.foundedIn ?? null,
          ownerId,
          projectId: facts.projectId,
          references: names,
        },
      ];
    }),
  ],
});

export const accountHierarchy = recordCase({
  aggregate: aggregates.accountHierarchy,
  events: accountHierarchyEvents,
  first: 'MoveAccount',
  commands: {
    MoveAccount: fc.record({
      accountId: ids<AccountId>('account', 4),
      parentId: fc.option(ids<AccountId>('account', 4)),
    }),
  },
  shown: [
    shown(accountHierarchyRows, (state: AccountHierarchyState, events) => {
      const moved = events.flatMap((event) => (isEvent(AccountMoved, event) ? [event.data.accountId] : []));
      return [...new Set(moved)].map((id) => ({ _id: id, parentId: parentOf(state, id) ?? null }));
    }),
  ],
});
