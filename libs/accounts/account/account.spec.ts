import { newId, type AccountId, type PersonId, type ProjectId, type UserId } from '../../kernel/ids.js';
import { personalFieldsOf } from '../../kernel/personal.js';
import { given } from '../../testing/given.js';
import type { CreateAccount } from './account.commands.js';
import {
  AccountCreated,
  AccountEdited,
  AccountOwnerChanged,
  AccountReferenced,
  AccountUnreferenced,
} from './account.events.js';
import { account } from './account.js';

const accountId = newId<AccountId>();
const personId = newId<PersonId>();
const projectId = newId<ProjectId>();
const ownerId = newId<UserId>();
const erased = { erased: true } as const;

const company = {
  accountId,
  accountType: 'company',
  name: 'Acme Corporation',
  city: 'Springfield',
  industry: 'technology',
  employees: 2822,
  annualRevenue: { amount: '1100.04', currency: 'USD' },
  foundedIn: 1996,
  projectId,
  references: [],
} as const;
const person = {
  accountId,
  accountType: 'personal',
  personId,
  firstName: 'Ann',
  lastName: 'Lee',
  projectId,
  references: [],
} as const;
const createCompany: CreateAccount = { type: 'CreateAccount', ...company };
const createPerson: CreateAccount = { type: 'CreateAccount', ...person };
const companyCreated = AccountCreated.of(company);
const personCreated = AccountCreated.of(person);
const edit = { type: 'EditAccount', accountId } as const;

describe('creating an account (ACC-01)', () => {
  it.each(['company', 'account'] as const)('takes the type "%s" (ACC-02)', (accountType) =>
    given(account)
      .when({ ...createCompany, accountType })
      .thenEvents(AccountCreated.of({ ...company, accountType })),
  );
  it('takes a person, whom the personal data belongs to', () =>
    given(account).when(createPerson).thenEvents(personCreated));
  it('takes a requested parent (ACC-19)', () => {
    const parentId = newId<AccountId>();
    given(account)
      .when({ ...createCompany, parentId })
      .thenEvents(AccountCreated.of({ ...company, parentId }));
    given(account)
      .when({ ...createCompany, parentId: accountId })
      .thenRejected('account-cycle');
  });
  it('seals all that describes the account', () =>
    expect(personalFieldsOf(AccountCreated.schema)).toEqual([
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
    ]));
  it('again in the same way changes nothing', () => given(account, companyCreated).when(createCompany).thenNothing());
  it('again is compared with the creation, not with what the account became', () => {
    const renamed = AccountEdited.of({ accountId, before: { name: 'Acme Corporation' }, name: 'Acme' });
    given(account, companyCreated, renamed).when(createCompany).thenNothing();
    given(account, companyCreated, renamed)
      .when({ ...createCompany, name: 'Acme' })
      .thenRejected('account-exists');
  });
  it('again in another way is refused', () =>
    given(account, companyCreated).when(createPerson).thenRejected('account-exists'));

  it('needs a name (ACC-03, ACC-04)', () => {
    given(account)
      .when({ ...createCompany, name: ' ' })
      .thenRejected('account-name-required');
    given(account)
      .when({ ...createPerson, name: 'Ann Lee', firstName: undefined, lastName: undefined })
      .thenRejected('account-name-required');
  });
  it('is content with the first or the last name of a person', () =>
    given(account)
      .when({ ...createPerson, firstName: undefined })
      .thenEvents(AccountCreated.of({ ...person, firstName: undefined })));
  it('needs a person for a personal account, and for no other', () => {
    given(account)
      .when({ ...createPerson, personId: undefined })
      .thenRejected('account-person-required');
    given(account)
      .when({ ...createCompany, personId })
      .thenRejected('account-person-unexpected');
  });
  it.each([
    [{ annualRevenue: { amount: '1', currency: 'XXX' } }, 'currency-unknown'],
    [{ annualRevenue: { amount: '1.005', currency: 'USD' } }, 'amount-not-in-minor-units'],
    [{ employees: -1 }, 'employees-not-a-count'],
    [{ employees: 1.5 }, 'employees-not-a-count'],
    [{ foundedIn: 19_960 }, 'founded-in-not-a-year'],
  ])('refuses %j', (wrong, code) =>
    given(account)
      .when({ ...createCompany, ...wrong })
      .thenRejected(code),
  );
});

