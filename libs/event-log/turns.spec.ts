import { Turns } from './turns.js';

describe('turns', () => {
  it('run one at a time per key, in order, also after a failure', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (name === 'b') throw new Error('b failed');
      return name;
    };
    const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.take('key', work(name))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('leave nothing behind', async () => {
    const turns = new Turns();
    await Promise.allSettled([
      turns.take('a', () => Promise.resolve(1)),
      turns.take('b', () => Promise.reject(new Error('no'))),
    ]);
    await new Promise(setImmediate);
    expect(turns.busy).toBe(0);
  });
});
