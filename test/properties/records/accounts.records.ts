import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import {
  AccountMoved,
  accountHierarchyEvents,
} from '../../../libs/accounts/account-hierarchy/account-hierarchy.events.js';
import type { AccountHierarchyState } from '../../../libs/accounts/account-hierarchy/account-hierarchy.js';
import { accountEvents } from '../../../libs/accounts/account/account.events.js';
import type { AccountState } from '../../../libs/accounts/account/account.js';
import { parentsOf } from '../../../libs/kernel/dated-tree.js';
import { isEvent } from '../../../libs/kernel/events.js';
import type { AccountId, PartnerId, PersonId, ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { accountHierarchyRows } from '../../../projections/accounts/account-hierarchy.read-model.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { recordCase, shown } from './record-case.js';
import { amounts, clearable, counts, ids, instants, optional, reference, references, words } from './values.js';

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
  partnerId: optional(ids<PartnerId>('partner')),
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
      partnerId: clearable(ids<PartnerId>('partner')),
    }),
    ChangeAccountOwner: fc.record({ accountId: fc.constant(accountId), ownerId: fc.option(ids<UserId>('user')) }),
    ReferenceAccount: fc.record({ accountId: fc.constant(accountId), reference }),
    UnreferenceAccount: fc.record({ accountId: fc.constant(accountId), reference }),
  },
  shown: [
    shown(accounts, (state: AccountState) => {
      if (state === null) return [];
      return [
        {
          _id: accountId,
          accountType: state.accountType,
          personId: state.personId ?? null,
          name: state.name ?? null,
          firstName: state.firstName ?? null,
          lastName: state.lastName ?? null,
          email: state.email ?? null,
          phone: state.phone ?? null,
          street: state.street ?? null,
          city: state.city ?? null,
          postcode: state.postcode ?? null,
          country: state.country ?? null,
          organisation: state.organisation ?? null,
          registrationNumber: state.registrationNumber ?? null,
          vatNumber: state.vatNumber ?? null,
          website: state.website ?? null,
          description: state.description ?? null,
          industry: state.industry ?? null,
          employees: state.employees ?? null,
          annualRevenue: state.annualRevenue ?? null,
          foundedIn: state.foundedIn ?? null,
          ownerId: state.ownerId ?? null,
          projectId: state.projectId,
          partnerId: state.partnerId ?? null,
          references: state.references,
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
      since: instants,
      isNow: optional(fc.constant(true as const)),
    }),
  },
  shown: [
    shown(accountHierarchyRows, (state: AccountHierarchyState, events) => {
      const moved = events.flatMap((event) => (isEvent(AccountMoved, event) ? [event.data.accountId] : []));
      return [...new Set(moved)].map((id) => {
        const parents = [...parentsOf(state, id)];
        return { _id: id, parents, everUnder: [...new Set(parents.flatMap(({ value }) => value ?? []))].sort() };
      });
    }),
  ],
});
