import Type, { type Static } from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type PersonId, type UserId } from '../../kernel/ids.js';
import { Personal } from '../../kernel/personal.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';

const userId = idSchema<UserId>();
const personId = idSchema<PersonId>();

/** Under whom and where a user works; null: nobody, nowhere. Reports group by it as it was. */
export const Assignment = Type.Object({
  managerId: Type.Union([userId, Type.Null()]),
  office: Type.Union([Type.String(), Type.Null()]),
});
export type Assignment = Readonly<Static<typeof Assignment>>;

export const userProfile = profile({ name: Personal(Type.String()), email: Type.Optional(Personal(Type.String())) });

/** The first manager and office hold from the beginning unless `validFrom` says since when. */
export const UserRegistered = eventType('UserRegistered', {
  userId,
  personId,
  ...userProfile.created,
  managerId: Type.Optional(userId),
  office: Type.Optional(Type.String()),
  active: Type.Boolean(),
  validFrom: Type.Optional(DateOnly),
  references: References,
});
/** The changed fields only, as they became and, under `before`, as they were; null where absent. */
export const UserEdited = eventType('UserEdited', { userId, personId, ...userProfile.edited });
export const UserActivated = eventType('UserActivated', { userId });
export const UserDeactivated = eventType('UserDeactivated', { userId });
/**
 * The assignment on the day before and on `validFrom` (else the day it happened); `fields` is what was said to hold from then on, both without
 * it. What was said for a later date goes on to hold from there.
 */
export const UserReassigned = eventType('UserReassigned', {
  userId,
  from: Assignment,
  to: Assignment,
  fields: Type.Optional(Type.Array(Type.Enum(['managerId', 'office']))),
  validFrom: Type.Optional(DateOnly),
});
export const UserReferenced = eventType('UserReferenced', { userId, reference: Reference });
export const UserUnreferenced = eventType('UserUnreferenced', { userId, reference: Reference });

export const userEvents = [
  UserRegistered,
  UserEdited,
  UserActivated,
  UserDeactivated,
  UserReassigned,
  UserReferenced,
  UserUnreferenced,
] as const;
export type UserEvent = EventOf<(typeof userEvents)[number]>;
