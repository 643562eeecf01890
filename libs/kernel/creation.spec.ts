import { refused } from '../testing/notes.js';
import { asCreated, createdAgain } from './creation.js';

const first = { noteId: 'n1', text: 'Hello', tags: ['a'] };
const again = (data: object) => ({ type: 'NoteWritten', data });
const refuse = refused('note-exists');

describe('creating again under the same id', () => {
  it('stays quiet with the same facts, in whatever order', () =>
    expect(createdAgain(first, again({ tags: ['a'], text: 'Hello', noteId: 'n1' }), refuse)).toEqual([]));
  it.each([
    { ...first, text: 'Hi' },
    { noteId: 'n1', text: 'Hello' },
    { ...first, more: 1 },
  ])('is refused with other facts: %j', (other) =>
    expect(() => createdAgain(first, again(other), refuse)).toThrow('note-exists'),
  );
  it('is refused for what was ended for good', () =>
    expect(() => createdAgain(undefined, again(first), refuse)).toThrow('note-exists'));
  it('is compared with the creation, not with what it became', () => {
    const edited = { ...asCreated(first), text: 'Hi' };
    expect(createdAgain(edited.created, again(first), refuse)).toEqual([]);
    expect(() => createdAgain(edited.created, again({ ...first, text: 'Hi' }), refuse)).toThrow('note-exists');
  });
});
