import Type from 'typebox';
import type { Decider } from '../kernel/decider.js';
import { DomainError } from '../kernel/domain-error.js';
import { eventType, type DataOf, type EventOf } from '../kernel/events.js';
import { Reference, References } from '../kernel/references.js';

// A small aggregate for the specs of what wraps deciders.

const noteId = Type.String();
export const NoteWritten = eventType('NoteWritten', { noteId, text: Type.String(), references: References });
export const NoteDeleted = eventType('NoteDeleted', { noteId });
export const NoteReferenced = eventType('NoteReferenced', { noteId, reference: Reference });
export const NoteUnreferenced = eventType('NoteUnreferenced', { noteId, reference: Reference });
export const NoteArchived = eventType('NoteArchived', { noteId });
export const NoteUnarchived = eventType('NoteUnarchived', { noteId });

export type NoteCommand =
  | { readonly type: 'WriteNote'; readonly noteId: string; readonly text: string }
  | { readonly type: 'DeleteNote'; readonly noteId: string };
type NoteEvent = EventOf<typeof NoteWritten | typeof NoteDeleted>;
type NoteState = (DataOf<typeof NoteWritten> & { readonly archived: boolean }) | 'deleted' | null;

export const refused = (code: string) => (): never => {
  throw new DomainError(code, `Refused: ${code}.`);
};

export const note: Decider<NoteCommand, NoteEvent, NoteState> = {
  category: 'note',
  initialState: null,
  streamIdOf: ({ noteId }) => noteId,
  decide(command, state) {
    const { noteId } = command;
    switch (command.type) {
      case 'WriteNote':
        return state === null ? [NoteWritten.of({ noteId, text: command.text, references: [] })] : [];
      case 'DeleteNote':
        return [NoteDeleted.of({ noteId })];
    }
  },
  evolve: (_state, event) => (event.type === 'NoteWritten' ? { ...event.data, archived: false } : 'deleted'),
};
