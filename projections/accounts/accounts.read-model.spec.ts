import {
  AccountCreated,
  AccountEdited,
  AccountOwnerChanged,
  AccountReferenced,
  AccountUnreferenced,
} from '../../libs/accounts/account/account.events.js';
import type { AccountId, PartnerId, PersonId, ProjectId, UserId } from '../../libs/kernel/ids.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { accounts } from './accounts.read-model.js';

const accountId = idOf<AccountId>('aurora');
const [anna, boris] = [idOf<UserId>('anna'), idOf<UserId>('boris')];
const reference = { system: 'erp', type: 'customer', id: '1' };
const profile = {
  name: 'Aurora AG',
  email: 'office@aurora.example',
  phone: '+43 1 23',
  street: 'Ring 1',
  city: 'Vienna',
  postcode: '1010',
  country: 'AT',
  organisation: 'Aurora',
  registrationNumber: 'FN 1',
  vatNumber: 'ATU1',
  website: 'aurora.example',
  description: 'Makes light.',
};
const facts = {
  industry: 'energy',
  employees: 120,
  annualRevenue: { amount: '1000000.00', currency: 'EUR' },
  foundedIn: 1990,
  ownerId: anna,
  projectId: idOf<ProjectId>('crm'),
  partnerId: idOf<PartnerId>('cirrus'),
};
const created = AccountCreated.of({
  accountId,
  accountType: 'company',
  ...profile,
  ...facts,
  parentId: idOf<AccountId>('holding'),
  references: [reference],
});
const after = rowAfter(accounts, `account-${accountId}`);
const edited = (change: Partial<Parameters<typeof AccountEdited.of>[0]>) =>
  after(created, AccountEdited.of({ accountId, ...change }));

describe('accounts as lists show them (ACC-28)', () => {
  it('have a company with its profile and facts; where it stands in the tree is said elsewhere (ACC-19)', () =>
    expect(after(created)).toEqual({
      _id: accountId,
      accountType: 'company',
      personId: null,
      firstName: null,
      lastName: null,
      ...profile,
      ...facts,
      references: [reference],
    }));

  it('have a person with an id for the key that seals the profile (ACC-03)', () => {
    const personId = idOf<PersonId>('jane');
    const person = { accountId, accountType: 'personal', personId, firstName: 'Jane', lastName: 'Doe' } as const;
    const row = after(AccountCreated.of({ ...person, projectId: facts.projectId, references: [] }));
    expect(row).toMatchObject({ accountType: 'personal', personId, firstName: 'Jane', lastName: 'Doe', name: null });
    expect(row).toMatchObject({ industry: null, employees: null, annualRevenue: null, foundedIn: null, ownerId: null });
  });

  it('have what an edit changes, null where it clears, and the rest as it was (ACC-14, ACC-18)', () => {
    expect(edited({ name: 'Aurora SE', phone: null, before: { name: 'Aurora AG', phone: '+43 1 23' } })).toEqual({
      ...after(created),
      name: 'Aurora SE',
      phone: null,
    });
    expect(edited({ from: {}, to: { accountType: 'account', employees: 130, industry: null } })).toEqual({
      ...after(created),
      accountType: 'account',
      employees: 130,
      industry: null,
    });
  });

  it('have the erased profile of a person who was erased', () =>
    expect(edited({ name: { erased: true } })).toMatchObject({ name: { erased: true }, city: 'Vienna' }));

  it('have the new owner, or none', () => {
    expect(after(created, AccountOwnerChanged.of({ accountId, from: anna, to: boris }))).toEqual({
      ...after(created),
      ownerId: boris,
    });
    expect(after(created, AccountOwnerChanged.of({ accountId, from: anna, to: null }))).toMatchObject({
      ownerId: null,
    });
  });

  it('have their references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '2' };
    const referenced = AccountReferenced.of({ accountId, reference: other });
    const unreferenced = AccountUnreferenced.of({ accountId, reference });
    expect(after(created, referenced)).toEqual({ ...after(created), references: [reference, other] });
    expect(after(created, referenced, unreferenced)).toEqual({ ...after(created), references: [other] });
  });
});
