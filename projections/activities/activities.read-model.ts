import Type from 'typebox';
import { activityProfile, type ActivityEvent } from '../../libs/activities/activity/activity.events.js';
import type { CommentEvent } from '../../libs/activities/comment/comment.events.js';
import type { Subject } from '../../libs/activities/subject.js';
import { idSchema, type PersonId } from '../../libs/kernel/ids.js';
import { Personal } from '../../libs/kernel/personal.js';
import { References } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key } from '../row-schemas.js';

const ActivityRow = Type.Object({
  _id: key,
  /** `account:<id>`, `opportunity:<id>` and so on */
  subject: Type.String(),
  personId: idSchema<PersonId>(),
  ...activityProfile.row,
  references: References,
});

/** `account:<id>`: how the timeline and lists name what something is about. */
export const subjectKey = ({ kind, id }: Subject): string => `${kind}:${id}`;

/** ACT-01 to ACT-03, ACT-08: activities, past and planned. */
export const activities = readModel<ActivityEvent>()({
  name: 'activities',
  version: 2,
  row: ActivityRow,
  fields: {
    subject: 'text',
    category: 'text',
    ownerId: 'text',
    done: 'boolean',
    happenedOn: 'text',
    plannedFor: 'text',
    references: 'references',
  },
  indexes: [['subject'], ['ownerId', 'plannedFor']],
  on: {
    ActivityLogged: (_row, { data }) => ({
      _id: data.activityId,
      subject: subjectKey(data.subject),
      personId: data.personId,
      ...activityProfile.newRow(data),
      references: data.references,
    }),
    ActivityEdited: (row, { data }) => activityProfile.editedRow(row, data),
    ActivityDeleted: () => null,
    ActivityReferenced: referenced,
    ActivityUnreferenced: unreferenced,
  },
});

/** ACT-09: comments on any record. */
export const comments = readModel<CommentEvent>()({
  name: 'comments',
  version: 1,
  row: Type.Object({
    _id: key,
    subject: Type.String(),
    personId: idSchema<PersonId>(),
    text: Personal(Type.String()),
    writtenAt: Type.String({ format: 'date-time' }),
  }),
  fields: { subject: 'text', writtenAt: 'instant' },
  indexes: [['subject', 'writtenAt']],
  on: {
    CommentAdded: (_row, { data, metadata }) => ({
      _id: data.commentId,
      subject: subjectKey(data.subject),
      personId: data.personId,
      text: data.text,
      writtenAt: metadata.occurredAt,
    }),
    CommentEdited: (row, { data }) => ({ ...row, text: data.after }),
    CommentDeleted: () => null,
  },
});
