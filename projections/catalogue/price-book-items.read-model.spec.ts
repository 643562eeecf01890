import {
  PriceAdded,
  PriceChanged,
  PriceWithdrawn,
} from '../../libs/catalogue/price-book-item/price-book-item.events.js';
import { priceBookItemIdOf } from '../../libs/catalogue/price-book-item/price-book-item.js';
import type { PriceBookId, PriceId, ProductId } from '../../libs/kernel/ids.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf, on } from '../../libs/testing/sales/sales-examples.js';
import { priceBookItems } from './price-book-items.read-model.js';

const of = { priceBookId: idOf<PriceBookId>('list'), productId: idOf<ProductId>('seat') };
const priceBookItemId = priceBookItemIdOf(of.priceBookId, of.productId);
const ids = { priceBookItemId, ...of };
const [priceId, other] = [idOf<PriceId>('first'), idOf<PriceId>('second')];
const euro = {
  priceId,
  unit: 'user',
  unitPrice: '12.5',
  currency: 'EUR',
  per: 'month',
  brand: 'own',
  productVersion: '2',
  validFrom: on('2017-01-01'),
  validTo: on('2017-12-31'),
} as const;
const added = PriceAdded.of({ ...ids, ...euro });
const dollar = PriceAdded.of({ ...ids, priceId: other, unit: 'user', unitPrice: '15', currency: 'USD', per: 'once' });
const [first, second] = [
  { ...euro, withdrawn: false },
  {
    priceId: other,
    unit: 'user',
    unitPrice: '15',
    currency: 'USD',
    per: 'once',
    brand: null,
    productVersion: null,
    validFrom: null,
    validTo: null,
    withdrawn: false,
  },
];
const after = rowAfter(priceBookItems, `priceBookItem-${priceBookItemId}`);

describe("a product's prices in a book (PRD-05, PB-04)", () => {
  it('are in the order in which they were added', () => {
    expect(after(added)).toEqual({ _id: priceBookItemId, ...of, prices: [first] });
    expect(after(added, dollar)).toEqual({ _id: priceBookItemId, ...of, prices: [first, second] });
  });
  it('change one alone', () => {
    const changed = PriceChanged.of({ ...ids, priceId, from: {}, to: { unitPrice: '13', validTo: null } });
    expect(after(added, dollar, changed)?.prices).toEqual([{ ...first, unitPrice: '13', validTo: null }, second]);
  });
  it('keep one that is withdrawn, as such', () =>
    expect(after(added, dollar, PriceWithdrawn.of({ ...ids, priceId }))?.prices).toEqual([
      { ...first, withdrawn: true },
      second,
    ]));
});
