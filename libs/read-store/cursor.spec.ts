import { things } from '../../test/contracts/read-store.samples.js';
import { cursorText, cursorValues, listMark, orderOf } from './cursor.js';
import { everything, type ListQuery } from './read-store.js';

const query: ListQuery = { viewer: everything, limit: 9 };

describe('the order of a list', () => {
  it('leaves no ties: by _id at last, in the direction of the field before', () => {
    const amount = { field: 'amount', descending: true };
    expect(orderOf(things)).toEqual([{ field: '_id', descending: false }]);
    expect(orderOf(things, [amount])).toEqual([amount, { field: '_id', descending: true }]);
    const byId = { field: '_id', descending: false };
    expect(orderOf(things, [amount, byId, { field: 'kind', descending: true }])).toEqual([amount, byId]);
  });

  it('has only fields that are declared', () => {
    expect(() => orderOf(things, [{ field: 'note', descending: false }])).toThrow('no field "note"');
  });
});

describe('a cursor', () => {
  const order = orderOf(things, [
    { field: 'amount', descending: false },
    { field: 'done', descending: false },
  ]);
  const mark = listMark(things, order, query);

  it.each([[[3, 1, 't1']], [[null, null, 't1']]])('has the values of its row: %p', (values) => {
    expect(cursorValues(things, order, mark, cursorText(mark, values))).toEqual(values);
  });

  it.each([
    ['of another type', ['3', 1, 't1']],
    ['too few', [3, 't1']],
    ['without an id', [3, 1, null]],
  ])('is refused with values %s', (_case, values) => {
    expect(() => cursorValues(things, order, mark, cursorText(mark, values))).toThrow('not one of this list');
  });

  it.each<[string, Partial<ListQuery>]>([
    ['filter', { filter: { kind: { eq: 'a' } } }],
    ['instant', { at: { asOf: '2017-01-01T00:00:00.000Z' as never } }],
    ['what was known', { at: { knownAt: '2017-01-01T00:00:00.000Z' as never } }],
  ])('belongs to a list of one %s', (_what, other) => {
    expect(listMark(things, order, { ...query, ...other })).not.toBe(mark);
    expect(listMark({ ...things, version: 2 }, order, query)).not.toBe(mark);
  });
});
