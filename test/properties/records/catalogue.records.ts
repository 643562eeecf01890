import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import {
  PriceAdded,
  PriceChanged,
  priceBookItemEvents,
} from '../../../libs/catalogue/price-book-item/price-book-item.events.js';
import { priceBookItemIdOf, type PriceBookItemState } from '../../../libs/catalogue/price-book-item/price-book-item.js';
import type { Price } from '../../../libs/catalogue/price-book-item/price.js';
import { priceBookEvents } from '../../../libs/catalogue/price-book/price-book.events.js';
import type { PriceBookState } from '../../../libs/catalogue/price-book/price-book.js';
import { productCategoryEvents } from '../../../libs/catalogue/product-category/product-category.events.js';
import type { ProductCategoryState } from '../../../libs/catalogue/product-category/product-category.js';
import { productEvents } from '../../../libs/catalogue/product/product.events.js';
import type { ProductState } from '../../../libs/catalogue/product/product.js';
import { withChanges } from '../../../libs/kernel/changes.js';
import { isEvent, type RecordedEvent } from '../../../libs/kernel/events.js';
import type { CategoryId, PriceBookId, PriceId, ProductId, ProjectId } from '../../../libs/kernel/ids.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { priceBookItems, type PriceBookItemRow } from '../../../projections/catalogue/price-book-items.read-model.js';
import { priceBooks } from '../../../projections/catalogue/price-books.read-model.js';
import { productCategories } from '../../../projections/catalogue/product-categories.read-model.js';
import { products } from '../../../projections/catalogue/products.read-model.js';
import { recordCase, shown } from './record-case.js';
import { clearable, currencies, dates, decimals, ids, optional, reference, references, words } from './values.js';

const categoryId = idOf<CategoryId>('recorded category');

export const productCategory = recordCase({
  aggregate: aggregates.productCategory,
  events: productCategoryEvents,
  first: 'CreateProductCategory',
  commands: {
    CreateProductCategory: fc.record({
      categoryId: fc.constant(categoryId),
      name: words,
      contractType: words,
      kind: fc.constantFrom('timeBased', 'oneOff'),
      termMonths: optional(fc.constantFrom(12, 24)),
    }),
    EditProductCategory: fc.record({
      categoryId: fc.constant(categoryId),
      name: optional(words),
      termMonths: clearable(fc.constantFrom(12, 24)),
    }),
  },
  shown: [
    shown(productCategories, (state: ProductCategoryState) =>
      state === null
        ? []
        : [
            {
              _id: categoryId,
              name: state.name,
              contractType: state.contractType,
              kind: state.kind,
              termMonths: state.termMonths ?? null,
            },
          ],
    ),
  ],
});

const productId = idOf<ProductId>('recorded product');

export const product = recordCase({
  aggregate: aggregates.product,
  events: productEvents,
  first: 'CreateProduct',
  commands: {
    CreateProduct: fc.record({
      productId: fc.constant(productId),
      code: words,
      name: words,
      description: optional(words),
      categoryId: ids<CategoryId>('category'),
      active: optional(fc.boolean()),
      references,
    }),
    EditProduct: fc.record({
      productId: fc.constant(productId),
      code: optional(words),
      name: optional(words),
      description: clearable(words),
      categoryId: optional(ids<CategoryId>('category')),
      active: optional(fc.boolean()),
    }),
    ReferenceProduct: fc.record({ productId: fc.constant(productId), reference }),
    UnreferenceProduct: fc.record({ productId: fc.constant(productId), reference }),
  },
  shown: [
    shown(products, (state: ProductState) =>
      state === null
        ? []
        : [
            {
              _id: productId,
              code: state.code,
              name: state.name,
              description: state.description ?? null,
              categoryId: state.categoryId,
              active: state.active,
              references: state.references,
            },
          ],
    ),
  ],
});

const priceBookId = idOf<PriceBookId>('recorded book');
const projectIds = fc.uniqueArray(ids<ProjectId>('project'), { minLength: 1, maxLength: 2 });

