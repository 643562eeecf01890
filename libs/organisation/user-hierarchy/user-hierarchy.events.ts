import Type from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type UserId } from '../../kernel/ids.js';

const userId = idSchema<UserId>();
const managerId = Type.Union([userId, Type.Null()]);

/** ADR 37: the user works under that manager since that date; null: under nobody, or from the beginning. Until the date of the next one. */
export const UserPlaced = eventType('UserPlaced', {
  userId,
  from: managerId,
  to: managerId,
  since: Type.Union([DateOnly, Type.Null()]),
});

export const userHierarchyEvents = [UserPlaced] as const;
export type UserHierarchyEvent = EventOf<(typeof userHierarchyEvents)[number]>;
