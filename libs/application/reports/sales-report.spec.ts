import { everything, type ReadStore } from '../../read-store/read-store.js';
import { openSqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import { bookingOf, storeBookings } from '../../testing/projection/bookings.js';
import { readModels } from '../register/registry.js';
import { salesReport } from './sales-report.js';

let store: ReadStore;
beforeEach(() => {
  store = openSqliteReadStore({ file: ':memory:', models: readModels });
});
afterEach(() => store.close());

describe('a report of more than 64 bits hold', () => {
  it('is exact to the last digit, in each row and in all, and sorted by it', async () => {
    const sales = Array.from({ length: 20_000 }, (_one, index) =>
      bookingOf(`sale ${String(index)}`, { ownerId: index < 8_000 ? 'ann' : 'bob' }),
    );
    await storeBookings(store, [...sales, bookingOf('cent', { ownerId: 'ann' }, { amount: '0.01', currency: 'EUR' })]);
    const asked = { viewer: everything, at: {}, groupBy: 'owner', sort: '-amount' } as const;
    const { rows, total } = await salesReport(store, asked, (value) => Promise.resolve(value));
    expect(rows.map(({ key, won }) => [key, won.count, won.amounts.map(({ amount }) => amount)])).toEqual([
      ['bob', 12_000, ['120000000000000000.00']],
      ['ann', 8_001, ['80000000000000000.01']],
    ]);
    expect(total.won).toEqual({ count: 20_001, amounts: [{ amount: '200000000000000000.01', currency: 'EUR' }] });
  });
});
