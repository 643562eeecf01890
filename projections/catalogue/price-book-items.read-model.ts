import Type, { type Static } from 'typebox';
import { priceProfile, type PriceBookItemEvent } from '../../libs/catalogue/price-book-item/price-book-item.events.js';
import { idSchema, type PriceBookId, type PriceId, type ProductId } from '../../libs/kernel/ids.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key } from '../row-schemas.js';

const Price = Type.Object({
  priceId: idSchema<PriceId>(),
  ...priceProfile.row,
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
        prices: [...(row?.prices ?? []), { priceId: data.priceId, ...priceProfile.newRow(data), withdrawn: false }],
      }),
    },
    PriceChanged: (row, { data }) => withPrice(row, data.priceId, (price) => priceProfile.editedRow(price, data)),
    PriceWithdrawn: (row, { data }) => withPrice(row, data.priceId, (price) => ({ ...price, withdrawn: true })),
  },
});

type Price = Static<typeof Price>;

function withPrice(row: PriceBookItemRow, id: PriceId, change: (price: Price) => Price): PriceBookItemRow {
  return { ...row, prices: row.prices.map((price) => (price.priceId === id ? change(price) : price)) };
}
