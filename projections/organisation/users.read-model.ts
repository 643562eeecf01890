import Type, { type Static } from 'typebox';
import { DateOnly } from '../../libs/kernel/dates.js';
import { idSchema, type PersonId, type UserId } from '../../libs/kernel/ids.js';
import { References } from '../../libs/kernel/references.js';
import {
  assignmentOn as on,
  assignments,
  firstAssigned,
  reassigned,
  type Assigned,
} from '../../libs/organisation/user/assigned.js';
import { userProfile, type Assignment, type UserEvent } from '../../libs/organisation/user/user.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key, Nullable } from '../row-schemas.js';

/** Under whom and where the user works since `from`; null: from the beginning. */
const DatedAssignment = Type.Object({
  from: Nullable(DateOnly),
  managerId: Nullable(idSchema<UserId>()),
  office: Nullable(Type.String()),
});

const UserRow = Type.Object({
  _id: key,
  personId: idSchema<PersonId>(),
  ...userProfile.row,
  active: Type.Boolean(),
  managerId: Nullable(idSchema<UserId>()),
  office: Nullable(Type.String()),
  /** By date, the earliest first. */
  assignments: Type.Array(DatedAssignment),
  /** What was said of each since when. */
  assigned: Type.Object({
    managerId: Type.Array(Type.Object({ from: Nullable(DateOnly), value: Nullable(idSchema<UserId>()) })),
    office: Type.Array(Type.Object({ from: Nullable(DateOnly), value: Nullable(Type.String()) })),
  }),
  references: References,
});
export type UserRow = Static<typeof UserRow>;

/**
 * People who own records, with every manager and office they had: reports group by those on the booking's date. Those of a date are of the row
 * as it is known, whenever they were entered (ADR 36).
 */
export const users = readModel<UserEvent>()({
  name: 'users',
  version: 3,
  row: UserRow,
  fields: { active: 'boolean', managerId: 'text', office: 'text', references: 'references' },
  indexes: [],
  keepsHistory: true,
  isSetting: true,
  inForce: (row, { assigned }, at) => ({ ...row, ...shown(assigned, at.on) }),
  on: {
    UserRegistered: (_row, { data }) => ({
      _id: data.userId,
      personId: data.personId,
      ...userProfile.newRow(data),
      active: data.active,
      ...shown(firstAssigned(data)),
      references: data.references,
    }),
    UserEdited: (row, { data }) => userProfile.editedRow(row, data),
    UserActivated: (row) => ({ ...row, active: true }),
    UserDeactivated: (row) => ({ ...row, active: false }),
    UserReassigned: (row, event) => ({ ...row, ...shown(reassigned(row.assigned, event)) }),
    UserReferenced: referenced,
    UserUnreferenced: unreferenced,
  },
});

/** The manager and office on a date, as far as they are known; undefined of nobody. */
export const assignmentOn = (user: UserRow | undefined, date: DateOnly): Assignment | undefined =>
  user && on(user.assigned, date);

/** What the row says of manager and office: those of the last date while it is stored, those of a date when it is asked. */
const shown = (assigned: Assigned, date?: DateOnly) => ({
  ...on(assigned, date),
  assignments: [...assignments(assigned)],
  assigned: { managerId: [...assigned.managerId], office: [...assigned.office] },
});
