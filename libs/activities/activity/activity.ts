import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { ActivityId, PersonId } from '../../kernel/ids.js';
import { personRefusals, type NewProfile, type ProfileChanges, type ProfileOf } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import { withReferences, type ReferenceCommand, type WithoutReferences } from '../../kernel/with-references.js';
import type { Subject } from '../subject.js';
import {
  ActivityDeleted,
  ActivityEdited,
  ActivityLogged,
  activityProfile,
  ActivityReferenced,
  ActivityUnreferenced,
  type ActivityEvent,
} from './activity.events.js';

/**
 * ACT-01: `happenedOn` or `plannedFor` says when; it is done by default when it happened. `personId` is the person whom the free
 * text is about.
 */
export interface LogActivity extends NewProfile<typeof activityProfile, 'done'> {
  readonly type: 'LogActivity';
  readonly activityId: ActivityId;
  readonly subject: Subject;
  readonly personId: PersonId;
  readonly references: References;
}
/** ACT-02: null clears. Saying when it happened makes it done. */
export interface EditActivity extends ProfileChanges<typeof activityProfile> {
  readonly type: 'EditActivity';
  readonly activityId: ActivityId;
}
/** ACT-03 */
export interface DeleteActivity {
  readonly type: 'DeleteActivity';
  readonly activityId: ActivityId;
}
export type ReferenceActivity = ReferenceCommand<typeof ActivityReferenced>;
export type ActivityCommand = LogActivity | EditActivity | DeleteActivity | ReferenceActivity;
export const activityRefusals = refusals({
  ...personRefusals,
  'activity-exists': 'conflict',
  'activity-not-found': 'not-found',
  'activity-date-required': 'invalid',
  'activity-happened-so-done': 'invalid',
});

type Activity = Created<typeof ActivityLogged>;
export type ActivityState = Activity | 'deleted' | null;
type OwnEvent = WithoutReferences<ActivityEvent>;

const reject = rejecting(activityRefusals);

const decider: Decider<WithoutReferences<ActivityCommand>, OwnEvent, ActivityState> = {
  category: 'activity',
  initialState: null,
  streamIdOf: (command) => command.activityId,

  decide(command, state) {
    const { activityId } = command;
    if (command.type === 'LogActivity') return log(command, state);
    if (command.type === 'DeleteActivity' && state === 'deleted') return [];
    if (state === null || state === 'deleted') return notFound(command);
    switch (command.type) {
      case 'EditActivity':
        return edit(command, state);
      case 'DeleteActivity':
        return [ActivityDeleted.of({ activityId, subject: state.subject })];
    }
  },

  evolve(state, event) {
    if (event.type === 'ActivityLogged') return asCreated(event.data);
    if (state === null || state === 'deleted') return state;
    switch (event.type) {
      case 'ActivityEdited':
        return activityProfile.after(state, event.data);
      case 'ActivityDeleted':
        return 'deleted';
    }
  },
};

export const activity: Decider<ActivityCommand, ActivityEvent, ActivityState> = withReferences(decider, {
  referenced: ActivityReferenced,
  unreferenced: ActivityUnreferenced,
  idOf: ({ activityId }) => activityId,
  notFound,
});

function notFound({ activityId }: { readonly activityId: ActivityId }): never {
  return reject('activity-not-found', `There is no activity ${activityId}.`);
}

function log(command: LogActivity, state: ActivityState): readonly OwnEvent[] {
  const { activityId, subject, personId, references, happenedOn, done = happenedOn !== undefined } = command;
  const profile = { ...activityProfile.of(command), done };
  const event = ActivityLogged.of({ activityId, subject, personId, ...profile, references });
  if (state !== null) {
    return createdAgain(state === 'deleted' ? undefined : state.created, event, () =>
      reject(
        'activity-exists',
        `The activity ${activityId} exists and was not logged like this one, or was deleted. Use a new id.`,
      ),
    );
  }
  refuseNonsense(profile);
  return [event];
}

function edit(command: EditActivity, state: Activity): readonly OwnEvent[] {
  const { activityId, happenedOn } = command;
  const { subject, personId } = state;
  const edited = activityProfile.edit(state, { ...(happenedOn ? { done: true } : {}), ...activityProfile.of(command) });
  if (!edited) return [];
  refuseNonsense(activityProfile.after(state, edited));
  return [ActivityEdited.of({ activityId, subject, personId, ...edited })];
}

type Timing = Pick<ProfileOf<typeof activityProfile>, 'happenedOn' | 'plannedFor' | 'done'>;

function refuseNonsense({ happenedOn, plannedFor, done }: Timing): void {
  if (happenedOn === undefined && plannedFor === undefined) {
    reject('activity-date-required', 'An activity needs a time. Say when it happened, or for when it is planned.');
  }
  if (happenedOn !== undefined && !done) {
    reject(
      'activity-happened-so-done',
      `The activity happened on ${happenedOn}, so it is done. Leave "done" out, or clear happenedOn.`,
    );
  }
}
