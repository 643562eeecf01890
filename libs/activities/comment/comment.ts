import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { CommentId, PersonId } from '../../kernel/ids.js';
import { isErased } from '../../kernel/personal.js';
import { personRefusals } from '../../kernel/profile.js';
import type { Subject } from '../subject.js';
import { CommentAdded, CommentDeleted, CommentEdited, type CommentEvent } from './comment.events.js';

/** `personId` is the person whom the text is about. */
export interface AddComment {
  readonly type: 'AddComment';
  readonly commentId: CommentId;
  readonly subject: Subject;
  readonly personId: PersonId;
  readonly text: string;
}
export interface EditComment {
  readonly type: 'EditComment';
  readonly commentId: CommentId;
  readonly text: string;
}
export interface DeleteComment {
  readonly type: 'DeleteComment';
  readonly commentId: CommentId;
}
export type CommentCommand = AddComment | EditComment | DeleteComment;
export const commentRefusals = refusals({
  'comment-exists': 'conflict',
  'comment-not-found': 'not-found',
  ...personRefusals,
});

type Comment = Created<typeof CommentAdded>;
export type CommentState = Comment | 'deleted' | null;

const reject = rejecting(commentRefusals);

/** ACT-09: a comment on any record. */
export const comment: Decider<CommentCommand, CommentEvent, CommentState> = {
  category: 'comment',
  initialState: null,
  streamIdOf: (command) => command.commentId,

  decide(command, state) {
    const { commentId } = command;
    if (command.type === 'AddComment') return add(command, state);
    if (command.type === 'DeleteComment' && state === 'deleted') return [];
    if (state === null || state === 'deleted') return reject('comment-not-found', `There is no comment ${commentId}.`);
    const { subject, personId, text } = state;
    switch (command.type) {
      case 'EditComment':
        if (isErased(text))
          return reject('person-erased', `The person of the comment ${commentId} was erased; it cannot be edited.`);
        return command.text === text
          ? []
          : [CommentEdited.of({ commentId, subject, personId, before: text, after: command.text })];
      case 'DeleteComment':
        return [CommentDeleted.of({ commentId, subject })];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'CommentAdded':
        return asCreated(event.data);
      case 'CommentEdited':
        return state === null || state === 'deleted' ? state : { ...state, text: event.data.after };
      case 'CommentDeleted':
        return 'deleted';
    }
  },
};

function add({ commentId, subject, personId, text }: AddComment, state: CommentState): readonly CommentEvent[] {
  const event = CommentAdded.of({ commentId, subject, personId, text });
  if (state === null) return [event];
  return createdAgain(state === 'deleted' ? undefined : state.created, event, () =>
    reject(
      'comment-exists',
      `The comment ${commentId} exists and was not added like this one, or was deleted. Use a new id.`,
    ),
  );
}
