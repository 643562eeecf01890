import {
  ActivityDeleted,
  ActivityEdited,
  ActivityLogged,
  ActivityReferenced,
  ActivityUnreferenced,
} from '../../libs/activities/activity/activity.events.js';
import { CommentAdded, CommentDeleted, CommentEdited } from '../../libs/activities/comment/comment.events.js';
import type { AccountId, ActivityId, CommentId, OpportunityId, PersonId, UserId } from '../../libs/kernel/ids.js';
import { testStart } from '../../libs/testing/log/fixed-clock.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf, on } from '../../libs/testing/sales/sales-examples.js';
import { activities, comments } from './activities.read-model.js';

const personId = idOf<PersonId>('subject');
const subject = { kind: 'account', id: idOf<AccountId>('aurora') } as const;

describe('activities, past and planned (ACT-01, ACT-08)', () => {
  const activityId = idOf<ActivityId>('call');
  const reference = { system: 'mail', type: 'message', id: '1' };
  const facts = { category: 'call', plannedFor: on('2017-02-01'), ownerId: idOf<UserId>('olga'), done: false };
  const note = { personId, title: 'Call Jane', text: 'About seats.' };
  const logged = ActivityLogged.of({ activityId, subject, ...note, ...facts, references: [reference] });
  const after = rowAfter(activities, `activity-${activityId}`);
  const edited = (change: Partial<Parameters<typeof ActivityEdited.of>[0]>) =>
    after(logged, ActivityEdited.of({ activityId, subject, personId, ...change }));

  it('have one as it was logged, under what it is about', () => {
    expect(after(logged)).toEqual({
      _id: activityId,
      subject: `account:${subject.id}`,
      ...note,
      ...facts,
      happenedOn: null,
      references: [reference],
    });
    const opportunity = { kind: 'opportunity', id: idOf<OpportunityId>('deal') } as const;
    const happened = { category: 'visit', happenedOn: on('2017-01-31'), done: true } as const;
    expect(
      after(
        ActivityLogged.of({ activityId, subject: opportunity, personId, title: 'Visit', ...happened, references: [] }),
      ),
    ).toEqual({
      _id: activityId,
      subject: `opportunity:${opportunity.id}`,
      personId,
      title: 'Visit',
      text: null,
      ...happened,
      plannedFor: null,
      ownerId: null,
      references: [],
    });
  });
  it('have what an edit changes, null where it clears, and the rest as it was (ACT-02)', () => {
    expect(edited({ title: 'Called Jane', text: null, before: { title: 'Call Jane' } })).toEqual({
      ...after(logged),
      title: 'Called Jane',
      text: null,
    });
    expect(edited({ from: {}, to: { happenedOn: on('2017-01-31'), plannedFor: null, done: true } })).toEqual({
      ...after(logged),
      happenedOn: '2017-01-31',
      plannedFor: null,
      done: true,
    });
  });
  it('have the erased text of a person who was erased', () =>
    expect(edited({ title: { erased: true } })).toMatchObject({ title: { erased: true }, category: 'call' }));
  it('have none that was deleted (ACT-03)', () =>
    expect(after(logged, ActivityDeleted.of({ activityId, subject }))).toBeUndefined());
  it('have their references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '2' };
    const referenced = ActivityReferenced.of({ activityId, reference: other });
    const unreferenced = ActivityUnreferenced.of({ activityId, reference });
    expect(after(logged, referenced)).toEqual({ ...after(logged), references: [reference, other] });
    expect(after(logged, referenced, unreferenced)).toEqual({ ...after(logged), references: [other] });
  });
});

describe('comments (ACT-09)', () => {
  const commentId = idOf<CommentId>('comment');
  const added = CommentAdded.of({ commentId, subject, personId, text: 'Ask in May.' });
  const after = rowAfter(comments, `comment-${commentId}`);

  it('have one as it was added, under what it is about, with when it was written', () =>
    expect(after(added)).toEqual({
      _id: commentId,
      subject: `account:${subject.id}`,
      personId,
      text: 'Ask in May.',
      writtenAt: testStart,
    }));
  it('have the new text of an edited one, written when it was', () => {
    const edited = CommentEdited.of({ commentId, subject, personId, before: 'Ask in May.', after: 'Ask in June.' });
    expect(after(added, edited)).toEqual({ ...after(added), text: 'Ask in June.' });
  });
  it('have none that was deleted', () =>
    expect(after(added, CommentDeleted.of({ commentId, subject }))).toBeUndefined());
});
