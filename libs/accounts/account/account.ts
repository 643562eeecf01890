import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { AccountId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import { isErased } from '../../kernel/personal.js';
import { acceptedAmount, pricingRefusals } from '../../kernel/pricing.js';
import { personRefusals } from '../../kernel/profile.js';
import { withReferences, type WithoutReferences } from '../../kernel/with-references.js';
import type { AccountCommand, ChangeAccountOwner, CreateAccount, EditAccount } from './account.commands.js';
import {
  AccountCreated,
  AccountEdited,
  AccountOwnerChanged,
  accountProfile,
  AccountReferenced,
  AccountUnreferenced,
  type AccountEvent,
} from './account.events.js';

export const accountRefusals = refusals({
  ...pricingRefusals,
  ...personRefusals,
  'account-exists': 'conflict',
  'account-not-found': 'not-found',
  'account-name-required': 'invalid',
  'account-type-fixed': 'conflict',
  'account-person-required': 'invalid',
  'account-person-unexpected': 'invalid',
  'account-cycle': 'conflict',
  'employees-not-a-count': 'invalid',
  'founded-in-not-a-year': 'invalid',
});

type Account = Created<typeof AccountCreated>;
export type AccountState = Account | null;
type OwnEvent = WithoutReferences<AccountEvent>;

const reject = rejecting(accountRefusals);

const decider: Decider<WithoutReferences<AccountCommand>, OwnEvent, AccountState> = {
  category: 'account',
  initialState: null,
  streamIdOf: (command) => command.accountId,

  decide(command, state) {
    if (command.type === 'CreateAccount') return create(command, state);
    const found = state ?? notFound(command);
    switch (command.type) {
      case 'EditAccount':
        return edit(command, found);
      case 'ChangeAccountOwner':
        return changeOwner(command, found);
    }
  },

  evolve(state, event) {
    if (event.type === 'AccountCreated') return asCreated(event.data);
    if (state === null) return state;
    switch (event.type) {
      case 'AccountEdited':
        return accountProfile.after(state, event.data);
      case 'AccountOwnerChanged':
        return { ...state, ownerId: event.data.to ?? undefined };
    }
  },
};

export const account: Decider<AccountCommand, AccountEvent, AccountState> = withReferences(decider, {
  referenced: AccountReferenced,
  unreferenced: AccountUnreferenced,
  idOf: ({ accountId }) => accountId,
  notFound,
});

function notFound({ accountId }: { readonly accountId: AccountId }): never {
  return reject('account-not-found', `There is no account ${accountId}.`);
}

function create(command: CreateAccount, state: AccountState): readonly OwnEvent[] {
  const { accountId, accountType, personId, parentId, references } = command;
  refuseNonsense(command);
  const annualRevenue = accepted(command.annualRevenue) ?? undefined;
  const profile = { ...accountProfile.of(command), annualRevenue };
  const event = AccountCreated.of({ accountId, ...profile, parentId, references });
  if (state !== null) {
    return createdAgain(state.created, event, () =>
      reject('account-exists', `The account ${accountId} exists and was not created like this one. Edit it instead.`),
    );
  }
  const isPerson = accountType === 'personal';
  if (isPerson && personId === undefined) {
    reject('account-person-required', 'A personal account needs the id of its person. Give a personId.');
  }
  if (!isPerson && personId !== undefined) {
    reject('account-person-unexpected', `An account of the type "${accountType}" is no person. Leave personId out.`);
  }
  if (parentId === accountId) reject('account-cycle', `The account ${accountId} cannot stand under itself.`);
  refuseNameless(profile);
  return [event];
}

function edit(command: EditAccount, state: Account): readonly OwnEvent[] {
  const { accountId, accountType = state.accountType } = command;
  refuseNonsense(command);
  if (accountType !== state.accountType && [accountType, state.accountType].includes('personal')) {
    reject(
      'account-type-fixed',
      `An account cannot turn from "${state.accountType}" into "${accountType}". Create another one.`,
    );
  }
  const edited = accountProfile.edit(state, { ...command, annualRevenue: accepted(command.annualRevenue) });
  if (!edited) return [];
  refuseNameless(accountProfile.after(state, edited));
  return [AccountEdited.of({ accountId, personId: state.personId, ...edited })];
}

function changeOwner({ accountId, ownerId }: ChangeAccountOwner, state: Account): readonly OwnEvent[] {
  const from = state.ownerId ?? null;
  return ownerId === from ? [] : [AccountOwnerChanged.of({ accountId, from, to: ownerId })];
}

/** ACC-03, ACC-04: a person has a first or last name, everything else a name. */
function refuseNameless({
  accountType,
  name,
  firstName,
  lastName,
}: Pick<Account, 'accountType' | 'name' | 'firstName' | 'lastName'>): void {
  const isPerson = accountType === 'personal';
  const names = isPerson ? [firstName, lastName] : [name];
  if (names.some((text) => text !== undefined && (isErased(text) || text.trim() !== ''))) return;
  const wanted = isPerson ? 'a first name or a last name' : 'a name';
  reject('account-name-required', `An account of the type "${accountType}" needs ${wanted}.`);
}

function refuseNonsense({ employees, foundedIn }: Pick<EditAccount, 'employees' | 'foundedIn'>): void {
  if (typeof employees === 'number' && !(Number.isSafeInteger(employees) && employees >= 0)) {
    reject('employees-not-a-count', `${String(employees)} is not a number of employees. Give a whole number from 0.`);
  }
  if (typeof foundedIn === 'number' && !(Number.isInteger(foundedIn) && foundedIn >= 1 && foundedIn <= 9999)) {
    reject('founded-in-not-a-year', `${String(foundedIn)} is not a year. Give one from 1 to 9999.`);
  }
}

const accepted = (amount: Money | null | undefined): Money | null | undefined => amount && acceptedAmount(amount);
