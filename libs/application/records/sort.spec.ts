import { sortFrom } from './sort.js';

describe('a sort', () => {
  it('names fields with commas between, and - before one that descends', () =>
    expect(sortFrom(['name', 'city'], '-city,name')).toEqual([
      { field: 'city', descending: true },
      { field: 'name', descending: false },
    ]));

  it.each(['name,name', 'name,-name', '-name,city,name'])('that names a field twice is refused: %s', (text) =>
    expect(() => sortFrom(['name', 'city'], text)).toThrow(
      expect.objectContaining({ code: 'duplicate-field', message: expect.stringContaining('"name"') as string }),
    ),
  );

  it.each(['surprise', '', 'name,', ' name'])('that names what is no field is refused: "%s"', (text) =>
    expect(() => sortFrom(['name', 'city'], text)).toThrow(expect.objectContaining({ code: 'unknown-field' })),
  );
});
