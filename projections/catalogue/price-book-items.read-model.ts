import Type, { type Static } from 'typebox';
import type { PriceBookItemEvent } from '../../libs/catalogue/price-book-item/price-book-item.events.js';
import { DateOnly } from '../../libs/kernel/dates.js';
import { DecimalText } from '../../libs/kernel/decimal.js';
import { idSchema, type PriceBookId, type PriceId, type ProductId } from '../../libs/kernel/ids.js';
import { CurrencyCode, Per } from '../../libs/kernel/lines.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

const Price = Type.Object({
  priceId: idSchema<PriceId>(),
  unit: Type.String(),
  unitPrice: DecimalText,
  currency: CurrencyCode,
  per: Per,
  brand: Nullable(Type.String()),
  productVersion: Nullable(Type.String()),
  validFrom: Nullable(DateOnly),
  validTo: Nullable(DateOnly),
  withdrawn: Type.Boolean(),
});
const PriceBookItemRow = Type.Object({
  _id: key,
  priceBookId: idSchema<PriceBookId>(),
  productId: idSchema<ProductId>(),
  prices: Type.Array(Price),
});
export type PriceBookItemRow = Static<typeof PriceBookItemRow>;

/** PRD-05: a product's prices in one price book. */
export const priceBookItems = readModel<PriceBookItemEvent>()({
  name: 'priceBookItems',
  version: 1,
  row: PriceBookItemRow,
  fields: { priceBookId: 'text', productId: 'text' },
  indexes: [['priceBookId'], ['productId']],
  on: {
    PriceAdded: {
      keys: ({ data }) => [data.priceBookItemId],
      change: (row, { data }) => ({
        _id: data.priceBookItemId,
        priceBookId: data.priceBookId,
        productId: data.productId,
        prices: [
          ...(row?.prices ?? []),
          {
            priceId: data.priceId,
            unit: data.unit,
            unitPrice: data.unitPrice,
            currency: data.currency,
            per: data.per,
            brand: data.brand ?? null,
            productVersion: data.productVersion ?? null,
            validFrom: data.validFrom ?? null,
            validTo: data.validTo ?? null,
            withdrawn: false,
          },
        ],
      }),
    },
    PriceChanged: (row, { data }) => changedPrice(row, data.priceId, data.to),
    PriceWithdrawn: (row, { data }) => changedPrice(row, data.priceId, { withdrawn: true }),
  },
});

function changedPrice(row: PriceBookItemRow, id: PriceId, to: Partial<Static<typeof Price>>): PriceBookItemRow {
  return { ...row, prices: row.prices.map((price) => (price.priceId === id ? { ...price, ...to } : price)) };
}