describe('editing an account (ACC-14)', () => {
  const edited = AccountEdited.of({
    accountId,
    before: { name: 'Acme Corporation', city: 'Springfield', website: null },
    name: 'Acme',
    city: null,
    website: 'acme.example',
    from: { employees: 2822, industry: 'technology' },
    to: { employees: 2900, industry: null },
  });
  const all = { ...edit, name: 'Acme', city: null, website: 'acme.example', employees: 2900, industry: null } as const;

  it('says what was and what is, and only of what changed', () =>
    given(account, companyCreated).when(all).thenEvents(edited));
  it('to what it is changes nothing', () => {
    given(account, companyCreated, edited).when(all).thenNothing();
    given(account, companyCreated)
      .when({ ...edit, annualRevenue: { amount: '1100.040', currency: 'USD' } })
      .thenNothing();
  });
  it('can put it into another project (ACC-18)', () => {
    const other = newId<ProjectId>();
    given(account, companyCreated)
      .when({ ...edit, projectId: other })
      .thenEvents(AccountEdited.of({ accountId, from: { projectId }, to: { projectId: other } }));
  });
  it('names the person whose data changes', () =>
    given(account, personCreated)
      .when({ ...edit, lastName: 'Low' })
      .thenEvents(AccountEdited.of({ accountId, personId, before: { lastName: 'Lee' }, lastName: 'Low' })));
  it('never leaves it without a name (ACC-04)', () => {
    given(account, companyCreated)
      .when({ ...edit, name: null })
      .thenRejected('account-name-required');
    given(account, personCreated)
      .when({ ...edit, firstName: null, lastName: '' })
      .thenRejected('account-name-required');
  });
  it('turns a company into an account, and nothing into or out of a person', () => {
    given(account, companyCreated)
      .when({ ...edit, accountType: 'account' })
      .thenEvents(AccountEdited.of({ accountId, from: { accountType: 'company' }, to: { accountType: 'account' } }));
    given(account, companyCreated)
      .when({ ...edit, accountType: 'personal' })
      .thenRejected('account-type-fixed');
    given(account, personCreated)
      .when({ ...edit, accountType: 'company' })
      .thenRejected('account-type-fixed');
    given(account, personCreated)
      .when({ ...edit, accountType: 'personal' })
      .thenNothing();
  });
  it('checks amounts', () =>
    given(account, companyCreated)
      .when({ ...edit, annualRevenue: { amount: '1.5', currency: 'JPY' } })
      .thenRejected('amount-not-in-minor-units'));
  it('needs an account', () => given(account).when(all).thenRejected('account-not-found'));

  it('describes an erased person no more, but keeps the rest open (decision 5)', () => {
    const asErased = { ...personCreated, data: { ...personCreated.data, firstName: erased, lastName: erased } };
    given(account, asErased)
      .when({ ...edit, firstName: 'Eve' })
      .thenRejected('person-erased');
    given(account, asErased)
      .when({ ...edit, industry: 'retail' })
      .thenEvents(AccountEdited.of({ accountId, personId, from: { industry: null }, to: { industry: 'retail' } }));
    const erasedEdit = AccountEdited.of({ accountId, personId, before: erased, lastName: erased });
    given(account, personCreated, erasedEdit)
      .when({ ...edit, firstName: 'Eve' })
      .thenRejected('person-erased');
  });
});

describe('an account', () => {
  it('changes its owner, once', () => {
    const changed = AccountOwnerChanged.of({ accountId, from: null, to: ownerId });
    const give = { type: 'ChangeAccountOwner', accountId, ownerId } as const;
    given(account, companyCreated).when(give).thenEvents(changed);
    given(account, companyCreated, changed).when(give).thenNothing();
    given(account, companyCreated, changed)
      .when({ ...give, ownerId: null })
      .thenEvents(AccountOwnerChanged.of({ accountId, from: ownerId, to: null }));
  });

  it('takes and loses references of outside systems, each once', () => {
    const reference = { system: 'erp', type: 'customer', id: '10042' };
    const referenced = AccountReferenced.of({ accountId, reference });
    given(account, companyCreated).when({ type: 'ReferenceAccount', accountId, reference }).thenEvents(referenced);
    given(account, companyCreated, referenced).when({ type: 'ReferenceAccount', accountId, reference }).thenNothing();
    given(account, companyCreated, referenced)
      .when({ type: 'UnreferenceAccount', accountId, reference })
      .thenEvents(AccountUnreferenced.of({ accountId, reference }));
    given(account, companyCreated).when({ type: 'UnreferenceAccount', accountId, reference }).thenNothing();
  });
});
