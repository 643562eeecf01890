import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import fc from 'fast-check';
import type { EventLog } from '../../libs/event-log/event-log.js';
import { MemoryEventLog } from '../../libs/event-log/memory/memory-event-log.js';
import { fillStore } from '../../libs/projection/fill-store.js';
import type { ReadModel, Row } from '../../libs/read-store/read-model.js';
import {
  CheckpointMoved,
  everything,
  type AsOf,
  type Flush,
  type ReadStore,
} from '../../libs/read-store/read-store.js';
import { fixedClock } from '../../libs/testing/log/fixed-clock.js';
import { awayAfter, sizeOf, takingAtMost } from '../../libs/testing/projection/small-store.js';
import { anySteps, appendSteps, cardModels, opened, step, type Step } from '../../libs/testing/projection/cards.js';

const patience = 300_000;
const anyPageSize = fc.integer({ min: 1, max: 9 });

/** What the projection engine counts on in every read store. `make` returns an empty store for these models. */
export function describeProjectingInto(
  name: string,
  make: (models: readonly ReadModel[]) => ReadStore | Promise<ReadStore>,
): void {
  describe(`${name} as the store of projections`, () => {
    it(
      'has each event once, however many take the same log into it',
      () =>
        fc.assert(
          fc.asyncProperty(
            anySteps,
            fc.array(anyPageSize, { minLength: 2, maxLength: 3 }),
            async (steps, pageSizes) => {
              const log = await logOf(steps);
              const [shared, single] = [await make(cardModels), await make(cardModels)];
              await fillStore(log, single, cardModels);
              await Promise.all(pageSizes.map((pageSize) => fillWithOthers(log, shared, pageSize)));

              expect(await shared.checkpoint('projections')).toBe(await single.checkpoint('projections'));
              expect(await contentsOf(shared, log)).toEqual(await contentsOf(single, log));
              await Promise.all([shared.close(), single.close(), log.close()]);
            },
          ),
          { numRuns: 40 },
        ),
      patience,
    );

    it(
      'has the same rows and versions when it takes little at once',
      () =>
        fc.assert(
          fc.asyncProperty(anySteps, anyPageSize, async (steps, pageSize) => {
            const log = await logOf(steps);
            const [small, large] = [await make(cardModels), await make(cardModels)];
            await fillStore(log, large, cardModels);
            const flushes: Flush[] = [];
            await fillStore(log, takingAtMost(10, small, flushes), cardModels, { pageSize: 5 * pageSize });

            expect(flushes.map(sizeOf).filter((size) => size > 10)).toEqual([]);
            expect(await contentsOf(small, log)).toEqual(await contentsOf(large, log));
            await Promise.all([small.close(), large.close(), log.close()]);
          }),
          { numRuns: 40 },
        ),
      patience,
    );

    it(
      'goes on where a page was cut, when the rest of it was not stored',
      () =>
        fc.assert(
          fc.asyncProperty(anySteps, fc.nat({ max: 8 }), async (steps, flushesUntilAway) => {
            const log = await logOf(steps);
            const [small, large] = [await make(cardModels), await make(cardModels)];
            await fillStore(log, large, cardModels);
            const away = awayAfter(flushesUntilAway, takingAtMost(4, small, []));
            await fillStore(log, away, cardModels).catch(() => undefined);
            await fillStore(log, small, cardModels);

            expect(await contentsOf(small, log)).toEqual(await contentsOf(large, log));
            await Promise.all([small.close(), large.close(), log.close()]);
          }),
          { numRuns: 40 },
        ),
      patience,
    );

    it('tells those who come second', async () => {
      const log = await logOf(['c1', 'c2', 'c3', 'c4'].map((card) => step(card, opened())));
      const store = await make(cardModels);
      const losses = await Promise.all([1, 2].map((pageSize) => fillWithOthers(log, store, pageSize)));
      expect(Math.max(...losses)).toBeGreaterThan(0);
      await Promise.all([store.close(), log.close()]);
    });
  });
}

/** Fills the store while others do the same, going on from where it stands. Returns how often the others were faster. */
async function fillWithOthers(log: EventLog, store: ReadStore, pageSize: number): Promise<number> {
  for (let losses = 0; ; losses += 1) {
    try {
      await fillStore(log, store, cardModels, { pageSize });
      return losses;
    } catch (error) {
      if (!(error instanceof CheckpointMoved)) throw error;
    }
  }
}

async function logOf(steps: readonly Step[]): Promise<EventLog> {
  const clock = fixedClock();
  const log = new MemoryEventLog(clock);
  await appendSteps(log, clock, steps);
  return log;
}

/** All rows of all models, now and as of each event. */
async function contentsOf(store: ReadStore, log: EventLog): Promise<readonly (readonly Row[])[]> {
  const moments: AsOf[] = [];
  for await (const { events } of pagesToEnd(log))
    for (const { metadata, recordedAt } of events) moments.push({ asOf: metadata.occurredAt, knownAt: recordedAt });
  const lists = cardModels.flatMap((model) =>
    [{}, ...(model.keepsHistory ? moments : [])].map((at) =>
      store.list(model, { viewer: everything, limit: 1_000, at }),
    ),
  );
  return (await Promise.all(lists)).map(({ items }) => items);
}
