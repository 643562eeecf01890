import Type from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { DecimalText } from '../../kernel/decimal.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type PriceBookId, type PriceBookItemId, type PriceId, type ProductId } from '../../kernel/ids.js';
import { CurrencyCode, Per } from '../../kernel/lines.js';
import { profile } from '../../kernel/profile.js';

const ids = {
  priceBookItemId: idSchema<PriceBookItemId>(),
  priceBookId: idSchema<PriceBookId>(),
  productId: idSchema<ProductId>(),
  priceId: idSchema<PriceId>(),
};

/** PB-04: an edit of a price is another price, or an end. */
export const priceProfile = profile(
  {
    unit: Type.String(),
    unitPrice: DecimalText,
    currency: CurrencyCode,
    per: Per,
    brand: Type.Optional(Type.String()),
    productVersion: Type.Optional(Type.String()),
    validFrom: Type.Optional(DateOnly),
    validTo: Type.Optional(DateOnly),
  },
  { fixed: ['unit', 'currency', 'per', 'brand', 'productVersion', 'validFrom'] },
);

/** PRD-05: a price of the product in the book. `validTo` is inclusive; without either date it is open on that side. */
export const PriceAdded = eventType('PriceAdded', { ...ids, ...priceProfile.created });
/** The changed fields only; null where absent. */
export const PriceChanged = eventType('PriceChanged', { ...ids, ...priceProfile.edited });
/** No longer offered; quotes that took it keep it. */
export const PriceWithdrawn = eventType('PriceWithdrawn', ids);

export const priceBookItemEvents = [PriceAdded, PriceChanged, PriceWithdrawn] as const;
export type PriceBookItemEvent = EventOf<(typeof priceBookItemEvents)[number]>;
