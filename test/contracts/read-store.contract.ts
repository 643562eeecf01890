import fc from 'fast-check';
import type { ReadModel } from '../../libs/read-store/read-model.js';
import {
  CheckpointMoved,
  everything,
  type AsOf,
  type Flush,
  type ListQuery,
  type ReadStore,
} from '../../libs/read-store/read-store.js';
import { byKind, heldAt, matching, sorted } from './read-store.oracle.js';
import { anyFilter, anyHistory, anyMoment, anySearch, anySort, anyThing } from './query.samples.js';
import {
  at,
  customFields,
  entries,
  flushNext,
  flushOf,
  pastThings,
  place,
  sampleModels,
  storeVersions,
  thing,
  things,
  type Thing,
} from './read-store.samples.js';

const viewer = everything;

const numbered = (rows: readonly { readonly _id: string; readonly sequence: number }[]): Flush => {
  const flush = flushOf(entries, rows);
  return { ...flush, changes: flush.changes.map((each) => ({ ...each, lastSequence: rows.at(-1)?.sequence ?? 0 })) };
};

/** How much is added up, so that 64 bits do not hold it. */
interface LargeSum {
  readonly rows: number;
  readonly largest: number;
}

/** What every read store does. `make` returns an empty store for these models. */
export function describeReadStore(
  name: string,
  make: (models: readonly ReadModel[]) => ReadStore | Promise<ReadStore>,
  { rows: many, largest }: LargeSum = { rows: 100_000, largest: 10 ** 15 },
): void {
  describe(`${name} as a read store`, () => {
    let store: ReadStore;

    beforeEach(async () => {
      store = await make(sampleModels);
    });
    afterEach(() => store.close());

    /** A store of its own for each run of a property. */
    const withStore = async (work: (fresh: ReadStore) => Promise<void>): Promise<void> => {
      const fresh = await make(sampleModels);
      try {
        await work(fresh);
      } finally {
        await fresh.close();
      }
    };

    describe('flush', () => {
      it('stores rows, documents and the checkpoint together', async () => {
        expect(await store.checkpoint('projections')).toBeUndefined();
        const flush = flushOf(things, [thing('t1', { kind: 'a', note: { nested: ['ž', 1.5, null] } })]);
        await store.flush({ ...flush, documents: [{ collection: 'notes', id: 'n1', document: { text: 'x' } }] });

        expect(await store.checkpoint('projections')).toBe(place(1));
        expect(await store.checkpoint('another')).toBeUndefined();
        expect(await store.documents('notes')).toEqual(new Map([['n1', { text: 'x' }]]));
        expect(await store.documents('notes', ['n0', 'n1'])).toEqual(new Map([['n1', { text: 'x' }]]));
        expect(await store.documents('notes', ['n0'])).toEqual(new Map());
        expect(await store.documents('others')).toEqual(new Map());
        expect(await store.load(things, ['t1', 'missing'])).toEqual(
          new Map([['t1', thing('t1', { kind: 'a', note: { nested: ['ž', 1.5, null] } })]]),
        );
      });

      it('replaces and removes rows and documents', async () => {
        const documents = [{ collection: 'notes', id: 'n1', document: {} }];
        await store.flush({ ...flushOf(things, [thing('t1'), thing('t2')]), documents });
        await flushNext(store, {
          ...flushOf(things, [thing('t1', { kind: 'b' }), 't2']),
          checkpoint: place(2),
          documents: [{ collection: 'notes', id: 'n1', document: null }],
        });

        expect(await store.load(things, ['t1', 't2'])).toEqual(new Map([['t1', thing('t1', { kind: 'b' })]]));
        expect(await store.checkpoint('projections')).toBe(place(2));
        expect(await store.documents('notes')).toEqual(new Map());
      });

      it('stores documents without a checkpoint', async () => {
        await store.put([{ collection: 'notes', id: 'n1', document: { text: 'x' } }]);
        await store.put([
          { collection: 'notes', id: 'n2', document: { text: 'y' } },
          { collection: 'notes', id: 'n1', document: null },
        ]);
        expect(await store.documents('notes')).toEqual(new Map([['n2', { text: 'y' }]]));
        expect(await store.checkpoint('projections')).toBeUndefined();
      });

      it('stores all or nothing', async () => {
        await store.flush(flushOf(things, [thing('t1')]));
        const unfit = { _id: 't3', amount: 'many' };
        await expect(
          flushNext(store, { ...flushOf(things, [thing('t2'), unfit]), checkpoint: place(2) }),
        ).rejects.toThrow('"many" as "amount"');
        expect((await store.load(things, ['t1', 't2', 't3'])).size).toBe(1);
        expect(await store.checkpoint('projections')).toBe(place(1));
      });

      it('goes on from the very checkpoint that is stored, and from no other', async () => {
        const documents = [{ collection: 'notes', id: 'n1', document: {} }];
        const second = { ...flushOf(things, [thing('t2')]), checkpoint: place(2), documents };
        await expect(store.flush({ ...second, after: place(1) })).rejects.toThrow(CheckpointMoved);
        await store.flush(flushOf(things, [thing('t1')]));
        for (const after of [undefined, place(0), place(2)]) {
          await expect(store.flush({ ...second, after })).rejects.toThrow(CheckpointMoved);
        }
        expect([...(await store.load(things, ['t1', 't2'])).keys()]).toEqual(['t1']);
        expect(await store.documents('notes')).toEqual(new Map());
        expect(await store.checkpoint('projections')).toBe(place(1));

        await store.flush({ ...second, after: place(1) });
        await store.flush({ ...flushOf(things, [thing('t3')]), after: place(2), checkpoint: place(2) });
        await store.flush({ ...flushOf(things, []), reader: 'another', checkpoint: place(2) });
        expect((await store.load(things, ['t1', 't2', 't3'])).size).toBe(3);
      });

      it('knows the latest instants of all that the projections have taken, and after them answers as it stands', async () => {
        expect(await store.latest()).toBeUndefined();
        const version = (tick: number, kind: string) => ({
          id: 'p1',
          row: thing('p1', { kind }),
          occurredAt: at(tick),
          recordedAt: at(tick + 100),
        });
        const took = (tick: number, kind: string) => ({
          ...flushOf(pastThings, [], [version(tick, kind)]),
          checkpoint: place(tick),
          latest: { occurredAt: at(tick), recordedAt: at(tick + 100) },
        });
        await flushNext(store, took(5, 'a'));
        await flushNext(store, took(9, 'b'));
        await flushNext(store, {
          ...took(9, 'b'),
          changes: [],
          checkpoint: place(10),
          latest: { occurredAt: at(1), recordedAt: at(1) },
        });
        await flushNext(store, { ...flushOf(things, []), checkpoint: place(11) });
        expect(await store.latest()).toEqual({ position: place(11), occurredAt: at(9), recordedAt: at(109) });

        const kinds = async (asOf: number, knownAt: number) => {
          const question = { viewer, at: { asOf: at(asOf), knownAt: at(knownAt) } };
          const listed = (await store.list(pastThings, { ...question, limit: 9 })).items.map(({ kind }) => kind);
          const groups = await store.group(pastThings, { ...question, groupBy: ['kind'], sums: [] });
          expect(groups.map(({ keys }) => keys[0])).toEqual(listed);
          return listed;
        };
        expect(await kinds(9, 109)).toEqual(['b']);
        expect(await kinds(8, 109)).toEqual(['a']);
        expect(await kinds(9, 108)).toEqual(['a']);
        expect(await kinds(4, 109)).toEqual([]);
        const first = (tick: number) => store.earliest(pastThings, ['p1'], viewer, at(tick));
        expect([...(await first(105)).keys(), ...(await first(104)).keys()]).toEqual(['p1']);
      });

      it('knows the last number of a sequenced model as it was stored with the checkpoint', async () => {
        expect(await store.lastSequence(entries)).toBe(0);
        const rows = Array.from({ length: 40 }, (_, index) => ({ _id: String(index + 1), sequence: index + 1 }));
        await store.flush(numbered(rows));
        expect(await store.lastSequence(entries)).toBe(40);

        await expect(store.flush(numbered([{ _id: '41', sequence: 41 }]))).rejects.toThrow(CheckpointMoved);
        expect(await store.lastSequence(entries)).toBe(40);
        await flushNext(store, flushOf(things, [thing('t1')]));
        expect(await store.lastSequence(entries)).toBe(40);
      });
    });

    describe('list', () => {
      const list = (query: Partial<ListQuery>) => store.list(things, { viewer, limit: 10, ...query });

      beforeEach(() =>
        store.flush(
          flushOf(things, [
            thing('t1', { kind: 'a', amount: 2, done: true, day: '2017-01-01' }),
            thing('t2', { kind: 'b', amount: 1, done: false }),
            thing('t3', { amount: 2 }),
          ]),
        ),
      );

      it('answers rows in order, with a cursor while there are more', async () => {
        const first = await list({ limit: 2, sort: [{ field: 'amount', descending: true }] });
        expect(first.items.map(({ _id }) => _id)).toEqual(['t3', 't1']);
        const second = await list({
          limit: 2,
          sort: [{ field: 'amount', descending: true }],
          cursor: first.next ?? '',
        });
        expect(second.items.map(({ _id }) => _id)).toEqual(['t2']);
        expect(second.next).toBeNull();
      });

      it('puts rows without a value first when ascending', async () => {
        const { items } = await list({ sort: [{ field: 'kind', descending: false }] });
        expect(items.map(({ _id }) => _id)).toEqual(['t3', 't1', 't2']);
      });

      it('misses and repeats nothing while others write', async () => {
        const first = await list({ limit: 1 });
        await flushNext(store, flushOf(things, [thing('t0'), thing('t1', { kind: 'changed' })]));
        const second = await list({ limit: 5, cursor: first.next ?? '' });
        expect([...first.items, ...second.items].map(({ _id }) => _id)).toEqual(['t1', 't2', 't3']);
      });

      it('counts matches up to a bound', async () => {
        expect(await list({ limit: 1 })).not.toHaveProperty('count');
        expect((await list({ limit: 1, countUpTo: 3 })).count).toEqual({ value: 3, exact: true });
        expect((await list({ limit: 1, countUpTo: 2 })).count).toEqual({ value: 2, exact: false });
        expect((await list({ limit: 1, countUpTo: 9, filter: { amount: { eq: 2 } } })).count).toEqual({
          value: 2,
          exact: true,
        });
      });

      it.each([
        ['of another filter', { filter: { kind: { eq: 'a' } } }],
        ['of another sort', { sort: [{ field: 'kind', descending: false }] }],
      ])('refuses a cursor %s', async (_case, other: Partial<ListQuery>) => {
        const { next } = await list({ limit: 1 });
        await expect(list({ ...other, cursor: next ?? '' })).rejects.toMatchObject({ code: 'bad-cursor' });
      });

      it.each(['', 'x', 'bnVsbA', Buffer.from('["x","t1"]').toString('base64url')])(
        'refuses the cursor %p',
        async (cursor) => {
          await expect(list({ cursor })).rejects.toMatchObject({ code: 'bad-cursor' });
        },
      );

      it('refuses a changed cursor', async () => {
        const { next } = await list({ limit: 1 });
        for (const cursor of [`${next ?? ''}=`, ` ${next ?? ''}`])
          await expect(list({ cursor })).rejects.toMatchObject({ code: 'bad-cursor' });
      });

      it.each([
        ['filter', { filter: { nonsense: { eq: 1 } } }],
        ['sort', { sort: [{ field: '_doc', descending: false }] }],
      ])('refuses an unknown field in a %s', async (_case, query: Partial<ListQuery>) => {
        await expect(list(query)).rejects.toMatchObject({
          code: 'unknown-field',
          message: expect.stringContaining('kind, amount') as string,
        });
      });

      it('refuses an instant for a model without history', async () => {
        await expect(list({ at: { asOf: at(1) } })).rejects.toMatchObject({ code: 'no-history' });
        await expect(store.get(things, 't1', viewer, { knownAt: at(1) })).rejects.toMatchObject({ code: 'no-history' });
        await expect(store.earliest(things, ['t1'], viewer)).rejects.toMatchObject({ code: 'no-history' });
      });

      it('returns exactly the rows that match, page by page, in order', () =>
        fc.assert(
          fc.asyncProperty(
            fc.uniqueArray(anyThing(fc.nat({ max: 60 }).map(String)), { selector: ({ _id }) => _id, maxLength: 25 }),
            anyFilter,
            anySearch,
            anySort,
            fc.integer({ min: 1, max: 7 }),
            (rows, filter, search, sort, limit) =>
              withStore(async (fresh) => {
                await fresh.flush(flushOf(things, rows));
                const selection = { viewer, filter, search, customFields };
                const expected = sorted(matching(rows, filter, search), sort);
                const paged: Thing[] = [];
                let cursor: string | undefined;
                do {
                  const page = await fresh.list(things, { ...selection, sort, limit, cursor, countUpTo: 100 });
                  expect(page.count).toEqual({ value: expected.length, exact: true });
                  paged.push(...(page.items as readonly Thing[]));
                  cursor = page.next ?? undefined;
                } while (cursor !== undefined);
                expect(paged).toEqual(expected);
                expect(await fresh.group(things, { ...selection, groupBy: ['kind'], sums: ['amount'] })).toEqual(
                  byKind(expected),
                );
              }),
          ),
        ));
    });

    describe('group', () => {
      it('counts rows by their keys and adds up exactly', async () => {
        const most = Number.MAX_SAFE_INTEGER;
        await store.flush(
          flushOf(things, [
            thing('t1', { kind: 'a', amount: most }),
            thing('t2', { kind: 'a', amount: most }),
            thing('t3', { kind: 'a', amount: 1 }),
            thing('t4', { amount: -5, done: true }),
          ]),
        );
        expect(await store.group(things, { viewer, groupBy: ['kind'], sums: ['amount'] })).toEqual([
          { keys: [null], count: 1, sums: ['-5'] },
          { keys: ['a'], count: 3, sums: ['18014398509481983'] },
        ]);
        expect(await store.group(things, { viewer, groupBy: [], sums: [], filter: { done: { eq: true } } })).toEqual([
          { keys: [], count: 1, sums: [] },
        ]);
        expect(
          await store.group(things, { viewer, groupBy: [], sums: ['amount'], filter: { kind: { eq: 'z' } } }),
        ).toEqual([]);
      });

      it(`adds up ${String(many)} of the largest amounts exactly, which 64 bits do not hold`, async () => {
        const amounts = [largest, -largest + 1, largest - 1];
        const rows = Array.from({ length: many }, (_, index) => {
          const amount = amounts[index % 2 === 0 ? 0 : index % 20 === 1 ? 1 : 2] ?? 0;
          return thing(`t${String(index)}`, { kind: index % 2 === 0 ? 'a' : 'b', amount });
        });
        await flushNext(store, flushOf(things, rows));
        const moment = { occurredAt: at(1), recordedAt: at(1) };
        await storeVersions(
          store,
          rows.slice(0, many / 5).map((row) => ({ id: row._id, row, ...moment })),
          many,
        );
        const sumOf = (some: readonly Thing[]) =>
          String(some.reduce((sum, { amount }) => sum + BigInt(amount ?? 0), 0n));
        const kinds = (some: readonly Thing[]) =>
          ['a', 'b'].map((kind) => {
            const ofKind = some.filter((row) => row.kind === kind);
            return { keys: [kind], count: ofKind.length, sums: [sumOf(ofKind)] };
          });
        const all = { viewer, groupBy: [], sums: ['amount'] };
        expect(await store.group(things, all)).toEqual([{ keys: [], count: many, sums: [sumOf(rows)] }]);
        expect(await store.group(things, { ...all, groupBy: ['kind'] })).toEqual(kinds(rows));
        const past = rows.slice(0, many / 5);
        for (const moment of [{}, { asOf: at(1) }, { asOf: at(1), knownAt: at(1) }]) {
          expect(await store.group(pastThings, { ...all, at: moment })).toEqual([
            { keys: [], count: past.length, sums: [sumOf(past)] },
          ]);
          expect(await store.group(pastThings, { ...all, groupBy: ['kind'], at: moment })).toEqual(kinds(past));
        }
      }, 60_000);

      it('refuses fields that are unknown, and sums of what is no integer', async () => {
        await expect(store.group(things, { viewer, groupBy: ['x'], sums: [] })).rejects.toMatchObject({
          code: 'unknown-field',
        });
        await expect(store.group(things, { viewer, groupBy: [], sums: ['kind'] })).rejects.toMatchObject({
          code: 'unknown-field',
        });
      });
    });

    describe('history', () => {
      const version = (kind: string | null, occurred: number, recorded: number) => ({
        id: 'r1',
        row: kind === null ? null : thing('r1', { kind }),
        occurredAt: at(occurred),
        recordedAt: at(recorded),
      });
      const kindAt = async (moment: AsOf) => (await store.get<Thing>(pastThings, 'r1', viewer, moment))?.kind;

      it('answers what held at an instant, and what was known by then', async () => {
        await storeVersions(store, [version('a', 10, 100), version('b', 20, 110), version(null, 30, 120)], 2);

        expect(await kindAt({ asOf: at(9) })).toBeUndefined();
        expect(await kindAt({ asOf: at(10) })).toBe('a');
        expect(await kindAt({ asOf: at(25) })).toBe('b');
        expect(await kindAt({ asOf: at(25), knownAt: at(105) })).toBe('a');
        expect(await kindAt({ asOf: at(15), knownAt: at(500) })).toBe('a');
        expect(await kindAt({ knownAt: at(119) })).toBe('b');
        expect(await kindAt({ asOf: at(30) })).toBeUndefined();
        expect(await kindAt({ asOf: at(30), knownAt: at(119) })).toBe('b');
        expect(await kindAt({})).toBeUndefined();
      });

      it('returns the earliest version of each row', async () => {
        await storeVersions(
          store,
          [version('a', 10, 100), version('b', 10, 100), version('c', 20, 110), version(null, 30, 120)],
          3,
        );
        expect(await store.earliest(pastThings, ['r1', 'r9'], viewer)).toEqual(
          new Map([['r1', thing('r1', { kind: 'b' })]]),
        );
      });

      it('answers for any instant on both axes what a plain fold of the versions returns', () =>
        fc.assert(
          fc.asyncProperty(
            anyHistory,
            fc.integer({ min: 1, max: 8 }),
            anyMoment,
            anyFilter,
            anySearch,
            anySort,
            (versions, pageSize, moment, filter, search, sort) =>
              withStore(async (fresh) => {
                await storeVersions(fresh, versions, pageSize);
                const held = heldAt(versions, moment);
                const expected = sorted(matching(held, filter, search), sort);

                const selection = { viewer, filter, search, customFields, at: moment };
                const first = await fresh.list(pastThings, { ...selection, sort, limit: 2, countUpTo: 9 });
                const rest =
                  first.next === null
                    ? []
                    : (await fresh.list(pastThings, { ...selection, sort, limit: 9, cursor: first.next })).items;
                expect([...first.items, ...rest]).toEqual(expected);
                expect(first.count).toEqual({ value: expected.length, exact: true });
                expect(await fresh.group(pastThings, { ...selection, groupBy: ['kind'], sums: ['amount'] })).toEqual(
                  byKind(expected),
                );
                for (const id of ['r1', 'r2', 'r3', 'r4']) {
                  expect(await fresh.get(pastThings, id, viewer, moment)).toEqual(held.find(({ _id }) => _id === id));
                }
              }),
          ),
          { numRuns: 200 },
        ));
    });
  });
}
