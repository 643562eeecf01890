import { changed, pick, withChanges } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import { rejecting } from '../../kernel/domain-error.js';
import type { AccountId, PersonId, UserId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import type { Money } from '../../kernel/money.js';
import { allReadable, isErased, type Personal } from '../../kernel/personal.js';
import { acceptedAmount, type PricingRefusal } from '../../kernel/pricing.js';
import { hasReference, withoutReference, withReference, type References } from '../../kernel/references.js';
import {
  factFields,
  profileFields,
  type AccountCommand,
  type AccountFacts,
  type AccountProfile,
  type ChangeAccountOwner,
  type CreateAccount,
  type EditAccount,
} from './account.commands.js';
import {
  AccountCreated,
  AccountEdited,
  AccountOwnerChanged,
  AccountReferenced,
  AccountUnreferenced,
  type AccountEvent,
  type AccountType,
} from './account.events.js';

export type AccountRefusal =
  | PricingRefusal
  | 'account-exists'
  | 'account-not-found'
  | 'account-name-required'
  | 'account-type-fixed'
  | 'account-person-required'
  | 'account-person-unexpected'
  | 'account-cycle'
  | 'employees-not-a-count'
  | 'founded-in-not-a-year'
  | 'person-erased';

interface Account {
  readonly personId: PersonId | null;
  readonly profile: Personal<AccountProfile>;
  readonly facts: AccountFacts;
  readonly ownerId: UserId | null;
  readonly requestedParentId: AccountId | null;
  readonly references: References;
}
export type AccountState = Account | null;

const reject = rejecting<AccountRefusal>();

export const account: Decider<AccountCommand, AccountEvent, AccountState> = {
  category: 'account',
  initialState: null,
  streamIdOf: (command) => command.accountId,

  decide(command, state) {
    if (command.type === 'CreateAccount') return create(command, state);
    const { accountId } = command;
    const found = state ?? reject('account-not-found', `There is no account ${accountId}.`);
    switch (command.type) {
      case 'EditAccount':
        return edit(command, found);
      case 'ChangeAccountOwner':
        return changeOwner(command, found);
      case 'ReferenceAccount':
        return hasReference(found.references, command.reference)
          ? []
          : [AccountReferenced.of({ accountId, reference: command.reference })];
      case 'UnreferenceAccount':
        return hasReference(found.references, command.reference)
          ? [AccountUnreferenced.of({ accountId, reference: command.reference })]
          : [];
    }
  },

  evolve(state, event) {
    if (event.type === 'AccountCreated') return created(event.data);
    if (state === null) return state;
    switch (event.type) {
      case 'AccountEdited': {
        const { profile } = state;
        const after = pick(event.data, profileFields);
        const readable = !isErased(profile) && allReadable(after);
        return {
          ...state,
          profile: readable ? withChanges(profile, after) : { erased: true },
          facts: withChanges(state.facts, event.data.to ?? {}),
        };
      }
      case 'AccountOwnerChanged':
        return { ...state, ownerId: event.data.to };
      case 'AccountReferenced':
        return { ...state, references: withReference(state.references, event.data.reference) };
      case 'AccountUnreferenced':
        return { ...state, references: withoutReference(state.references, event.data.reference) };
    }
  },
};

function created(data: ReturnType<typeof AccountCreated.of>['data']): Account {
  const profile = pick(data, profileFields);
  return {
    personId: data.personId ?? null,
    profile: allReadable(profile) ? profile : { erased: true },
    facts: pick(data, factFields),
    ownerId: data.ownerId ?? null,
    requestedParentId: data.parentId ?? null,
    references: data.references,
  };
}

function create(command: CreateAccount, state: AccountState): readonly AccountEvent[] {
  const { accountId, personId, ownerId, parentId, references } = command;
  const profile = pick(command, profileFields);
  const facts = { ...pick(command, factFields), annualRevenue: accepted(command.annualRevenue) ?? undefined };
  refuseNonsense(facts);
  const event = AccountCreated.of({ accountId, personId, ...profile, ...facts, ownerId, parentId, references });
  if (state !== null && sameJson(state, created(event.data))) return [];
  if (state !== null)
    reject('account-exists', `The account ${accountId} exists and is not like this one. Edit it instead.`);

  const isPerson = facts.accountType === 'personal';
  if (isPerson && personId === undefined) {
    reject('account-person-required', 'A personal account needs the id of its person. Give a personId.');
  }
  if (!isPerson && personId !== undefined) {
    reject(
      'account-person-unexpected',
      `An account of the type "${facts.accountType}" is no person. Leave personId out.`,
    );
  }
  if (parentId === accountId) reject('account-cycle', `The account ${accountId} cannot stand under itself.`);
  refuseNameless(facts.accountType, profile);
  return [event];
}

function edit(command: EditAccount, state: Account): readonly AccountEvent[] {
  const { accountId } = command;
  const factEdit = pick({ ...command, annualRevenue: accepted(command.annualRevenue) }, factFields);
  refuseNonsense(factEdit);
  const facts = changed(state.facts, factEdit);
  const accountType = facts?.to.accountType;
  if (accountType !== undefined && (accountType === 'personal' || state.facts.accountType === 'personal')) {
    reject(
      'account-type-fixed',
      `An account cannot turn from "${state.facts.accountType}" into "${accountType}". Create another one.`,
    );
  }

  const profileEdit = pick(command, profileFields);
  if (isErased(state.profile) && Object.keys(profileEdit).length > 0) {
    return reject('person-erased', `The person of the account ${accountId} was erased and cannot be described again.`);
  }
  const profile = isErased(state.profile) ? undefined : changed(state.profile, profileEdit);
  if (profile && !isErased(state.profile))
    refuseNameless(state.facts.accountType, withChanges(state.profile, profile.to));

  if (!profile && !facts) return [];
  const personId = state.personId ?? undefined;
  return [AccountEdited.of({ accountId, personId, ...profile?.to, before: profile?.from, ...facts })];
}

function changeOwner({ accountId, ownerId }: ChangeAccountOwner, state: Account): readonly AccountEvent[] {
  return ownerId === state.ownerId ? [] : [AccountOwnerChanged.of({ accountId, from: state.ownerId, to: ownerId })];
}

/** ACC-03, ACC-04: a person has a first or last name, everything else a name. */
function refuseNameless(accountType: AccountType, { name, firstName, lastName }: AccountProfile): void {
  const isPerson = accountType === 'personal';
  const names = isPerson ? [firstName, lastName] : [name];
  if (names.some((text) => text !== undefined && text.trim() !== '')) return;
  const wanted = isPerson ? 'a first name or a last name' : 'a name';
  reject('account-name-required', `An account of the type "${accountType}" needs ${wanted}.`);
}

function refuseNonsense({
  employees,
  foundedIn,
}: {
  employees?: number | null | undefined;
  foundedIn?: number | null | undefined;
}): void {
  if (typeof employees === 'number' && !(Number.isSafeInteger(employees) && employees >= 0)) {
    reject('employees-not-a-count', `${String(employees)} is not a number of employees. Give a whole number from 0.`);
  }
  if (typeof foundedIn === 'number' && !(Number.isInteger(foundedIn) && foundedIn >= 1 && foundedIn <= 9999)) {
    reject('founded-in-not-a-year', `${String(foundedIn)} is not a year. Give one from 1 to 9999.`);
  }
}

const accepted = (amount: Money | null | undefined): Money | null | undefined => amount && acceptedAmount(amount);
