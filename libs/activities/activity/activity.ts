import { changed, pick, withChanges } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import { rejecting } from '../../kernel/domain-error.js';
import type { ActivityId, PersonId, UserId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import { allReadable, isErased, type Personal } from '../../kernel/personal.js';
import {
  hasReference,
  withoutReference,
  withReference,
  type Reference,
  type References,
} from '../../kernel/references.js';
import type { Subject } from '../subject.js';
import {
  ActivityDeleted,
  ActivityEdited,
  ActivityLogged,
  ActivityReferenced,
  ActivityUnreferenced,
  type ActivityEvent,
  type When,
} from './activity.events.js';

/** ACT-01: `happenedOn` or `plannedFor` says when. `personId` is the person whom the free text is about. */
export interface LogActivity {
  readonly type: 'LogActivity';
  readonly activityId: ActivityId;
  readonly subject: Subject;
  readonly personId: PersonId;
  readonly category: string;
  readonly title: string;
  readonly text?: string | undefined;
  readonly happenedOn?: When | undefined;
  readonly plannedFor?: When | undefined;
  readonly ownerId?: UserId | undefined;
  /** Default: whether it happened. */
  readonly done?: boolean | undefined;
  readonly references: References;
}
/** ACT-02: null clears. Saying when it happened makes it done. */
export interface EditActivity {
  readonly type: 'EditActivity';
  readonly activityId: ActivityId;
  readonly category?: string | undefined;
  readonly title?: string | undefined;
  readonly text?: string | null | undefined;
  readonly happenedOn?: When | null | undefined;
  readonly plannedFor?: When | null | undefined;
  readonly ownerId?: UserId | null | undefined;
  readonly done?: boolean | undefined;
}
/** ACT-03 */
export interface DeleteActivity {
  readonly type: 'DeleteActivity';
  readonly activityId: ActivityId;
}
export interface ReferenceActivity {
  readonly type: 'ReferenceActivity' | 'UnreferenceActivity';
  readonly activityId: ActivityId;
  readonly reference: Reference;
}
export type ActivityCommand = LogActivity | EditActivity | DeleteActivity | ReferenceActivity;
export type ActivityRefusal =
  'activity-exists' | 'activity-not-found' | 'activity-date-required' | 'activity-happened-so-done' | 'person-erased';

interface Facts {
  readonly category: string;
  readonly happenedOn?: When | undefined;
  readonly plannedFor?: When | undefined;
  readonly ownerId?: UserId | undefined;
  readonly done: boolean;
}
interface Activity {
  readonly subject: Subject;
  readonly personId: PersonId;
  readonly note: Personal<{ readonly title: string; readonly text?: string | undefined }>;
  readonly facts: Facts;
  readonly references: References;
}
export type ActivityState = Activity | 'deleted' | null;

const noteFields = ['title', 'text'] as const;
const factFields = ['category', 'happenedOn', 'plannedFor', 'ownerId', 'done'] as const;
const reject = rejecting<ActivityRefusal>();

export const activity: Decider<ActivityCommand, ActivityEvent, ActivityState> = {
  category: 'activity',
  initialState: null,
  streamIdOf: (command) => command.activityId,

  decide(command, state) {
    const { activityId } = command;
    if (command.type === 'LogActivity') return log(command, state);
    if (command.type === 'DeleteActivity' && state === 'deleted') return [];
    if (state === null || state === 'deleted')
      return reject('activity-not-found', `There is no activity ${activityId}.`);
    switch (command.type) {
      case 'EditActivity':
        return edit(command, state);
      case 'DeleteActivity':
        return [ActivityDeleted.of({ activityId, subject: state.subject })];
      case 'ReferenceActivity':
        return hasReference(state.references, command.reference)
          ? []
          : [ActivityReferenced.of({ activityId, reference: command.reference })];
      case 'UnreferenceActivity':
        return hasReference(state.references, command.reference)
          ? [ActivityUnreferenced.of({ activityId, reference: command.reference })]
          : [];
    }
  },

  evolve(state, event) {
    if (event.type === 'ActivityLogged') return logged(event.data);
    if (state === null || state === 'deleted') return state;
    switch (event.type) {
      case 'ActivityEdited': {
        const { note } = state;
        const after = pick(event.data, noteFields);
        const readable = !isErased(note) && allReadable(after);
        return {
          ...state,
          note: readable ? withChanges(note, after) : { erased: true },
          facts: withChanges(state.facts, event.data.to ?? {}),
        };
      }
      case 'ActivityDeleted':
        return 'deleted';
      case 'ActivityReferenced':
        return { ...state, references: withReference(state.references, event.data.reference) };
      case 'ActivityUnreferenced':
        return { ...state, references: withoutReference(state.references, event.data.reference) };
    }
  },
};

function logged(data: ReturnType<typeof ActivityLogged.of>['data']): Activity {
  const note = pick(data, noteFields);
  return {
    ...pick(data, ['subject', 'personId', 'references']),
    note: allReadable(note) ? note : { erased: true },
    facts: pick(data, factFields),
  };
}

function log(command: LogActivity, state: ActivityState): readonly ActivityEvent[] {
  const { activityId, subject, personId, references, happenedOn, done = happenedOn !== undefined } = command;
  const facts = { ...pick(command, factFields), done };
  const event = ActivityLogged.of({
    activityId,
    subject,
    personId,
    ...facts,
    ...pick(command, noteFields),
    references,
  });
  if (state !== null && sameJson(state, logged(event.data))) return [];
  if (state !== null) {
    reject(
      'activity-exists',
      `The activity ${activityId} exists and is not like this one, or was deleted. Use a new id.`,
    );
  }
  refuseNonsense(facts);
  return [event];
}

function edit(command: EditActivity, { note, facts, subject, personId }: Activity): readonly ActivityEvent[] {
  const { activityId, happenedOn } = command;
  const noteEdit = pick(command, noteFields);
  if (isErased(note) && Object.keys(noteEdit).length > 0) {
    return reject(
      'person-erased',
      `The person of the activity ${activityId} was erased; its text cannot be written again.`,
    );
  }
  const noteChange = isErased(note) ? undefined : changed(note, noteEdit);
  const factChange = changed(facts, { ...(happenedOn ? { done: true } : {}), ...pick(command, factFields) });
  if (factChange) refuseNonsense(withChanges(facts, factChange.to));
  if (!noteChange && !factChange) return [];
  return [
    ActivityEdited.of({ activityId, subject, personId, ...noteChange?.to, before: noteChange?.from, ...factChange }),
  ];
}

function refuseNonsense({ happenedOn, plannedFor, done }: Facts): void {
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
