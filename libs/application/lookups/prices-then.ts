import type { PriceAdded } from '../../catalogue/price-book-item/price-book-item.events.js';
import type { DataOf } from '../../kernel/events.js';
import type { PriceBookItemRow } from '../../../projections/catalogue/price-book-items.read-model.js';

type Prices = PriceBookItemRow['prices'];

/** Prices as they were at some time. */
export interface PricesThen {
  readonly held: Prices;
  /** Entered later, as they were first. */
  readonly later: Prices;
}

/** What a price cost, and whether it was offered, is of then; the dates between which it holds are business dates, whenever they were entered. */
export function pricesThen(now: Prices, then: Prices, added: readonly DataOf<typeof PriceAdded>[]): PricesThen {
  const before = new Map(then.map((price) => [price.priceId, price]));
  const first = new Map(added.map((price) => [price.priceId, price]));
  return {
    held: now.flatMap((price) => {
      const old = before.get(price.priceId);
      return old === undefined ? [] : [{ ...price, unitPrice: old.unitPrice, withdrawn: old.withdrawn }];
    }),
    later: now.flatMap((price) => {
      if (before.has(price.priceId)) return [];
      return [{ ...price, unitPrice: first.get(price.priceId)?.unitPrice ?? price.unitPrice }];
    }),
  };
}
