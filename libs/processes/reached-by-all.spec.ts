import type { Flush } from '../read-store/read-store.js';
import { place } from '../../test/contracts/read-store.samples.js';
import { ReachedByAll } from './reached-by-all.js';

describe('how far all processes are', () => {
  it('is stored again and again while the store is away, also when no page follows', async () => {
    const [stored, waits]: [Flush[], number[]] = [[], []];
    const ending = new AbortController();
    let away = 3;
    const store = {
      checkpoint: () => Promise.resolve(undefined),
      flush: (flush: Flush) => {
        if (away > 0) {
          away -= 1;
          return Promise.reject(new Error('away'));
        }
        stored.push(flush);
        ending.abort();
        return Promise.resolve();
      },
    };
    const reached = new ReachedByAll({
      log: { compare: (a, b) => a.localeCompare(b) },
      store,
      positions: () => [place(7), place(5), place(6)],
      wait: (millis) => Promise.resolve(void waits.push(millis)),
    });
    reached.start(ending.signal);
    await reached.done();
    expect(stored.map(({ checkpoint }) => checkpoint)).toEqual([place(5)]);
    expect(waits).toEqual([100, 200, 400]);
  });
});
