import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { MemoryEventLog } from '../../../libs/event-log/memory/memory-event-log.js';
import { isDomainError } from '../../../libs/kernel/domain-error.js';
import type { Flush } from '../../../libs/read-store/read-store.js';
import { Projector } from '../../../libs/projection/projector.js';
import { SqliteAside } from '../../../libs/read-store/sqlite/sqlite-maintenance.js';
import { openSqliteReadStore, type SqliteReadStore } from '../../../libs/read-store/sqlite/sqlite-read-store.js';
import { fixedClock } from '../../../libs/testing/log/fixed-clock.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import {
  anySteps,
  appendSteps,
  cardModels,
  step,
  tagged,
  tags,
  type Step,
} from '../../../libs/testing/projection/cards.js';
import { contentsOf, rebuiltContents } from '../../../libs/testing/projection/contents.js';
import { sizeOf, takingAtMost } from '../../../libs/testing/projection/small-store.js';
import { ailing, anyAilments, type Ailment } from './poison.js';

const folder = tempFolder();
const fresh = (): string => join(folder, `${randomUUID()}.db`);
const runs = process.env['RUNS'] === undefined ? 40 : 2_000;

/** What happens: events, then one of these, again and again. The last ones mend all that ails. */
interface Turn {
  readonly steps: readonly Step[];
  readonly then: 'go on' | 'start again' | 'mend some' | 'replay';
}

const anyTurns: fc.Arbitrary<readonly Turn[]> = anySteps.chain((steps) =>
  fc
    .array(fc.constantFrom<Turn['then']>('go on', 'start again', 'mend some', 'replay'), { minLength: 1, maxLength: 8 })
    .map((thens) => {
      const size = Math.ceil(steps.length / thens.length);
      return thens.map((then, index) => ({ then, steps: steps.slice(index * size, (index + 1) * size) }));
    }),
);

describe('what is parked', () => {
  it('leaves the rows and versions of a rebuild once it is replayed, whatever failed, waited, started again or came meanwhile', async () => {
    const pages = fc.integer({ min: 1, max: 7 });
    // What one event changes at most, and more.
    const sizes = fc.constantFrom(6, 10, 1_000);
    await fc.assert(
      fc.asyncProperty(anyTurns, anyAilments, pages, sizes, async (turns, ailments, pageSize, mostPerFlush) => {
        const file = fresh();
        const clock = fixedClock();
        const log = new MemoryEventLog(clock);
        const store = openSqliteReadStore({ file, models: cardModels });
        const flushes: Flush[] = [];
        const small = takingAtMost(mostPerFlush, store, flushes);
        const start = (left: readonly Ailment[]): Projector => {
          const started = new Projector({ log, store: small, models: ailing(left), clock, pageSize });
          started.start();
          return started;
        };
        let left = ailments;
        let projector = start(left);
        for (const { steps, then } of turns) {
          const appended = appendSteps(log, clock, steps);
          // While events come, and once more when they are there.
          if (then === 'replay') await replayAll(projector);
          await appended;
          await projector.waitUntilCaughtUp();
          const parked = await projector.parked();
          if (then === 'replay') await replayAll(projector);
          if (then === 'start again' || then === 'mend some') {
            await projector.stop();
            left = then === 'mend some' ? left.slice(Math.ceil(left.length / 2)) : left;
            projector = start(left);
            await projector.waitUntilCaughtUp();
            expect(new Set(await projector.parked())).toEqual(new Set(parked));
          }
        }
        await projector.stop();
        projector = start([]);
        await projector.waitUntilCaughtUp();
        await replayAll(projector);
        expect(await projector.parked()).toEqual([]);
        await projector.stop();

        expect(flushes.map(sizeOf).filter((size) => size > mostPerFlush)).toEqual([]);
        await expectRebuilt(log, store);
        await store.close();
        await log.close();
      }),
      { numRuns: runs },
    );
  }, 600_000);
});

describe('a key that is parked in a model that is parked as a whole', () => {
  it('waits for the whole, and then goes on waiting for itself', async () => {
    const [clock, file] = [fixedClock(), fresh()];
    const log = new MemoryEventLog(clock);
    const store = openSqliteReadStore({ file, models: cardModels });
    await appendSteps(
      log,
      clock,
      [tagged('red'), tagged('red', 'green'), tagged('red', 'blue')].map((event) => step('c1', event)),
    );
    const ofRed: Ailment = { model: 'tags', sequence: 1, fails: 'change' };
    const ofAll: Ailment = { model: 'tags', sequence: 2, fails: 'keys' };
    const startWith = async (ailments: readonly Ailment[]): Promise<Projector> => {
      const started = new Projector({ log, store, models: ailing(ailments), clock });
      started.start();
      await started.waitUntilCaughtUp();
      return started;
    };
    const both = await startWith([ofRed, ofAll]);
    await expect(both.replay('tags', 'red')).rejects.toMatchObject({ code: 'model-parked' });
    await both.stop();
    const one = await startWith([ofRed]);
    expect(await one.parked()).toMatchObject([
      { key: '*', count: 2 },
      { key: 'red', count: 1 },
    ]);
    expect(await one.replay('tags', '*')).toBeUndefined();
    expect(await one.parked()).toMatchObject([{ key: 'red', count: 3, message: 'change of 1' }]);
    expect([...(await store.load(tags, ['red', 'green', 'blue'])).keys()].sort()).toEqual(['blue', 'green']);
    await one.stop();
    const none = await startWith([]);
    expect(await none.replay('tags', 'red')).toBeUndefined();
    await none.stop();
    await expectRebuilt(log, store);
    await store.close();
  });
});

/** Tries everything that is parked once; whole models first, as what waits for them can't be replayed alone. */
async function replayAll(projector: Projector): Promise<void> {
  for (const { model, key } of [...(await projector.parked())].sort(
    (a, b) => Number(b.key === '*') - Number(a.key === '*'),
  )) {
    try {
      const still = await projector.replay(model, key);
      if (still !== undefined) expect(still.message).toMatch(/(change|keys) of \d+$|properties of undefined|declared/);
    } catch (error) {
      if (!isDomainError(error)) throw error;
    }
  }
}

async function expectRebuilt(log: MemoryEventLog, live: SqliteReadStore): Promise<void> {
  const aside = new SqliteAside(live.file);
  expect(await contentsOf(aside, cardModels)).toEqual(await rebuiltContents(log, aside, cardModels));
}
