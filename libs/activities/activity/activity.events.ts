import Type from 'typebox';
import { DateOnly, Instant } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type ActivityId, type PersonId, type UserId } from '../../kernel/ids.js';
import { Personal } from '../../kernel/personal.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';
import { Subject } from '../subject.js';

const activityId = idSchema<ActivityId>();
const personId = idSchema<PersonId>();
const userId = idSchema<UserId>();

/** A moment, or a date alone. */
export type When = Instant | DateOnly;
const When = Type.Unsafe<When>(Type.Union([Instant, DateOnly]));

export const activityProfile = profile({
  category: Type.String(),
  title: Personal(Type.String()),
  text: Type.Optional(Personal(Type.String())),
  happenedOn: Type.Optional(When),
  plannedFor: Type.Optional(When),
  ownerId: Type.Optional(userId),
  done: Type.Boolean(),
});

/** ACT-01: `happenedOn` looks back, `plannedFor` ahead. `personId` is the person whom the free text is about. */
export const ActivityLogged = eventType('ActivityLogged', {
  activityId,
  subject: Subject,
  personId,
  ...activityProfile.created,
  references: References,
});
/**
 * ACT-02: the changed fields only, null where absent. The free text stands in `title` and `text` as it became and in `before` as it
 * was, the rest in `from` and `to`. What has no change is left out.
 */
export const ActivityEdited = eventType('ActivityEdited', {
  activityId,
  subject: Subject,
  personId,
  ...activityProfile.edited,
});
/** ACT-03 */
export const ActivityDeleted = eventType('ActivityDeleted', { activityId, subject: Subject });
export const ActivityReferenced = eventType('ActivityReferenced', { activityId, reference: Reference });
export const ActivityUnreferenced = eventType('ActivityUnreferenced', { activityId, reference: Reference });

export const activityEvents = [
  ActivityLogged,
  ActivityEdited,
  ActivityDeleted,
  ActivityReferenced,
  ActivityUnreferenced,
] as const;
export type ActivityEvent = EventOf<(typeof activityEvents)[number]>;
