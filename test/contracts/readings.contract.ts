import { setImmediate } from 'node:timers/promises';
import type { ReadModel } from '../../libs/read-store/read-model.js';
import { everything, type ReadStore, type Snapshot } from '../../libs/read-store/read-store.js';
import { at, flushNext, flushOf, pastThings, place, sampleModels, thing, things } from './read-store.samples.js';

const viewer = everything;

/** Everything that can be asked of a few things, by each kind of question. */
async function all(store: Snapshot) {
  const past = { viewer, at: { asOf: at(9), knownAt: at(9) } };
  return {
    listed: await store.list(things, { viewer, limit: 9, countUpTo: 9 }),
    counted: await store.group(things, { viewer, groupBy: [], sums: ['amount'] }),
    byKind: await store.group(things, { viewer, groupBy: ['kind'], sums: ['amount'] }),
    then: await store.list(pastThings, { ...past, limit: 9 }),
    thenByKind: await store.group(pastThings, { ...past, groupBy: ['kind'], sums: ['amount'] }),
    one: await store.get(things, 't2', viewer),
    loaded: await store.load(things, ['t1', 't2']),
    first: await store.earliest(pastThings, ['p1', 'p2'], viewer),
  };
}

/** What an answer counts on that asks a read store several things. `make` returns an empty store for these models. */
export function describeReadings(
  name: string,
  make: (models: readonly ReadModel[]) => ReadStore | Promise<ReadStore>,
): void {
  describe(`readings of ${name}`, () => {
    let store: ReadStore;
    beforeEach(async () => {
      store = await make(sampleModels);
    });
    afterEach(() => store.close());

    const write = (number: number) => {
      const values = { kind: String(number % 2), amount: number };
      const version = {
        id: `p${String(number)}`,
        row: thing(`p${String(number)}`, values),
        occurredAt: at(number),
        recordedAt: at(number),
      };
      const { changes } = flushOf(pastThings, [], [version]);
      const flush = flushOf(things, [thing(`t${String(number)}`, values)]);
      return flushNext(store, { ...flush, checkpoint: place(number), changes: [...flush.changes, ...changes] });
    };

    it('answer everything from one moment, whoever writes meanwhile', async () => {
      await write(1);
      const writing: Promise<void>[] = [];
      const [before, after] = await store.reading(async (snapshot) => {
        const first = await all(snapshot);
        writing.push(write(2));
        for (let turn = 0; turn < 10; turn += 1) await setImmediate();
        return [first, await all(snapshot)] as const;
      });
      expect(before.listed.items).toHaveLength(1);
      expect(after).toEqual(before);
      await Promise.all(writing);
      expect((await store.reading(all)).listed.items).toHaveLength(2);
    });

    it('begin where the one before them was, or later: many at once, and more than there is room for', async () => {
      await write(1);
      const sums = await Promise.all(
        Array.from({ length: 12 }, async (_one, index) => {
          if (index % 3 === 0) await write(index + 2).catch(() => undefined);
          return store.reading(async (snapshot) => {
            const { counted, byKind, listed } = await all(snapshot);
            await setImmediate();
            const again = await all(snapshot);
            expect(again.listed).toEqual(listed);
            const total = (groups: typeof counted) => groups.reduce((sum, group) => sum + Number(group.sums[0]), 0);
            expect([total(byKind), listed.items.length]).toEqual([total(counted), listed.count?.value]);
            return listed.items.length;
          });
        }),
      );
      expect(sums).toHaveLength(12);
    });

    it('are over with their work, also with one that fails', async () => {
      await write(1);
      const kept = await store.reading((snapshot) => Promise.resolve(snapshot));
      await expect(kept.list(things, { viewer, limit: 1 })).rejects.toMatchObject({ name: 'ReadStoreUnavailable' });
      const failing = store.reading(() => Promise.reject(new Error('The answer fails.')));
      await expect(failing).rejects.toThrow('The answer fails.');
      await write(2);
      expect((await store.reading(all)).listed.items).toHaveLength(2);
    });
  });
}
