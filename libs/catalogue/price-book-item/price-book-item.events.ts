import Type from 'typebox';
import { Clearable } from '../../kernel/changes.js';
import { DateOnly } from '../../kernel/dates.js';
import { DecimalText } from '../../kernel/decimal.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type PriceBookId, type PriceBookItemId, type PriceId, type ProductId } from '../../kernel/ids.js';
import { CurrencyCode, Per } from '../../kernel/lines.js';

const ids = {
  priceBookItemId: idSchema<PriceBookItemId>(),
  priceBookId: idSchema<PriceBookId>(),
  productId: idSchema<ProductId>(),
  priceId: idSchema<PriceId>(),
};

/** PRD-05: a price of the product in the book. `validTo` is inclusive; without either date it is open on that side. */
export const PriceAdded = eventType('PriceAdded', {
  ...ids,
  unit: Type.String(),
  unitPrice: DecimalText,
  currency: CurrencyCode,
  per: Per,
  brand: Type.Optional(Type.String()),
  productVersion: Type.Optional(Type.String()),
  validFrom: Type.Optional(DateOnly),
  validTo: Type.Optional(DateOnly),
});
const changes = Type.Object({ unitPrice: Type.Optional(DecimalText), validTo: Clearable(DateOnly) });
/** The changed fields only; null where absent. */
export const PriceChanged = eventType('PriceChanged', { ...ids, from: changes, to: changes });
/** No longer offered; quotes that took it keep it. */
export const PriceWithdrawn = eventType('PriceWithdrawn', ids);

export const priceBookItemEvents = [PriceAdded, PriceChanged, PriceWithdrawn] as const;
export type PriceBookItemEvent = EventOf<(typeof priceBookItemEvents)[number]>;
