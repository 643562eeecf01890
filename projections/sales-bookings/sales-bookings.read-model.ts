import { readModel, type Reaction, type RowsByKey } from '../../libs/read-store/read-model.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import { bookedSale } from './booked-sale.js';
import { BookingRow, type BookedSale } from './booking-row.js';
import { bookingsOfSale, firstKey, lossKey, lossOf, reversalsOf, saleKeys, type Lost, type Sold } from './bookings.js';

/** Decision 15: the first sale on its date, a resale's difference on its own, a sale that was lost as a negative on `lostOn`. */
export const salesBookings = readModel<OpportunityEvent>()({
  name: 'salesBookings',
  version: 3,
  row: BookingRow,
  fields: {
    grain: 'text',
    opportunityId: 'text',
    bookedOn: 'date',
    attributedOn: 'date',
    wonCount: 'integer',
    lostCount: 'integer',
    amountMinor: 'integer',
    currency: 'text',
    ownerId: 'text',
    accountId: 'text',
    projectId: 'text',
    partnerId: 'text',
    pipelineId: 'text',
    productId: 'text',
    priceBookId: 'text',
  },
  indexes: [['grain', 'bookedOn']],
  keepsHistory: true,
  together: true,
  on: {
    OpportunitySold: sale(),
    OpportunityLost: loss(),
    OpportunityReopened: noLoss(),
    OpportunityDeleted: noLoss(),
  },
});

type Rows = ReadonlyMap<string, BookingRow>;
const byId = (rows: readonly BookingRow[]): Rows => new Map(rows.map((row) => [row._id, row]));

/** What stood before is kept on the first booking, which is the last to change. */
function sale(): Reaction<BookingRow, Sold> {
  const rowsOf = remembered((event: Sold, before: BookedSale | null) => byId(bookingsOfSale(event, before)));
  const stoodBefore = ({ data }: Sold, rows: RowsByKey<BookingRow>): BookedSale | null =>
    data.previousRevenue === undefined ? null : (rows(firstKey(data.opportunityId))?.standing ?? null);
  return {
    keys: (event) => {
      const first = firstKey(event.data.opportunityId);
      return [...saleKeys(event).filter((key) => key !== first), first];
    },
    change: (row, event, key, others) => {
      if (key !== firstKey(event.data.opportunityId)) {
        return rowsOf(event, stoodBefore(event, others)).get(key) ?? null;
      }
      const first = row ?? rowsOf(event, null).get(key);
      return first ? { ...first, standing: bookedSale(event.data) } : null;
    },
  };
}

function loss(): Reaction<BookingRow, Lost> {
  const rowsOf = remembered((event: Lost, _before: null) => byId([lossOf(event), ...reversalsOf(event)]));
  return {
    keys: (event) => [
      ...rowsOf(event, null).keys(),
      ...(event.data.reversed ? [firstKey(event.data.opportunityId)] : []),
    ],
    change: (row, event, key) => rowsOf(event, null).get(key) ?? (row ? { ...row, standing: null } : null),
  };
}

function noLoss<E extends { readonly data: { readonly opportunityId: string } }>(): Reaction<BookingRow, E> {
  return { keys: ({ data }) => [lossKey(data.opportunityId)], change: () => null };
}

/** An event's bookings, worked out once for all its rows. */
function remembered<E extends object, B>(bookingsOf: (event: E, before: B) => Rows): (event: E, before: B) => Rows {
  const known = new WeakMap<E, { readonly before: B; readonly rows: Rows }>();
  return (event, before) => {
    const found = known.get(event);
    if (found !== undefined && found.before === before) return found.rows;
    const rows = bookingsOf(event, before);
    known.set(event, { before, rows });
    return rows;
  };
}
