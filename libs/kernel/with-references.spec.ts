import { given } from '../testing/given.js';
import { note, NoteDeleted, NoteReferenced, NoteUnreferenced, NoteWritten, refused } from '../testing/notes.js';
import { withReferences, type ReferenceCommand } from './with-references.js';

const known = withReferences(note, {
  referenced: NoteReferenced,
  unreferenced: NoteUnreferenced,
  idOf: ({ noteId }) => noteId,
  notFound: refused('note-not-found'),
});
const noteId = 'n1';
const written = NoteWritten.of({ noteId, text: 'Hello', references: [] });
const reference = { system: 'erp', type: 'note', id: '7' };
const add: ReferenceCommand<typeof NoteReferenced> = { type: 'ReferenceNote', noteId, reference };
const remove: ReferenceCommand<typeof NoteReferenced> = { type: 'UnreferenceNote', noteId, reference };
const added = NoteReferenced.of({ noteId, reference });
const removed = NoteUnreferenced.of({ noteId, reference });

describe('a record with references', () => {
  it('takes a reference, once', () => {
    given(known, written).when(add).thenEvents(added);
    given(known, written, added).when(add).thenNothing();
  });
  it('has the references of its creation', () =>
    given(known, NoteWritten.of({ ...written.data, references: [reference] }))
      .when(add)
      .thenNothing());
  it('loses a reference, once', () => {
    given(known, written, added).when(remove).thenEvents(removed);
    given(known, written).when(remove).thenNothing();
    given(known, written, added, removed).when(remove).thenNothing();
  });
  it('keeps the others', () => {
    const other = { ...reference, id: '8' };
    const { state } = given(known, written, added, NoteReferenced.of({ noteId, reference: other }), removed);
    expect(state).toEqual({ ...written.data, archived: false, references: [other] });
  });
  it('is not found before it exists, nor after it is gone', () => {
    given(known).when(add).thenRejected('note-not-found');
    given(known, written, NoteDeleted.of({ noteId })).when(remove).thenRejected('note-not-found');
    expect(known.evolve('deleted', added)).toBe('deleted');
  });
  it('decides everything else as without, in the same stream', () => {
    const write = { type: 'WriteNote', noteId, text: 'Hello' } as const;
    given(known).when(write).thenEvents(written);
    expect([known.category, known.streamIdOf(write), known.streamIdOf(add)]).toEqual(['note', noteId, noteId]);
  });
});
