import { changed, pick, withChanges } from './changes.js';

interface Thing {
  readonly name: string;
  readonly note?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}
const thing: Thing = { name: 'a', note: 'b' };

describe('changes of fields', () => {
  it('are only those whose value differs, null standing for absent', () =>
    expect(changed(thing, { name: 'a', note: null, tags: ['x'] })).toEqual({
      from: { note: 'b', tags: null },
      to: { note: null, tags: ['x'] },
    }));
  it('are none where nothing differs', () => {
    expect(changed(thing, { name: 'a', note: undefined, tags: null })).toBeUndefined();
    expect(changed({ tags: ['x'] }, { tags: ['x'] })).toBeUndefined();
  });
  it('leave a cleared field absent', () => expect(Object.keys(withChanges(thing, { note: null }))).toEqual(['name']));
  it('leave a field as it is that they name as undefined', () =>
    expect(withChanges(thing, { name: undefined, note: 'c' })).toEqual({ name: 'a', note: 'c' }));
  it('are picked without the fields that are absent', () =>
    expect(Object.keys(pick({ ...thing, note: undefined }, ['name', 'note']))).toEqual(['name']));
});
