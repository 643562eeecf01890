import type { DateOnly } from '../../kernel/dates.js';
import { pick } from '../../kernel/changes.js';
import { createdAgain } from '../../kernel/creation.js';
import { isSaid } from '../../kernel/dated.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf, Happened } from '../../kernel/events.js';
import type { PersonId, UserId } from '../../kernel/ids.js';
import { personRefusals, type NewProfile, type ProfileChanges, type ProfileOf } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import { withReferences, type ReferenceCommand, type WithoutReferences } from '../../kernel/with-references.js';
import { assignmentFields, assignmentOn, firstAssigned, reassigned, type Assigned } from './assigned.js';
import {
  UserActivated,
  UserDeactivated,
  UserEdited,
  UserReassigned,
  UserReferenced,
  UserRegistered,
  userProfile,
  UserUnreferenced,
  type Assignment,
  type UserEvent,
} from './user.events.js';

/** The first manager and office hold from the beginning unless `validFrom` is given. */
export interface RegisterUser extends NewProfile<typeof userProfile> {
  readonly type: 'RegisterUser';
  readonly userId: UserId;
  readonly personId: PersonId;
  readonly managerId?: UserId | undefined;
  readonly office?: string | undefined;
  /** Default: true. */
  readonly active?: boolean | undefined;
  readonly validFrom?: DateOnly | undefined;
  readonly references: References;
}
export interface EditUser extends ProfileChanges<typeof userProfile> {
  readonly type: 'EditUser';
  readonly userId: UserId;
}
export interface ActivateUser {
  readonly type: 'ActivateUser' | 'DeactivateUser';
  readonly userId: UserId;
}
/** Null for no manager, no office; what is left out stays as it is on each date. */
export interface ReassignUser {
  readonly type: 'ReassignUser';
  readonly userId: UserId;
  readonly managerId?: UserId | null | undefined;
  readonly office?: string | null | undefined;
  readonly validFrom: DateOnly;
  /** Nobody gave the date: what holds on it already is not said again. */
  readonly isToday?: true;
}
export type ReferenceUser = ReferenceCommand<typeof UserReferenced>;
export type UserCommand = RegisterUser | EditUser | ActivateUser | ReassignUser | ReferenceUser;
export const userRefusals = refusals({
  ...personRefusals,
  'user-exists': 'conflict',
  'user-not-found': 'not-found',
  'user-manages-self': 'invalid',
});

interface User extends ProfileOf<typeof userProfile> {
  readonly created: DataOf<typeof UserRegistered>;
  readonly personId: PersonId;
  readonly assigned: Assigned;
  readonly active: boolean;
  readonly references: References;
}
export type UserState = User | null;
type OwnEvent = WithoutReferences<UserEvent> & Happened;

const reject = rejecting(userRefusals);

const decider: Decider<WithoutReferences<UserCommand>, OwnEvent, UserState> = {
  category: 'user',
  initialState: null,
  streamIdOf: (command) => command.userId,

  decide(command, state) {
    if (command.type === 'RegisterUser') return register(command, state);
    const found = state ?? notFound(command);
    const { userId } = command;
    switch (command.type) {
      case 'EditUser':
        return edit(command, found);
      case 'ActivateUser':
        return found.active ? [] : [UserActivated.of({ userId })];
      case 'DeactivateUser':
        return found.active ? [UserDeactivated.of({ userId })] : [];
      case 'ReassignUser':
        return reassign(command, found);
    }
  },

  evolve(state, event) {
    if (event.type === 'UserRegistered') return registered(event.data);
    if (state === null) return state;
    switch (event.type) {
      case 'UserEdited':
        return userProfile.after(state, event.data);
      case 'UserActivated':
        return { ...state, active: true };
      case 'UserDeactivated':
        return { ...state, active: false };
      case 'UserReassigned':
        return { ...state, assigned: reassigned(state.assigned, event) };
    }
  },
};

export const user: Decider<UserCommand, UserEvent, UserState> = withReferences(decider, {
  referenced: UserReferenced,
  unreferenced: UserUnreferenced,
  idOf: ({ userId }) => userId,
  notFound,
});

function notFound({ userId }: { readonly userId: UserId }): never {
  return reject('user-not-found', `There is no user ${userId}.`);
}

function registered(data: DataOf<typeof UserRegistered>): User {
  return {
    ...userProfile.of(data),
    created: data,
    personId: data.personId,
    assigned: firstAssigned(data),
    active: data.active,
    references: data.references,
  };
}

function register(command: RegisterUser, state: UserState): readonly OwnEvent[] {
  const { userId, personId, managerId, office, active = true, validFrom, references } = command;
  const profile = userProfile.of(command);
  const event = UserRegistered.of({ userId, personId, ...profile, managerId, office, active, validFrom, references });
  if (state !== null) {
    return createdAgain(state.created, event, () =>
      reject('user-exists', `The user ${userId} exists and was not registered like this one. Edit it instead.`),
    );
  }
  refuseSelf(userId, managerId);
  return [event];
}

function edit(command: EditUser, state: User): readonly OwnEvent[] {
  const edited = userProfile.edit(state, command);
  return edited ? [UserEdited.of({ userId: command.userId, personId: state.personId, ...edited })] : [];
}

function reassign(command: ReassignUser, { assigned }: User): readonly OwnEvent[] {
  const { userId, validFrom, isToday } = command;
  refuseSelf(userId, command.managerId);
  const from = assignmentOn(assigned, validFrom);
  const isNew = (field: keyof Assignment): boolean => {
    const value = command[field];
    if (value === undefined) return false;
    return isToday === true ? value !== from[field] : !isSaid<DateOnly, unknown>(assigned[field], validFrom, value);
  };
  const fields = assignmentFields.filter(isNew);
  if (fields.length === 0) return [];
  const to = { ...from, ...pick(command, fields) };
  return [UserReassigned.of({ userId, from, to, fields, validFrom })];
}

function refuseSelf(userId: UserId, managerId: UserId | null | undefined): void {
  if (managerId === userId)
    reject('user-manages-self', `The user ${userId} cannot be their own manager. Name another one.`);
}
