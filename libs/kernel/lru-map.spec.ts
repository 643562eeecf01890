import { LruMap } from './lru-map.js';

describe('an LRU map', () => {
  it('keeps what was used last, and drops what was not used for long', () => {
    const map = new LruMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('c', 3);
    expect(map.get('a')).toBe(1);
    map.set('d', 4);
    expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([1, undefined, 3, 4]);
  });

  it('never holds more than twice its size', () => {
    const map = new LruMap<number, number>(10);
    for (let key = 0; key < 1_000; key++) map.set(key, key);
    const held = Array.from({ length: 1_000 }, (_, key) => key).filter((key) => map.get(key) !== undefined);
    expect(held.length).toBeGreaterThanOrEqual(10);
    expect(held.length).toBeLessThanOrEqual(20);
  });

  it('returns the newest value, and forgets', () => {
    const map = new LruMap<string, number>(1);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    expect(map.get('a')).toBe(3);
    map.delete('a');
    expect(map.get('a')).toBeUndefined();
    map.set('a', 4);
    map.clear();
    expect(['a', 'b'].map((key) => map.get(key))).toEqual([undefined, undefined]);
  });
});
