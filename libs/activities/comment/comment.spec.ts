import { newId, type AccountId, type CommentId, type PersonId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { CommentAdded, CommentDeleted, CommentEdited } from './comment.events.js';
import { comment, type AddComment } from './comment.js';

const commentId = newId<CommentId>();
const personId = newId<PersonId>();
const subject = { kind: 'account', id: newId<AccountId>() } as const;
const add: AddComment = { type: 'AddComment', commentId, subject, personId, text: 'Pays late' };
const added = CommentAdded.of({ commentId, subject, personId, text: 'Pays late' });
const edit = { type: 'EditComment', commentId, text: 'Pays on time' } as const;
const edited = CommentEdited.of({ commentId, subject, personId, before: 'Pays late', after: 'Pays on time' });
const remove = { type: 'DeleteComment', commentId } as const;
const deleted = CommentDeleted.of({ commentId, subject });

describe('a comment (ACT-09)', () => {
  it('is added', () => given(comment).when(add).thenEvents(added));
  it('is not added again by the same', () => given(comment, added).when(add).thenNothing());
  it('is compared with what was added first when it is added again', () => {
    given(comment, added, edited).when(add).thenNothing();
    given(comment, added, edited)
      .when({ ...add, text: 'Pays on time' })
      .thenRejected('comment-exists');
  });
  it('is not added again as another, or after it was deleted', () => {
    given(comment, added)
      .when({ ...add, text: 'Never pays' })
      .thenRejected('comment-exists');
    given(comment, added, deleted).when(add).thenRejected('comment-exists');
  });

  it('is edited, with the text before and after', () => given(comment, added).when(edit).thenEvents(edited));
  it('stays when edited to what it is', () => given(comment, added, edited).when(edit).thenNothing());
  it('cannot be edited once its person is erased', () =>
    given(comment, { ...added, data: { ...added.data, text: { erased: true } as const } })
      .when(edit)
      .thenRejected('person-erased'));

  it('is deleted once', () => {
    given(comment, added).when(remove).thenEvents(deleted);
    given(comment, added, deleted).when(remove).thenNothing();
  });
  it('is not found before it is added or once it is deleted', () => {
    given(comment).when(remove).thenRejected('comment-not-found');
    given(comment, added, deleted).when(edit).thenRejected('comment-not-found');
  });
});