export const priceBook = recordCase({
  aggregate: aggregates.priceBook,
  events: priceBookEvents,
  first: 'CreatePriceBook',
  commands: {
    CreatePriceBook: fc.record({
      priceBookId: fc.constant(priceBookId),
      name: words,
      description: optional(words),
      active: optional(fc.boolean()),
      projectIds: optional(projectIds),
      references,
    }),
    EditPriceBook: fc.record({
      priceBookId: fc.constant(priceBookId),
      name: optional(words),
      description: clearable(words),
      active: optional(fc.boolean()),
      projectIds: clearable(projectIds),
    }),
    ReferencePriceBook: fc.record({ priceBookId: fc.constant(priceBookId), reference }),
    UnreferencePriceBook: fc.record({ priceBookId: fc.constant(priceBookId), reference }),
  },
  shown: [
    shown(priceBooks, (state: PriceBookState) =>
      state === null
        ? []
        : [
            {
              _id: priceBookId,
              name: state.name,
              description: state.description ?? null,
              active: state.active,
              projectIds: state.projectIds ?? null,
              references: state.references,
            },
          ],
    ),
  ],
});

const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
const priceIds = ids<PriceId>('price', 4);

export const priceBookItem = recordCase({
  aggregate: aggregates.priceBookItem,
  events: priceBookItemEvents,
  first: 'SetPrice',
  commands: {
    SetPrice: fc.record({
      priceBookItemId: fc.constant(priceBookItemId),
      priceBookId: fc.constant(priceBookId),
      productId: fc.constant(productId),
      priceId: priceIds,
      unit: fc.constantFrom('piece', 'box'),
      unitPrice: decimals,
      currency: currencies,
      per: fc.constantFrom('once', 'month'),
      brand: optional(words),
      productVersion: optional(words),
      validFrom: optional(dates),
      validTo: optional(dates),
    }),
    ChangePrice: fc.record({
      priceBookItemId: fc.constant(priceBookItemId),
      priceId: priceIds,
      unitPrice: optional(decimals),
      validTo: clearable(dates),
    }),
    WithdrawPrice: fc.record({ priceBookItemId: fc.constant(priceBookItemId), priceId: priceIds }),
  },
  shown: [
    shown(priceBookItems, (state: PriceBookItemState, events) => {
      if (state === null) return [];
      const added = events.flatMap((event) => (isEvent(PriceAdded, event) ? [event.data.priceId] : []));
      const prices = added.map((priceId) => {
        const holding = state.prices.find((price) => price.priceId === priceId);
        const withdrawn = state.withdrawn.includes(priceId);
        return priceShown(withdrawn ? lastSaid(events, priceId) : holding, withdrawn);
      });
      return [{ _id: priceBookItemId, priceBookId: state.priceBookId, productId: state.productId, prices }];
    }),
  ],
});

/** The state forgets a price that is withdrawn. */
const lastSaid = (events: readonly RecordedEvent[], priceId: PriceId): Price | undefined =>
  events.reduce<Price | undefined>((price, event) => {
    if (isEvent(PriceAdded, event) && event.data.priceId === priceId) return event.data;
    if (isEvent(PriceChanged, event) && event.data.priceId === priceId)
      return price && (withChanges<object>(price, event.data.to) as Price);
    return price;
  }, undefined);

function priceShown(price: Price | undefined, withdrawn: boolean): PriceBookItemRow['prices'][number] {
  if (price === undefined) throw new Error('A price is neither in the book nor withdrawn.');
  return {
    priceId: price.priceId,
    unit: price.unit,
    unitPrice: price.unitPrice,
    currency: price.currency,
    per: price.per,
    brand: price.brand ?? null,
    productVersion: price.productVersion ?? null,
    validFrom: price.validFrom ?? null,
    validTo: price.validTo ?? null,
    withdrawn,
  };
}
