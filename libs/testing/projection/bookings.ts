import type { Position } from '../../event-log/event-log.js';
import { dateIn } from '../../kernel/dates.js';
import { minorOf, type Money } from '../../kernel/money.js';
import type { ReadStore } from '../../read-store/read-store.js';
import type { BookingRow } from '../../../projections/sales-bookings/booking-row.js';
import { salesBookings } from '../../../projections/sales-bookings/sales-bookings.read-model.js';
import { testStart } from '../log/fixed-clock.js';

/** The largest amount that a sale may have: what is more is refused as `amount-too-large`. */
export const largest: Money = { amount: '10000000000000.00', currency: 'EUR' };

/** A sale as it is booked. */
export const bookingOf = (name: string, fields: Partial<BookingRow> = {}, amount: Money = largest): BookingRow => ({
  _id: name,
  grain: 'sale',
  opportunityId: name,
  bookedOn: dateIn('2017-03-31'),
  attributedOn: dateIn('2017-03-31'),
  wonCount: 1,
  lostCount: 0,
  amount,
  amountMinor: minorOf(amount),
  currency: amount.currency,
  ownerId: null,
  accountId: null,
  projectId: 'project',
  partnerId: null,
  pipelineId: 'pipeline',
  productId: null,
  priceBookId: null,
  standing: null,
  ...fields,
});

/** Stores more bookings than a test could sell, beside what the projections have stored. */
export function storeBookings(store: ReadStore, rows: readonly BookingRow[]): Promise<void> {
  const moment = { occurredAt: testStart, recordedAt: testStart };
  const versions = rows.map((row) => ({ id: row._id, row, ...moment }));
  return store.flush({
    reader: 'bookings of a test',
    after: undefined,
    checkpoint: 'test:1' as Position,
    changes: [{ model: salesBookings, rows: new Map(rows.map((row) => [row._id, row])), versions }],
    documents: [],
  });
}
