import type { DateOnly } from '../../libs/kernel/dates.js';
import type { PersonId, UserId } from '../../libs/kernel/ids.js';
import {
  UserActivated,
  UserDeactivated,
  UserEdited,
  UserReassigned,
  UserReferenced,
  UserRegistered,
  UserUnreferenced,
} from '../../libs/organisation/user/user.events.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf, on } from '../../libs/testing/sales/sales-examples.js';
import { assignmentOn, users } from './users.read-model.js';

const userId = idOf<UserId>('anna');
const personId = idOf<PersonId>('person of anna');
const [dustin, melvin] = [idOf<UserId>('dustin'), idOf<UserId>('melvin')];
const reference = { system: 'hr', type: 'employee', id: '12' };
const registered = UserRegistered.of({
  userId,
  personId,
  name: 'Anna Snelling',
  email: 'anna@example.com',
  managerId: dustin,
  office: 'Central',
  active: true,
  references: [reference],
});
const central = { managerId: dustin, office: 'Central' };
const west = { managerId: melvin, office: 'West' };
const after = rowAfter(users, `user-${userId}`);

describe('users with every manager and office they had (decision 15)', () => {
  it('have one as registered; the first assignment holds from the beginning unless it has a date', () => {
    expect(after(registered)).toEqual({
      _id: userId,
      personId,
      name: 'Anna Snelling',
      email: 'anna@example.com',
      active: true,
      ...central,
      assignments: [{ from: null, ...central }],
      assigned: { managerId: [{ from: null, value: dustin }], office: [{ from: null, value: 'Central' }] },
      references: [reference],
    });
    const bare = UserRegistered.of({
      userId,
      personId,
      name: 'Anna',
      active: false,
      validFrom: on('2017-01-01'),
      references: [],
    });
    expect(after(bare)).toMatchObject({
      email: null,
      active: false,
      managerId: null,
      office: null,
      assignments: [{ from: '2017-01-01', managerId: null, office: null }],
    });
  });
  it('have the new name and address of an edited one, null where it is cleared, erased where the person was', () => {
    const edited = (change: object) => after(registered, UserEdited.of({ userId, personId, before: {}, ...change }));
    expect(edited({ name: 'Anna Smith' })).toEqual({ ...after(registered), name: 'Anna Smith' });
    expect(edited({ email: null })).toEqual({ ...after(registered), email: null });
    expect(edited({ name: { erased: true } })).toMatchObject({ name: { erased: true } });
  });
  it('have whether one is active', () => {
    const deactivated = UserDeactivated.of({ userId });
    expect(after(registered, deactivated)).toEqual({ ...after(registered), active: false });
    expect(after(registered, deactivated, UserActivated.of({ userId }))).toEqual(after(registered));
  });
  it('have the assignment of the last date while they are stored, and all of them by date', () => {
    const reassigned = (to: typeof west | typeof central, validFrom?: DateOnly) =>
      UserReassigned.of({ userId, from: central, to, validFrom });
    // The second event of a stream in tests happens on this day.
    expect(after(registered, reassigned(west))).toEqual({
      ...after(registered),
      ...west,
      assignments: [
        { from: null, ...central },
        { from: '2017-03-01', ...west },
      ],
      assigned: {
        managerId: [
          { from: null, value: dustin },
          { from: '2017-03-01', value: melvin },
        ],
        office: [
          { from: null, value: 'Central' },
          { from: '2017-03-01', value: 'West' },
        ],
      },
    });
    expect(after(registered, reassigned(west, on('2017-06-01')), reassigned(central, on('2017-04-01')))).toMatchObject({
      ...west,
      assignments: [
        { from: null, ...central },
        { from: '2017-04-01', ...central },
        { from: '2017-06-01', ...west },
      ],
    });
  });
  it('have their references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '13' };
    const referenced = UserReferenced.of({ userId, reference: other });
    const unreferenced = UserUnreferenced.of({ userId, reference });
    expect(after(registered, referenced)).toEqual({ ...after(registered), references: [reference, other] });
    expect(after(registered, referenced, unreferenced)).toEqual({ ...after(registered), references: [other] });
  });
});

const userIn = (first: DateOnly | undefined, ...offices: readonly (readonly [DateOnly, string])[]) => {
  const start = UserRegistered.of({
    userId,
    personId,
    name: 'U',
    office: 'Prague',
    active: true,
    validFrom: first,
    references: [],
  });
  const said = offices.map(([validFrom, office]) =>
    UserReassigned.of({ userId, from: west, to: { managerId: null, office }, fields: ['office'], validFrom }),
  );
  return after(start, ...said);
};
// In no order.
const moved = userIn(undefined, [on('2017-06-01'), 'Linz'], [on('2017-03-01'), 'Vienna'], [on('2017-03-01'), 'Graz']);

describe('the office on a date', () => {
  it.each([
    ['1900-01-01', 'Prague'],
    ['2017-02-28', 'Prague'],
    ['2017-03-01', 'Graz'],
    ['2017-05-31', 'Graz'],
    ['2030-01-01', 'Linz'],
  ])(
    'on %s is %s: the first from the beginning, each later one from its date, the last said where two have one date',
    (date, office) => {
      expect(assignmentOn(moved, on(date))?.office).toBe(office);
      const shown = moved && users.inForce?.(moved, moved, { on: on(date) });
      expect([shown?.office, shown?.managerId, shown?.assignments.length]).toEqual([office, null, 3]);
    },
  );

  it('is none before the first where that has a date of its own', () => {
    const user = userIn(on('2017-03-01'));
    expect(assignmentOn(user, on('2017-02-28'))).toEqual({ managerId: null, office: null });
    expect(assignmentOn(user, on('2017-03-01'))?.office).toBe('Prague');
  });

  it('is none of nobody', () => {
    expect(assignmentOn(undefined, on('2017-03-01'))).toBeUndefined();
  });
});
