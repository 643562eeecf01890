import type { Facts } from './log.js';
import { Repeats } from './repeats.js';

function telling() {
  const told: [string, Facts?][] = [];
  let waiting: (() => void)[] = [];
  const repeats = new Repeats(
    { error: (message, facts) => void told.push(facts === undefined ? [message] : [message, facts]) },
    (run) => waiting.push(run),
  );
  return {
    told,
    fail: (message: string, times = 1) => {
      for (let at = 0; at < times; at += 1) repeats.error(message);
    },
    /** Ten seconds pass. */
    pass: () => {
      const due = waiting;
      waiting = [];
      for (const run of due) run();
    },
  };
}

describe('a fault that comes again and again', () => {
  it('is told at once, and then how often it came', () => {
    const { told, fail, pass } = telling();
    fail('full', 1_488);
    expect(told).toEqual([['full']]);
    pass();
    fail('full', 3);
    pass();
    expect(told).toEqual([['full'], ['full', { again: 1_487, seconds: 10 }], ['full', { again: 3, seconds: 10 }]]);
  });

  it('is told at once again after it was gone for a while', () => {
    const { told, fail, pass } = telling();
    fail('full');
    pass();
    fail('full');
    expect(told).toEqual([['full'], ['full']]);
  });

  it('hides no other one', () => {
    const { told, fail } = telling();
    fail('full', 2);
    fail('lost', 2);
    expect(told).toEqual([['full'], ['lost']]);
  });

  it('is told with others where there are too many kinds to count each', () => {
    const { told, fail } = telling();
    for (let kind = 1; kind <= 1_000; kind += 1) fail(`kind ${String(kind)}`);
    expect(told).toHaveLength(101);
    expect(told.at(-1)).toEqual(['More faults, of other kinds.']);
  });
});
