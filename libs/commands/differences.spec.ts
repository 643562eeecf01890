import { differencesBetween } from './differences.js';

const event = (data: object) => ({ type: 'QuoteCreated', data });

describe('two tries of one command', () => {
  it('differ in the fields of their events, first in those that the command names', () => {
    const stored = event({ total: '20', lines: [{ quantity: '2', unit: 'piece' }] });
    const now = event({ total: '30', lines: [{ quantity: '3', unit: 'piece' }] });
    expect(differencesBetween([stored], [now], { lines: [{ quantity: '3' }] })).toEqual([
      { field: 'lines.0.quantity', stored: '2', now: '3' },
      { field: 'total', stored: '20', now: '30' },
    ]);
  });

  it('differ in what only one of them says', () => {
    const [more, less] = [event({ name: 'Q', dueOn: '2017-04-01' }), event({ name: 'Q' })];
    expect(differencesBetween([more], [less], { name: 'Q' })).toEqual([
      { field: 'dueOn', stored: '2017-04-01', now: null },
    ]);
    expect(differencesBetween([less], [less, event({ name: 'R' })], { name: 'Q' })).toEqual([
      { field: '', stored: null, now: { name: 'R' } },
    ]);
  });

  it('do not differ where they say the same in another order', () =>
    expect(differencesBetween([event({ a: 1, b: { c: 2 } })], [event({ b: { c: 2 }, a: 1 })], {})).toEqual([]));
});
