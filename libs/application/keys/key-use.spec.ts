import { instantOf, millisOf } from '../../kernel/dates.js';
import { fixedClock, testStart } from '../../testing/log/fixed-clock.js';
import { memoryAdapters } from '../adapters/memory.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { KeyUse } from './key-use.js';

const after = (seconds: number) => instantOf(millisOf(testStart) + seconds * 1000);

describe('the last use of a key', () => {
  const clock = fixedClock();
  const adapters = memoryAdapters({ clock });
  const { log, processStore } = adapters;
  let flushes = 0;
  const store: typeof processStore = {
    checkpoint: (reader) => processStore.checkpoint(reader),
    documents: (collection, ids) => processStore.documents(collection, ids),
    flush: (flush) => {
      flushes += 1;
      return processStore.flush(flush);
    },
  };
  const open = () => new KeyUse({ log, store, clock });
  const uses = open();

  beforeAll(() => log.append('note-1', 'none', [eventToAppend('Noted')]));
  afterAll(() => adapters.release());

  it('is not there before the first', async () => {
    expect(await uses.of(['a'])).toEqual(new Map());
  });

  it('is written once a minute, of each key', async () => {
    for (const seconds of [0, 1, 59]) {
      clock.set(after(seconds));
      uses.used('a');
      uses.used('b');
    }
    expect([await uses.of(['a', 'b', 'c']), flushes]).toEqual([
      new Map([
        ['a', testStart],
        ['b', testStart],
      ]),
      2,
    ]);
    clock.set(after(60));
    uses.used('a');
    expect([await uses.of(['a', 'b']), flushes]).toEqual([
      new Map([
        ['a', after(60)],
        ['b', testStart],
      ]),
      3,
    ]);
  });

  it('is there after a restart', async () => {
    expect((await open().of(['a'])).get('a')).toBe(after(60));
  });
});
