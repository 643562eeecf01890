import Type, { type Static } from 'typebox';
import { dateIn, DateOnly } from '../../libs/kernel/dates.js';
import { idSchema, type PersonId, type UserId } from '../../libs/kernel/ids.js';
import { References } from '../../libs/kernel/references.js';
import { userProfile, type UserEvent } from '../../libs/organisation/user/user.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key, Nullable } from '../row-schemas.js';

/** Under whom and where the user works since `from`; null: from the beginning. */
const DatedAssignment = Type.Object({
  from: Nullable(DateOnly),
  managerId: Nullable(idSchema<UserId>()),
  office: Nullable(Type.String()),
});
type DatedAssignment = Static<typeof DatedAssignment>;

const UserRow = Type.Object({
  _id: key,
  personId: idSchema<PersonId>(),
  ...userProfile.row,
  active: Type.Boolean(),
  managerId: Nullable(idSchema<UserId>()),
  office: Nullable(Type.String()),
  /** By date, the earliest first. */
  assignments: Type.Array(DatedAssignment),
  references: References,
});
export type UserRow = Static<typeof UserRow>;

/** People who own records, with every manager and office they had: reports group by those on the booking's date. */
export const users = readModel<UserEvent>()({
  name: 'users',
  version: 2,
  row: UserRow,
  fields: { active: 'boolean', managerId: 'text', office: 'text', references: 'references' },
  indexes: [['managerId'], ['office']],
  keepsHistory: true,
  on: {
    UserRegistered: (_row, { data }) => {
      const first = { managerId: data.managerId ?? null, office: data.office ?? null };
      return {
        _id: data.userId,
        personId: data.personId,
        ...userProfile.newRow(data),
        active: data.active,
        ...first,
        assignments: [{ from: data.validFrom ?? null, ...first }],
        references: data.references,
      };
    },
    UserEdited: (row, { data }) => userProfile.editedRow(row, data),
    UserActivated: (row) => ({ ...row, active: true }),
    UserDeactivated: (row) => ({ ...row, active: false }),
    UserReassigned: (row, { data, metadata }) => ({
      ...row,
      ...data.to,
      assignments: [
        ...row.assignments,
        { from: data.validFrom ?? dateIn(metadata.occurredAt.slice(0, 10)), ...data.to },
      ].sort(byDate),
    }),
    UserReferenced: referenced,
    UserUnreferenced: unreferenced,
  },
});

/** The manager and office on a date; none before the first, where that has a date of its own. */
export function assignmentOn(user: UserRow | undefined, date: DateOnly): DatedAssignment | undefined {
  return user?.assignments.findLast(({ from }) => from === null || from <= date);
}

const byDate = (a: DatedAssignment, b: DatedAssignment): number => (a.from ?? '').localeCompare(b.from ?? '');
