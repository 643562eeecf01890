import type { DateOnly } from '../../kernel/dates.js';
import { newId, type PersonId, type UserId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import {
  UserActivated,
  UserDeactivated,
  UserEdited,
  UserReassigned,
  UserReferenced,
  UserRegistered,
  UserUnreferenced,
} from './user.events.js';
import { assignedSince, assignmentOn, assignments } from './assigned.js';
import { user, type RegisterUser } from './user.js';

const userId = newId<UserId>();
const personId = newId<PersonId>();
const dustin = newId<UserId>();
const melvin = newId<UserId>();
const april = '2017-04-01' as DateOnly;

const register: RegisterUser = {
  type: 'RegisterUser',
  userId,
  personId,
  name: 'Anna Snelling',
  managerId: dustin,
  office: 'Central',
  references: [],
};
const registered = UserRegistered.of({
  userId,
  personId,
  name: 'Anna Snelling',
  managerId: dustin,
  office: 'Central',
  active: true,
  references: [],
});
const reassign = { type: 'ReassignUser', userId, managerId: melvin, office: 'West', validFrom: april } as const;
const reassigned = UserReassigned.of({
  userId,
  from: { managerId: dustin, office: 'Central' },
  to: { managerId: melvin, office: 'West' },
  fields: ['managerId', 'office'],
  validFrom: april,
});
const edit = { type: 'EditUser', userId, name: 'Anna Smith', email: 'anna@example.com' } as const;
const edited = UserEdited.of({
  userId,
  personId,
  before: { name: 'Anna Snelling', email: null },
  name: 'Anna Smith',
  email: 'anna@example.com',
});

describe('a user', () => {
  it('is registered, active by default', () => given(user).when(register).thenEvents(registered));
  it('is not registered again by the same', () => given(user, registered).when(register).thenNothing());
  it('is not registered again as another', () =>
    given(user, registered)
      .when({ ...register, name: 'Cecily Lampkin' })
      .thenRejected('user-exists'));
  it('is compared with the registration when it is registered again', () => {
    given(user, registered, edited, reassigned).when(register).thenNothing();
    given(user, registered, edited)
      .when({ ...register, name: 'Anna Smith', email: 'anna@example.com' })
      .thenRejected('user-exists');
  });
  it('is unknown before', () => given(user).when(edit).thenRejected('user-not-found'));

  it('is edited, with what was and what is in sealed fields', () =>
    given(user, registered).when(edit).thenEvents(edited));
  it('stays when edited to what it is', () => given(user, registered, edited).when(edit).thenNothing());
  it('loses the e-mail address when it is cleared', () =>
    given(user, registered, edited)
      .when({ type: 'EditUser', userId, email: null })
      .thenEvents(UserEdited.of({ userId, personId, before: { email: 'anna@example.com' }, email: null })));
  it('cannot be edited after erasure', () => {
    const erasedFromTheStart = { ...registered, data: { ...registered.data, name: { erased: true } as const } };
    given(user, erasedFromTheStart).when(edit).thenRejected('person-erased');
    const erasedLater = { ...edited, data: { ...edited.data, name: { erased: true } as const } };
    given(user, registered, erasedLater).when(edit).thenRejected('person-erased');
  });

  it('is deactivated and activated, each once', () => {
    const deactivated = UserDeactivated.of({ userId });
    given(user, registered).when({ type: 'DeactivateUser', userId }).thenEvents(deactivated);
    given(user, registered, deactivated).when({ type: 'DeactivateUser', userId }).thenNothing();
    given(user, registered, deactivated)
      .when({ type: 'ActivateUser', userId })
      .thenEvents(UserActivated.of({ userId }));
    given(user, registered).when({ type: 'ActivateUser', userId }).thenNothing();
  });

  it('gets another manager and office from a date on', () =>
    given(user, registered).when(reassign).thenEvents(reassigned));
  it('stays when reassigned to the same', () => {
    given(user, registered, reassigned).when(reassign).thenNothing();
    given(user, registered, reassigned)
      .when({ ...reassign, validFrom: '2017-06-01' as DateOnly, isToday: true })
      .thenNothing();
  });
  it('has the same assignment since another date when that is said', () =>
    given(user, registered, reassigned)
      .when({ ...reassign, validFrom: '2017-05-01' as DateOnly })
      .thenEvents(
        UserReassigned.of({
          userId,
          from: reassigned.data.to,
          to: reassigned.data.to,
          fields: ['managerId', 'office'],
          validFrom: '2017-05-01' as DateOnly,
        }),
      ));
  it('keeps what is not said as it is on each date, and what is said for a later one (ADR 36)', () => {
    const march = '2017-03-01' as DateOnly;
    const moved = UserReassigned.of({
      userId,
      from: { managerId: dustin, office: 'Central' },
      to: { managerId: dustin, office: 'North' },
      fields: ['office'],
      validFrom: march,
    });
    given(user, registered, reassigned)
      .when({ type: 'ReassignUser', userId, office: 'North', validFrom: march })
      .thenEvents(moved);
    const assigned = given(user, registered, reassigned, moved).state?.assigned;
    const on = (date: string) => assigned && assignmentOn(assigned, date as DateOnly);
    expect([on('2017-02-28'), on('2017-03-31'), on('2017-04-01')]).toEqual([
      { managerId: dustin, office: 'Central' },
      { managerId: dustin, office: 'North' },
      { managerId: melvin, office: 'West' },
    ]);
    expect(assigned && assignments(assigned)).toEqual([
      { from: null, managerId: dustin, office: 'Central' },
      { from: march, managerId: dustin, office: 'North' },
      { from: april, managerId: melvin, office: 'West' },
    ]);
    expect(assigned && [assignedSince(assigned, march), assignedSince(assigned, '2017-01-01' as DateOnly)]).toEqual([
      march,
      null,
    ]);
  });
  it('never manages themself', () => {
    given(user)
      .when({ ...register, managerId: userId })
      .thenRejected('user-manages-self');
    given(user, registered)
      .when({ ...reassign, managerId: userId })
      .thenRejected('user-manages-self');
  });

  it('takes and loses references of outside systems, each once', () => {
    const reference = { system: 'hr', type: 'employee', id: '12' };
    const referenced = UserReferenced.of({ userId, reference });
    given(user, registered).when({ type: 'ReferenceUser', userId, reference }).thenEvents(referenced);
    given(user, registered, referenced).when({ type: 'ReferenceUser', userId, reference }).thenNothing();
    given(user, registered, referenced)
      .when({ type: 'UnreferenceUser', userId, reference })
      .thenEvents(UserUnreferenced.of({ userId, reference }));
    given(user, registered).when({ type: 'UnreferenceUser', userId, reference }).thenNothing();
  });
});
