import { QueryRefused } from '../../read-store/read-store.js';
import { sortFrom } from './sort.js';

describe('a sort', () => {
  it('names fields with commas between, and - before one that descends', () =>
    expect(sortFrom(['name', 'city'], '-city,name')).toEqual([
      { field: 'city', descending: true },
      { field: 'name', descending: false },
    ]));

  it.each(['name,name', 'name,-name', '-name,city,name'])('that names a field twice is refused: %s', (text) =>
    expect(refusal(text)).toEqual(['duplicate-field', expect.stringContaining('"name"')]),
  );

  it.each(['surprise', '', 'name,', ' name'])('that names what is no field is refused: "%s"', (text) =>
    expect(refusal(text)).toEqual(['unknown-field', expect.stringContaining('These can: ')]),
  );
});

function refusal(text: string): readonly string[] {
  try {
    sortFrom(['name', 'city'], text);
    return [];
  } catch (error) {
    if (error instanceof QueryRefused) return [error.code, error.message];
    throw error;
  }
}
