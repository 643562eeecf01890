import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { activityEvents, type When } from '../../../libs/activities/activity/activity.events.js';
import type { ActivityState } from '../../../libs/activities/activity/activity.js';
import { commentEvents } from '../../../libs/activities/comment/comment.events.js';
import type { CommentState } from '../../../libs/activities/comment/comment.js';
import type { Subject } from '../../../libs/activities/subject.js';
import type {
  AccountId,
  CampaignId,
  ActivityId,
  CommentId,
  LeadId,
  OpportunityId,
  PersonId,
  UserId,
  PartnerId,
} from '../../../libs/kernel/ids.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { activities, comments } from '../../../projections/activities/activities.read-model.js';
import { recordCase, shown } from './record-case.js';
import { clearable, dates, ids, optional, reference, references, words } from './values.js';

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({ kind: fc.constant('account' as const), id: ids<AccountId>('account') }),
  fc.record({ kind: fc.constant('opportunity' as const), id: ids<OpportunityId>('opportunity') }),
  fc.record({ kind: fc.constant('lead' as const), id: ids<LeadId>('lead') }),
  fc.record({ kind: fc.constant('campaign' as const), id: ids<CampaignId>('campaign') }),
  fc.record({ kind: fc.constant('partner' as const), id: ids<PartnerId>('partner') }),
);
const person = fc.constant(idOf<PersonId>('recorded subject'));
const moments: fc.Arbitrary<When> = fc.oneof(dates, fc.constant('2017-03-01T09:00:00.000Z' as When));
const activityId = idOf<ActivityId>('recorded activity');

export const activity = recordCase({
  aggregate: aggregates.activity,
  events: activityEvents,
  first: 'LogActivity',
  weights: { DeleteActivity: 1 },
  commands: {
    LogActivity: fc.record({
      activityId: fc.constant(activityId),
      subject,
      personId: person,
      category: words,
      title: words,
      text: optional(words),
      happenedOn: optional(moments),
      plannedFor: optional(moments),
      ownerId: optional(ids<UserId>('user')),
      done: optional(fc.boolean()),
      references,
    }),
    EditActivity: fc.record({
      activityId: fc.constant(activityId),
      category: optional(words),
      title: optional(words),
      text: clearable(words),
      happenedOn: clearable(moments),
      plannedFor: clearable(moments),
      ownerId: clearable(ids<UserId>('user')),
      done: optional(fc.boolean()),
    }),
    DeleteActivity: fc.record({ activityId: fc.constant(activityId) }),
    ReferenceActivity: fc.record({ activityId: fc.constant(activityId), reference }),
    UnreferenceActivity: fc.record({ activityId: fc.constant(activityId), reference }),
  },
  shown: [
    shown(activities, (state: ActivityState) => {
      if (state === null || state === 'deleted') return [];
      return [
        {
          _id: activityId,
          subject: `${state.subject.kind}:${state.subject.id}`,
          personId: state.personId,
          category: state.category,
          title: state.title,
          text: state.text ?? null,
          happenedOn: state.happenedOn ?? null,
          plannedFor: state.plannedFor ?? null,
          ownerId: state.ownerId ?? null,
          done: state.done,
          references: state.references,
        },
      ];
    }),
  ],
});

const commentId = idOf<CommentId>('recorded comment');

export const comment = recordCase({
  aggregate: aggregates.comment,
  events: commentEvents,
  first: 'AddComment',
  weights: { DeleteComment: 1 },
  commands: {
    AddComment: fc.record({ commentId: fc.constant(commentId), subject, personId: person, text: words }),
    EditComment: fc.record({ commentId: fc.constant(commentId), text: words }),
    DeleteComment: fc.record({ commentId: fc.constant(commentId) }),
  },
  shown: [
    shown(comments, (state: CommentState, events) =>
      state === null || state === 'deleted'
        ? []
        : [
            {
              _id: commentId,
              subject: `${state.subject.kind}:${state.subject.id}`,
              personId: state.personId,
              text: state.text,
              writtenAt: events[0]?.metadata.occurredAt ?? '',
            },
          ],
    ),
  ],
});
