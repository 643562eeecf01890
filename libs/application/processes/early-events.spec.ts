import { place } from '../../../test/contracts/read-store.samples.js';
import { EarlyEvents } from './early-events.js';

describe('events from before the first question', () => {
  it('are waited for until the processes have worked on them, and never looked up again', async () => {
    const [asked, answers] = [[] as string[], [false, true]];
    let head = 4;
    const early = new EarlyEvents({
      log: { head: () => Promise.resolve(place(head++)) },
      progress: {
        waitFor: (position, millis) => {
          asked.push(`${position} in ${String(millis)}`);
          return Promise.resolve(answers.shift() ?? false);
        },
      },
    });
    expect([await early.areWorkedOn(50), await early.areWorkedOn(60), await early.areWorkedOn(70)]).toEqual([
      ...[false, true, true],
    ]);
    expect(asked).toEqual(['log:4 in 50', 'log:4 in 60']);
  });

  it('are none in an empty log', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const early = new EarlyEvents({ log: { head: () => Promise.resolve(undefined) }, progress: { waitFor: never } });
    expect(await early.areWorkedOn(50)).toBe(true);
  });
});
