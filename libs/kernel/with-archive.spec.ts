import { given } from '../testing/given.js';
import {
  note,
  NoteArchived,
  NoteDeleted,
  NoteReferenced,
  NoteUnarchived,
  NoteUnreferenced,
  NoteWritten,
  refused,
  type NoteCommand,
} from '../testing/notes.js';
import { withArchive, type ArchiveCommand, type WithoutArchive } from './with-archive.js';
import { withReferences, type ReferenceCommand, type WithoutReferences } from './with-references.js';

const kept = withArchive(note, {
  archived: NoteArchived,
  unarchived: NoteUnarchived,
  idOf: ({ noteId }) => noteId,
  notFound: refused('note-not-found'),
  refuse: refused('note-archived'),
});
const noteId = 'n1';
const written = NoteWritten.of({ noteId, text: 'Hello', references: [] });
const write = { type: 'WriteNote', noteId, text: 'Hello' } as const;
const remove = { type: 'DeleteNote', noteId } as const;
const archive: ArchiveCommand<typeof NoteArchived> = { type: 'ArchiveNote', noteId };
const unarchive: ArchiveCommand<typeof NoteArchived> = { type: 'UnarchiveNote', noteId };
const archived = NoteArchived.of({ noteId });
const unarchived = NoteUnarchived.of({ noteId });

describe('a record with an archive', () => {
  it('is archived, once', () => {
    given(kept, written).when(archive).thenEvents(archived);
    given(kept, written, archived).when(archive).thenNothing();
  });
  it('is unarchived, once', () => {
    given(kept, written, archived).when(unarchive).thenEvents(unarchived);
    given(kept, written).when(unarchive).thenNothing();
  });
  it('refuses every change while it is archived, and no other', () => {
    given(kept, written, archived).when(remove).thenRejected('note-archived');
    given(kept, written).when(remove).thenEvents(NoteDeleted.of({ noteId }));
    given(kept, written, archived, unarchived).when(remove).thenEvents(NoteDeleted.of({ noteId }));
  });
  it('stays quiet to what changes nothing, also while it is archived', () =>
    given(kept, written, archived).when(write).thenNothing());
  it('is not found before it exists, nor after it is gone', () => {
    given(kept).when(archive).thenRejected('note-not-found');
    given(kept, written, NoteDeleted.of({ noteId })).when(unarchive).thenRejected('note-not-found');
    expect(kept.evolve('deleted', archived)).toBe('deleted');
  });
  it('refuses further references too, where those wrap the decider within', () => {
    const reference = { system: 'erp', type: 'note', id: '7' };
    const ids = { idOf: (command: { readonly noteId: string }) => command.noteId, notFound: refused('note-not-found') };
    const named = withReferences(note, { ...ids, referenced: NoteReferenced, unreferenced: NoteUnreferenced });
    const refuse = refused('note-archived');
    const both = withArchive(named, { ...ids, archived: NoteArchived, unarchived: NoteUnarchived, refuse });
    const add: ReferenceCommand<typeof NoteReferenced> = { type: 'ReferenceNote', noteId, reference };
    given(both, written).when(add).thenEvents(NoteReferenced.of({ noteId, reference }));
    given(both, written, archived).when(add).thenRejected('note-archived');

    type All = Parameters<typeof both.decide>[0];
    const own: WithoutArchive<WithoutReferences<All>> = write;
    const same: NoteCommand = own;
    expect(same).toBe(write);
  });
  it('decides everything else as without, in the same stream', () => {
    given(kept).when(write).thenEvents(written);
    expect([kept.category, kept.streamIdOf(write), kept.streamIdOf(archive)]).toEqual(['note', noteId, noteId]);
  });
});
