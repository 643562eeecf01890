import Type, { type Static } from 'typebox';
import { DateOnly } from '../../libs/kernel/dates.js';
import { Money } from '../../libs/kernel/money.js';
import { key, Nullable } from '../row-schemas.js';

/** Whose a sale is, and where. */
const attribution = {
  ownerId: Nullable(Type.String()),
  accountId: Nullable(Type.String()),
  projectId: Type.String(),
  partnerId: Nullable(Type.String()),
  pipelineId: Type.String(),
};

/** What of a sale is of one product and one price book, null for none. */
const SalePart = Type.Object({
  productId: Nullable(Type.String()),
  priceBookId: Nullable(Type.String()),
  amount: Money,
});
export type SalePart = Static<typeof SalePart>;

/** A sale that stands, as it is booked. */
export const BookedSale = Type.Object({
  ...attribution,
  soldOn: DateOnly,
  revenue: Money,
  parts: Type.Array(SalePart),
});
export type BookedSale = Static<typeof BookedSale>;

export const BookingRow = Type.Object({
  _id: key,
  /**
   * Bookings stand several times: as sales, split by product, and split by price book. `move` books nothing: a sale that was sold again
   * goes over to the settings (manager, office) of its new date, as a negative and a positive.
   */
  grain: Type.Enum(['sale', 'product', 'priceBook', 'move']),
  opportunityId: Type.String(),
  bookedOn: DateOnly,
  /** The date whose settings count: `soldOn` of the sale that is booked or undone, `lostOn` of a loss. */
  attributedOn: DateOnly,
  /** 1 for a sale, 0 for the difference a resale makes, -1 for a sale that is undone. */
  wonCount: Type.Integer(),
  lostCount: Type.Integer(),
  amount: Nullable(Money),
  amountMinor: Nullable(Type.Integer()),
  currency: Nullable(Type.String()),
  ...attribution,
  productId: Nullable(Type.String()),
  priceBookId: Nullable(Type.String()),
  /** On the first booking of an opportunity: the sale that stands now, which the next is compared with. */
  standing: Nullable(BookedSale),
});
export type BookingRow = Static<typeof BookingRow>;
