import fc from 'fast-check';
import { fieldsIn, type Filter } from '../../libs/read-store/filter.js';
import type { ReadModel } from '../../libs/read-store/read-model.js';
import type { ReadStore, Viewer } from '../../libs/read-store/read-store.js';
import { isVisible } from '../../libs/read-store/visibility.js';
import { anyFilter, anyHistory, anyMoment, anySearch, anyThing } from './query.samples.js';
import { byKind, heldAt, matching, sorted } from './read-store.oracle.js';
import {
  at,
  customFields,
  flushOf,
  pastThings,
  sampleModels,
  storeVersions,
  thing,
  things,
} from './read-store.samples.js';

const isDeclared = (filter: Filter) => fieldsIn(filter).every((field) => !field.startsWith('custom.'));
const anyVisibility = anyFilter.filter(isDeclared);
const seeing = (filter: Filter): Viewer => ({ sees: { things: filter, pastThings: filter } });

/** Lists, counts, groups, single rows and rows in hand show a viewer the same. */
export function describeVisibility(
  name: string,
  make: (models: readonly ReadModel[]) => ReadStore | Promise<ReadStore>,
): void {
  describe(`${name} as a read store for viewers who see some rows only`, () => {
    const withStore = async (work: (fresh: ReadStore) => Promise<void>): Promise<void> => {
      const fresh = await make(sampleModels);
      try {
        await work(fresh);
      } finally {
        await fresh.close();
      }
    };

    it('shows them those in every answer, and a row in hand alike', () =>
      fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(anyThing(fc.nat({ max: 30 }).map(String)), { selector: ({ _id }) => _id, maxLength: 15 }),
          anyVisibility,
          anyFilter,
          anySearch,
          (rows, visible, filter, search) =>
            withStore(async (fresh) => {
              await fresh.flush(flushOf(things, rows));
              const viewer = seeing(visible);
              const expected = sorted(matching(rows, { and: [visible, filter] }, search), []);
              const selection = { viewer, filter, search, customFields };
              const { items, count } = await fresh.list(things, { ...selection, limit: 20, countUpTo: 20 });
              expect([items, count?.value]).toEqual([expected, expected.length]);
              expect(await fresh.group(things, { ...selection, groupBy: ['kind'], sums: ['amount'] })).toEqual(
                byKind(expected),
              );
              const seen = matching(rows, visible).map(({ _id }) => _id);
              for (const row of rows) {
                const got = (await fresh.get(things, row._id, viewer)) !== undefined;
                expect([row, got, isVisible(things, row, viewer)]).toEqual([
                  row,
                  seen.includes(row._id),
                  seen.includes(row._id),
                ]);
              }
            }),
        ),
      ));

    it('shows them those of a past instant alike', () =>
      fc.assert(
        fc.asyncProperty(anyHistory, anyMoment, anyVisibility, (versions, moment, visible) =>
          withStore(async (fresh) => {
            await storeVersions(fresh, versions, 4);
            const viewer = seeing(visible);
            const expected = sorted(matching(heldAt(versions, moment), visible), []);
            const { items } = await fresh.list(pastThings, { viewer, limit: 9, at: moment });
            expect(items).toEqual(expected);
            for (const id of ['r1', 'r2', 'r3', 'r4']) {
              const row = expected.find(({ _id }) => _id === id);
              expect(await fresh.get(pastThings, id, viewer, moment)).toEqual(row);
            }
          }),
        ),
      ));

    it('shows them a row that one part of what they see finds, whatever another part finds first', () =>
      withStore(async (fresh) => {
        const rows = [thing('0', { amount: 0, custom: { n: 0 } }), thing('1', { kind: 'a', tags: ['é'] })];
        await fresh.flush(flushOf(things, rows));
        const none: Filter = { kind: { eq: null }, amount: { gte: 0, lt: 0 } };
        const filter: Filter = { or: [{ kind: { gt: 'a' } }, { 'custom.n': { ne: 0 } }] };
        const selection = { viewer: seeing({ or: [none, { tags: { contains: 'é' } }] }), filter, customFields };
        const { items, count } = await fresh.list(things, { ...selection, limit: 9, countUpTo: 9 });
        expect([items.map(({ _id }) => _id), count?.value]).toEqual([['1'], 1]);
      }));

    it('shows them nothing of a model that they have no say about', () =>
      withStore(async (fresh) => {
        const viewer: Viewer = { sees: { pastThings: { kind: { eq: 'a' } } } };
        await fresh.flush(flushOf(things, [thing('t1', { kind: 'a' })]));
        expect((await fresh.list(things, { viewer, limit: 9, countUpTo: 9 })).count).toEqual({ value: 0, exact: true });
        expect(await fresh.get(things, 't1', viewer)).toBeUndefined();
        expect(isVisible(things, thing('t1', { kind: 'a' }), viewer)).toBe(false);
      }));

    it('finds the earliest versions among those', () =>
      withStore(async (fresh) => {
        const version = (id: string, kind: string, tick: number) => ({
          id,
          row: thing(id, { kind }),
          occurredAt: at(tick),
          recordedAt: at(tick),
        });
        await storeVersions(fresh, [version('r1', 'a', 1), version('r1', 'b', 2), version('r2', 'b', 3)], 3);
        const found = (kind: string) => fresh.earliest(pastThings, ['r1', 'r2'], seeing({ kind: { eq: kind } }));
        expect([...(await found('a')).keys()]).toEqual(['r1']);
        expect([...(await found('b')).values()]).toEqual([thing('r1', { kind: 'b' }), thing('r2', { kind: 'b' })]);
      }));
  });
}
