import { batchLinesIn } from './batch-lines.parse.js';

/** A line of some 900 bytes. */
const line = JSON.stringify({
  path: '/v1/accounts',
  body: Object.fromEntries(Array.from({ length: 90 }, (_one, index) => [`field${String(index)}`, 'x'])),
});

describe('the lines of a batch', () => {
  it('are read in many turns of the event loop where they are long: others are served between them', async () => {
    let [turns, isRead] = [0, false];
    const turn = (): void => {
      turns += 1;
      if (!isRead) setImmediate(turn);
    };
    setImmediate(turn);
    const lines = await batchLinesIn(Buffer.from(`${line}\n`.repeat(1_000)));
    isRead = true;
    expect(lines.map(({ line: number }) => number)).toEqual(Array.from({ length: 1_000 }, (_one, index) => index + 1));
    expect(turns).toBeGreaterThan(20);
  });
});
