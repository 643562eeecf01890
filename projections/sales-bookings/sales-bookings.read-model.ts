import { readModel } from '../../libs/read-store/read-model.js';
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
    OpportunitySold: {
      keys: (event) => bookingsOfSale(event).map(({ _id }) => _id),
      change: (_row, event, id) => bookingsOfSale(event).find(({ _id }) => _id === id) ?? null,
    },
    OpportunityLost: {
      keys: (event) => bookingsOfLoss(event).map(({ _id }) => _id),
      change: (_row, event, id) => bookingsOfLoss(event).find(({ _id }) => _id === id) ?? null,
    },
    OpportunityReopened: { keys: ({ data }) => lossKeys(data.opportunityId), change: () => null },
    OpportunityDeleted: { keys: ({ data }) => lossKeys(data.opportunityId), change: () => null },
  },
});
