import Type, { type Static } from 'typebox';
import { DateOnly } from '../../libs/kernel/dates.js';
import { Money } from '../../libs/kernel/money.js';
import { key, Nullable } from '../row-schemas.js';

export const BookingRow = Type.Object({
  _id: key,
  /** Bookings stand twice: as sales, and split by product. */
  grain: Type.Enum(['sale', 'product']),
  opportunityId: Type.String(),
  bookedOn: DateOnly,
  /** 1 for a sale, 0 for the difference a resale makes, -1 for a sale that was lost. */
  wonCount: Type.Integer(),
  lostCount: Type.Integer(),
  amount: Nullable(Money),
  amountMinor: Nullable(Type.Integer()),
  currency: Nullable(Type.String()),
  ownerId: Nullable(Type.String()),
  accountId: Nullable(Type.String()),
  projectId: Type.String(),
  pipelineId: Type.String(),
  productId: Nullable(Type.String()),
});
export type BookingRow = Static<typeof BookingRow>;
