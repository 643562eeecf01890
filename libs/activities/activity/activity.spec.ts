import type { DateOnly, Instant } from '../../kernel/dates.js';
import { newId, type ActivityId, type OpportunityId, type PersonId, type UserId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import {
  ActivityDeleted,
  ActivityEdited,
  ActivityLogged,
  ActivityReferenced,
  ActivityUnreferenced,
} from './activity.events.js';
import { activity, type LogActivity } from './activity.js';

const activityId = newId<ActivityId>();
const personId = newId<PersonId>();
const ownerId = newId<UserId>();
const subject = { kind: 'opportunity', id: newId<OpportunityId>() } as const;
const monday = '2017-03-27T09:00:00.000Z' as Instant;
const tuesday = '2017-03-28' as DateOnly;
const erased = { erased: true } as const;

const call = {
  activityId,
  subject,
  personId,
  category: 'call',
  title: 'Called Ann',
  text: 'Wants a quote',
  references: [],
};
const log: LogActivity = { type: 'LogActivity', ...call, happenedOn: monday };
const logged = ActivityLogged.of({ ...call, happenedOn: monday, done: true });
const planned = ActivityLogged.of({ ...call, plannedFor: tuesday, done: false });
const edit = { type: 'EditActivity', activityId } as const;
const remove = { type: 'DeleteActivity', activityId } as const;
const deleted = ActivityDeleted.of({ activityId, subject });

describe('logging an activity (ACT-01)', () => {
  it('that happened makes it done', () => given(activity).when(log).thenEvents(logged));
  it('that lies ahead leaves it open', () =>
    given(activity)
      .when({ ...log, happenedOn: undefined, plannedFor: tuesday })
      .thenEvents(planned));
  it('again in the same way changes nothing', () => given(activity, logged).when(log).thenNothing());
  it('again is compared with what was logged first', () => {
    const edited = ActivityEdited.of({
      activityId,
      subject,
      personId,
      title: 'Rang Ann',
      before: { title: 'Called Ann' },
    });
    given(activity, logged, edited).when(log).thenNothing();
    given(activity, logged, edited)
      .when({ ...log, title: 'Rang Ann' })
      .thenRejected('activity-exists');
  });
  it('again in another way, or after it was deleted, is refused', () => {
    given(activity, logged)
      .when({ ...log, title: 'Called Bob' })
      .thenRejected('activity-exists');
    given(activity, logged, deleted).when(log).thenRejected('activity-exists');
  });
  it('needs a time', () =>
    given(activity)
      .when({ ...log, happenedOn: undefined })
      .thenRejected('activity-date-required'));
  it('that happened and is not done is refused', () =>
    given(activity)
      .when({ ...log, done: false })
      .thenRejected('activity-happened-so-done'));
});

describe('editing an activity (ACT-02)', () => {
  it('says what was and what is, with the free text apart', () =>
    given(activity, logged)
      .when({ ...edit, title: 'Rang Ann', text: null, category: 'meeting', ownerId })
      .thenEvents(
        ActivityEdited.of({
          activityId,
          subject,
          personId,
          before: { title: 'Called Ann', text: 'Wants a quote' },
          title: 'Rang Ann',
          text: null,
          from: { category: 'call', ownerId: null },
          to: { category: 'meeting', ownerId },
        }),
      ));
  it('to say that it happened makes it done', () =>
    given(activity, planned)
      .when({ ...edit, happenedOn: tuesday })
      .thenEvents(
        ActivityEdited.of({
          activityId,
          subject,
          personId,
          from: { happenedOn: null, done: false },
          to: { happenedOn: tuesday, done: true },
        }),
      ));
  it('to what it is changes nothing', () =>
    given(activity, logged)
      .when({ ...edit, title: 'Called Ann', happenedOn: monday, plannedFor: null, done: true })
      .thenNothing());
  it('leaves it a time, and done when it happened', () => {
    given(activity, logged)
      .when({ ...edit, happenedOn: null })
      .thenRejected('activity-date-required');
    given(activity, logged)
      .when({ ...edit, done: false })
      .thenRejected('activity-happened-so-done');
  });
  it('writes nothing about an erased person, but may do the rest (decision 5)', () => {
    const asErased = { ...logged, data: { ...logged.data, title: erased, text: erased } };
    given(activity, asErased)
      .when({ ...edit, text: 'again' })
      .thenRejected('person-erased');
    given(activity, asErased)
      .when({ ...edit, ownerId })
      .thenEvents(ActivityEdited.of({ activityId, subject, personId, from: { ownerId: null }, to: { ownerId } }));
  });
  it('needs an activity', () => {
    given(activity).when(edit).thenRejected('activity-not-found');
    given(activity, logged, deleted).when(edit).thenRejected('activity-not-found');
  });
});

describe('an activity', () => {
  it('is deleted once (ACT-03)', () => {
    given(activity, logged).when(remove).thenEvents(deleted);
    given(activity, logged, deleted).when(remove).thenNothing();
    given(activity).when(remove).thenRejected('activity-not-found');
  });
  it('takes and loses references of outside systems, each once', () => {
    const reference = { system: 'telephony', type: 'call', id: '99' };
    const referenced = ActivityReferenced.of({ activityId, reference });
    given(activity, logged).when({ type: 'ReferenceActivity', activityId, reference }).thenEvents(referenced);
    given(activity, logged, referenced).when({ type: 'ReferenceActivity', activityId, reference }).thenNothing();
    given(activity, logged, referenced)
      .when({ type: 'UnreferenceActivity', activityId, reference })
      .thenEvents(ActivityUnreferenced.of({ activityId, reference }));
    given(activity, logged).when({ type: 'UnreferenceActivity', activityId, reference }).thenNothing();
  });
});
