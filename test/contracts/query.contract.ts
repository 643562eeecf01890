import fc from 'fast-check';
import type { Filter } from '../../libs/read-store/filter.js';
import type { ReadModel, Row } from '../../libs/read-store/read-model.js';
import { everything as viewer, type AsOf, type ListQuery, type ReadStore } from '../../libs/read-store/read-store.js';
import { rowByReference } from '../../libs/read-store/row-by-reference.js';
import { anyHistory, anyMoment, anyPart, anySearch, anyThing } from './query.samples.js';
import { heldAt, matching as byMongoRules, sorted } from './read-store.oracle.js';
import {
  at,
  customFields,
  entries,
  flushNext,
  flushOf,
  pastThings,
  sampleModels,
  storeVersions,
  thing,
  things,
  type Thing,
} from './read-store.samples.js';

const customer = { system: 'erp', type: 'customer', id: '10042' };

/** What every read store finds by lists, parts of text, words, references and custom fields. */
export function describeQueries(
  name: string,
  make: (models: readonly ReadModel[]) => ReadStore | Promise<ReadStore>,
): void {
  describe(`${name} as a read store that is searched`, () => {
    let store: ReadStore;

    beforeEach(async () => {
      store = await make(sampleModels);
    });
    afterEach(() => store.close());

    const found = async (query: Partial<ListQuery>, model: ReadModel = things) =>
      (await store.list(model, { viewer, limit: 10, ...query })).items.map(({ _id }) => _id);
    const matching = (filter: Filter) => found({ filter, customFields });
    const keep = (...rows: readonly (Thing | string)[]) => flushNext(store, flushOf(things, rows));

    it('tells an element of a list from a part of it, and an empty list from none that is asked for', async () => {
      await keep(thing('t1', { tags: ['fair', 'press'] }), thing('t2', { tags: ['fairs'] }), thing('t3', { tags: [] }));
      await keep(thing('t4', { tags: null }), thing('t5'));

      expect(await matching({ tags: { contains: 'fair' } })).toEqual(['t1']);
      expect(await matching({ tags: { in: ['press', 'fairs'] } })).toEqual(['t1', 't2']);
      expect(await matching({ tags: { in: [] } })).toEqual([]);
      expect(await matching({ tags: { eq: null } })).toEqual(['t3', 't4', 't5']);
      expect(await matching({ tags: { ne: null } })).toEqual(['t1', 't2']);
    });

    it('finds what a list has now, not what it had', async () => {
      await keep(
        thing('t1', { tags: ['old', 'kept'] }),
        thing('t2', { tags: ['old'] }),
        thing('t3', { tags: ['old'] }),
      );
      await keep(thing('t1', { tags: ['kept', 'new'] }), 't2', thing('t3'), thing('t4', { tags: ['old'] }));
      expect(await matching({ tags: { contains: 'old' } })).toEqual(['t4']);
      expect(await matching({ tags: { contains: 'kept' } })).toEqual(['t1']);
      expect(await matching({ tags: { contains: 'new' } })).toEqual(['t1']);
    });

    it('finds parts of text whatever their case and accents, and none of what is sealed', async () => {
      const sealed = { _id: 't4', name: { sealed: 'Müller' } } as unknown as Thing;
      await keep(
        thing('t1', { name: 'Müller & Söhne' }),
        thing('t2', { name: 'ALTMULLER 100 %' }),
        thing('t3'),
        sealed,
      );

      expect(await matching({ name: { contains: 'mÜLLer' } })).toEqual(['t1', 't2']);
      expect(await matching({ name: { startsWith: 'mul' } })).toEqual(['t1']);
      expect(await matching({ name: { contains: '%' } })).toEqual(['t2']);
      expect(await matching({ name: { contains: '_' } })).toEqual([]);
      expect(await matching({ name: { eq: 'müller & söhne' } })).toEqual([]);
      expect(await found({ search: 'muller' })).toEqual(['t1']);
    });

    it('finds the parts of text that MongoDB finds in text as searches compare it', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(anyThing(fc.constantFrom('t1', 't2')), { minLength: 1, maxLength: 4 }),
          fc.array(anyPart, { minLength: 1, maxLength: 9 }),
          async (rows, filters) => {
            await keep('t1', 't2');
            await keep(...rows);
            const kept = [...new Map(rows.map((row) => [row._id, row])).values()];
            for (const filter of filters)
              expect(await matching(filter)).toEqual(
                byMongoRules(kept, filter)
                  .map(({ _id }) => _id)
                  .sort(),
              );
          },
        ),
      ));

    it('finds rows by beginnings of their words, each in any of the fields', async () => {
      await keep(thing('t1', { name: 'Großhandel Łódź', title: 'Ms' }), thing('t2', { name: 'Handel', title: 'Lodz' }));
      expect(await found({ search: 'LODZ' })).toEqual(['t1', 't2']);
      expect(await found({ search: 'lod, gross' })).toEqual(['t1']);
      expect(await found({ search: 'ms łód' })).toEqual(['t1']);
      expect(await found({ search: 'handel' })).toEqual(['t2']);
      expect(await found({ search: 'NOT handel* OR "' })).toEqual([]);

      await keep(thing('t1', { name: 'Other', title: 'Ms' }), 't2');
      expect(await found({ search: 'lodz' })).toEqual([]);
      expect(await found({ search: 'oth ms' })).toEqual(['t1']);
    });

    it('finds rows by the words that they had then', async () => {
      const named = (name: string, tick: number) => ({
        id: 'r1',
        row: thing('r1', { name, title: 'x' }),
        occurredAt: at(tick),
        recordedAt: at(tick),
      });
      await storeVersions(store, [named('Großhandel (Ost)', 0), named('Handel Öst', 1), named('Other', 2)], 2);
      const then = (search: string, tick: number) => found({ search, at: { asOf: at(tick) } }, pastThings);

      expect(await then('handel', 0)).toEqual([]);
      expect(await then('x ost gross', 0)).toEqual(['r1']);
      expect(await then('handel ost', 1)).toEqual(['r1']);
      expect(await then('handel', 2)).toEqual([]);
      expect(await then('oth', 2)).toEqual(['r1']);
    });

    it('finds the words that MongoDB finds, now and then', () =>
      fc.assert(
        fc.asyncProperty(
          anyHistory,
          anyMoment,
          fc.array(anySearch, { maxLength: 9 }),
          async (versions, moment, all) => {
            const fresh = await make(sampleModels);
            await storeVersions(fresh, versions, 5);
            const held = heldAt(versions, moment);
            for (const search of all) {
              const { items } = await fresh.list(pastThings, { viewer, limit: 10, search, at: moment });
              expect(items).toEqual(sorted(byMongoRules(held, {}, search), []));
            }
            await fresh.close();
          },
        ),
      ));

    it('continues a search, and no other with its cursor', async () => {
      await keep(thing('t1', { name: 'a b' }), thing('t2', { name: 'a c' }), thing('t3', { name: 'a' }));
      const first = await store.list(things, { viewer, limit: 1, search: 'a' });
      const cursor = first.next ?? '';
      expect(await found({ search: 'a', cursor })).toEqual(['t2', 't3']);
      await expect(found({ search: 'b', cursor })).rejects.toMatchObject({ code: 'bad-cursor' });
      await expect(found({ cursor })).rejects.toMatchObject({ code: 'bad-cursor' });
    });

    it.each([
      ['a model without text to search in', entries, 'x', 'entries has no text'],
      ['no word', things, ' -%👍', 'has none'],
      ['too many words', things, Array.from({ length: 21 }, (_, index) => `w${String(index)}`).join(' '), '20 words'],
    ])('refuses a search of %s', async (_case, model: ReadModel, search, message) => {
      await expect(found({ search }, model)).rejects.toMatchObject({
        code: 'bad-search',
        message: expect.stringContaining(message) as string,
      });
    });

    it('refuses to sort or group by a list', async () => {
      const refusal = { code: 'unknown-field', message: expect.stringContaining('"tags" is a list') as string };
      await expect(found({ sort: [{ field: 'tags', descending: false }] })).rejects.toMatchObject(refusal);
      await expect(store.group(things, { viewer, groupBy: ['tags'], sums: [] })).rejects.toMatchObject(refusal);
    });

    it('filters, sorts and adds up by custom fields that the query declares', async () => {
      await keep(thing('t1', { custom: { n: 10, note: 'Über', flag: true } }), thing('t2', { custom: { n: 9 } }));
      await keep(thing('t3', { custom: { n: 'ten', picks: ['a', 'b'] } }), thing('t4'));
      const byNumber = [{ field: 'custom.n', descending: true }];

      expect(await found({ customFields, sort: byNumber })).toEqual(['t1', 't2', 't4', 't3']);
      expect(await matching({ 'custom.n': { gt: 9 } })).toEqual(['t1']);
      expect(await matching({ 'custom.n': { eq: null } })).toEqual(['t3', 't4']);
      expect(await matching({ 'custom.flag': { eq: true }, 'custom.note': { startsWith: 'ub' } })).toEqual(['t1']);
      expect(await matching({ 'custom.picks': { contains: 'b' } })).toEqual(['t3']);
      expect(await store.group(things, { viewer, customFields, groupBy: ['custom.flag'], sums: ['custom.n'] })).toEqual(
        [
          { keys: [null], count: 3, sums: ['9'] },
          { keys: [1], count: 1, sums: ['10'] },
        ],
      );
      await keep(thing('t1', { custom: { n: 8 } }), thing('t2'));
      expect(await found({ customFields, filter: { 'custom.n': { ne: null } }, sort: byNumber })).toEqual(['t1']);
    });

    it('refuses custom fields that the query does not declare, or of a model without any', async () => {
      const refusal = { code: 'unknown-field' };
      await expect(found({ filter: { 'custom.n': { eq: 1 } } })).rejects.toMatchObject(refusal);
      await expect(found({ customFields: { n: 'integer' } }, entries)).rejects.toMatchObject(refusal);
    });

    it('finds a row by its reference, now and then', async () => {
      const row = (references: Thing['references']) => thing('r1', { references: references ?? [] });
      const versions = [row([]), row([customer]), row([{ ...customer, id: '1' }])].map((each, index) => ({
        id: 'r1',
        row: each,
        occurredAt: at(index),
        recordedAt: at(index),
      }));
      await storeVersions(store, versions, 2);
      const byReference = (moment?: AsOf): Promise<Row | undefined> =>
        rowByReference(store, pastThings, customer, viewer, moment);

      expect(await byReference()).toBeUndefined();
      expect(await byReference({ asOf: at(0) })).toBeUndefined();
      expect(await byReference({ asOf: at(1) })).toEqual(row([customer]));
      expect(await byReference({ knownAt: at(1) })).toEqual(row([customer]));
      const renamed = { ...customer, id: '1' };
      expect(await rowByReference(store, pastThings, renamed, viewer)).toEqual(row([renamed]));
      await expect(rowByReference(store, entries, customer, viewer)).rejects.toMatchObject({ code: 'unknown-field' });
    });
  });
}
