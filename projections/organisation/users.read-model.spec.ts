import type { DateOnly } from '../../libs/kernel/dates.js';
import { idOf, on } from '../../libs/testing/sales/sales-examples.js';
import { assignmentOn, type UserRow } from './users.read-model.js';

const from = (date: DateOnly | null, office: string) => ({ from: date, managerId: null, office });
const userWith = (...assignments: UserRow['assignments']): UserRow => ({
  _id: 'u',
  personId: idOf('person'),
  name: 'U',
  email: null,
  active: true,
  managerId: null,
  office: null,
  assignments,
  references: [],
});
const moved = userWith(
  from(null, 'Prague'),
  from(on('2017-03-01'), 'Vienna'),
  from(on('2017-03-01'), 'Graz'),
  from(on('2017-06-01'), 'Linz'),
);

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
    },
  );

  it('is none before the first where that has a date of its own', () => {
    const user = userWith(from(on('2017-03-01'), 'Vienna'));
    expect(assignmentOn(user, on('2017-02-28'))).toBeUndefined();
    expect(assignmentOn(user, on('2017-03-01'))?.office).toBe('Vienna');
  });

  it('is none of nobody', () => {
    expect(assignmentOn(undefined, on('2017-03-01'))).toBeUndefined();
  });
});
