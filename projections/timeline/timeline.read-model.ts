import Type, { type Static } from 'typebox';
import { accountHierarchyEvents } from '../../libs/accounts/account-hierarchy/account-hierarchy.events.js';
import { accountEvents } from '../../libs/accounts/account/account.events.js';
import { activityEvents } from '../../libs/activities/activity/activity.events.js';
import { commentEvents } from '../../libs/activities/comment/comment.events.js';
import { contractEvents } from '../../libs/contracts/contract/contract.events.js';
import type { EventOf, RecordedOf } from '../../libs/kernel/events.js';
import { readModel, type Reaction } from '../../libs/read-store/read-model.js';
import { opportunityEvents } from '../../libs/sales/opportunity/opportunity.events.js';
import { key } from '../row-schemas.js';

const shown = [
  ...accountEvents,
  ...accountHierarchyEvents,
  ...opportunityEvents,
  ...contractEvents,
  ...activityEvents,
  ...commentEvents,
] as const;
type ShownEvent = EventOf<(typeof shown)[number]>;
type Shown = RecordedOf<ShownEvent>;

const TimelineRow = Type.Object({
  _id: key,
  /** The record that it happened to: `account:<id>` or `opportunity:<id>`. */
  subject: Type.String(),
  type: Type.String(),
  occurredAt: Type.String({ format: 'date-time' }),
  recordedAt: Type.String({ format: 'date-time' }),
  source: Type.Enum(['api', 'import', 'rule', 'process']),
  stream: Type.String(),
  /** Orders events of one stream that happened at the same time. */
  revision: Type.Integer(),
});
export type TimelineRow = Static<typeof TimelineRow>;

/**
 * ACT-06, ACT-07, BX-02: a row is one event with its direct subject; what is below an account is resolved when asked. What the event
 * says stands in the log alone, at that revision of its stream (ADR 15).
 */
export const timeline = readModel<ShownEvent>()({
  name: 'timeline',
  version: 2,
  row: TimelineRow,
  fields: {
    subject: 'text',
    type: 'text',
    occurredAt: 'instant',
    recordedAt: 'instant',
    source: 'text',
    stream: 'text',
    revision: 'integer',
  },
  indexes: [['subject', 'occurredAt', 'recordedAt', 'revision']],
  // The same reaction for each type: what differs is in `subjectOf`.
  on: Object.fromEntries(shown.map(({ type }) => [type, entry()])),
});

function entry(): Reaction<TimelineRow, Shown> {
  return { keys: ({ id }) => [id], change: (_row, event) => entryOf(event) };
}

const entryOf = (event: Shown): TimelineRow => ({
  _id: event.id,
  subject: subjectOf(event),
  type: event.type,
  occurredAt: event.metadata.occurredAt,
  recordedAt: event.recordedAt,
  source: event.metadata.source,
  stream: event.stream,
  revision: event.revision,
});

/** A contract's events belong to its opportunity, or to its account where it has none. */
function subjectOf({ data }: Shown): string {
  if ('activityId' in data && !('subject' in data)) return `activity:${data.activityId}`;
  if ('subject' in data) return `${data.subject.kind}:${data.subject.id}`;
  if ('opportunityId' in data && data.opportunityId !== undefined) return `opportunity:${data.opportunityId}`;
  if ('accountId' in data && data.accountId !== undefined) return `account:${data.accountId}`;
  return 'account' in data ? `account:${data.account.id}` : '';
}
