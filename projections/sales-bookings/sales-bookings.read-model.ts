import { readModel, type Reaction } from '../../libs/read-store/read-model.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import { BookingRow } from './booking-row.js';
import { bookingsOfLoss, bookingsOfSale, lossKeys } from './bookings.js';

/** Decision 15: the first sale on its date, a resale's difference on its own, a sale that was lost as a negative on `lostOn`. */
export const salesBookings = readModel<OpportunityEvent>()({
  name: 'salesBookings',
  version: 1,
  row: BookingRow,
  fields: {
    grain: 'text',
    opportunityId: 'text',
    bookedOn: 'date',
    wonCount: 'integer',
    lostCount: 'integer',
    amountMinor: 'integer',
    currency: 'text',
    ownerId: 'text',
    accountId: 'text',
    projectId: 'text',
    pipelineId: 'text',
    productId: 'text',
  },
  indexes: [['grain', 'bookedOn']],
  keepsHistory: true,
  on: {
    OpportunitySold: booking(bookingsOfSale),
    OpportunityLost: booking(bookingsOfLoss),
    OpportunityReopened: { keys: ({ data }) => lossKeys(data.opportunityId), change: () => null },
    OpportunityDeleted: { keys: ({ data }) => lossKeys(data.opportunityId), change: () => null },
  },
});

/** An event's bookings, worked out once for all its rows. */
function booking<E extends object>(bookingsOf: (event: E) => readonly BookingRow[]): Reaction<BookingRow, E> {
  const known = new WeakMap<E, ReadonlyMap<string, BookingRow>>();
  const rowsOf = (event: E): ReadonlyMap<string, BookingRow> => {
    const rows = known.get(event) ?? new Map(bookingsOf(event).map((row) => [row._id, row]));
    known.set(event, rows);
    return rows;
  };
  return { keys: (event) => [...rowsOf(event).keys()], change: (_row, event, id) => rowsOf(event).get(id) ?? null };
}
