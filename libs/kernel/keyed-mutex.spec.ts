import { KeyedMutex } from './keyed-mutex.js';

describe('a keyed mutex', () => {
  it('run one at a time per key, in order, also after a failure', async () => {
    const mutex = new KeyedMutex();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (name === 'b') throw new Error('b failed');
      return name;
    };
    const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => mutex.take('key', work(name))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('leave nothing behind', async () => {
    const mutex = new KeyedMutex();
    await Promise.allSettled([
      mutex.take('a', () => Promise.resolve(1)),
      mutex.take('b', () => Promise.reject(new Error('no'))),
    ]);
    await new Promise(setImmediate);
    expect(mutex.busy).toBe(0);
  });
});
