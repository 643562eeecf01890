import { setImmediate } from 'node:timers/promises';
import { Turns } from './turns.js';

function asking() {
  const turns = new Turns(3);
  const begun: string[] = [];
  return {
    turns,
    begun,
    ask: (what: string, count: number) => {
      for (let at = 1; at <= count; at += 1) void turns.next().then(() => begun.push(`${what}${String(at)}`));
    },
  };
}

describe('the lines of batches', () => {
  it('begin so many in a turn, whosever they are, in the order they came', async () => {
    const { begun, ask } = asking();
    ask('a', 4);
    ask('b', 3);
    await Promise.resolve();
    expect(begun).toEqual(['a1', 'a2', 'a3']);
    await setImmediate();
    ask('c', 1);
    await setImmediate();
    await setImmediate();
    expect(begun).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'c1']);
  });

  it('begin at once after a quiet turn', async () => {
    const { begun, ask } = asking();
    ask('a', 3);
    await setImmediate();
    await setImmediate();
    ask('b', 3);
    await Promise.resolve();
    expect(begun).toHaveLength(6);
  });

  it('count as several where they weigh more: fewer begin with them', async () => {
    const { begun, turns } = asking();
    for (const [what, weight] of [
      ['a', 2],
      ['b', 5],
      ['c', 1],
      ['d', 1],
    ] as const)
      void turns.next(weight).then(() => begun.push(what));
    await Promise.resolve();
    expect(begun).toEqual(['a', 'b']);
    await setImmediate();
    await setImmediate();
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });
});
