import { version } from 'uuid';
import { derivedId, isId, newId } from './ids.js';

describe('ids', () => {
  it('are made in an order, also within a millisecond, and never twice', () => {
    const made = Array.from({ length: 20_000 }, () => newId());
    expect(made.every((id) => isId(id) && version(id) === 7)).toBe(true);
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('tell when they were made', () => {
    const before = Date.now();
    const millis = parseInt(newId().replace('-', '').slice(0, 12), 16);
    expect(millis).toBeGreaterThanOrEqual(before);
    expect(millis).toBeLessThanOrEqual(Date.now());
  });

  it('are the same when they are derived from the same', () => {
    expect(derivedId('a', 'b')).toBe(derivedId('a', 'b'));
    expect(derivedId('a', 'b')).not.toBe(derivedId('a', 'c'));
    expect(version(derivedId('a'))).toBe(5);
  });
});
