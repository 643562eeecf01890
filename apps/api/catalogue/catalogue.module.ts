import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import {
  ReferenceProduct,
  UnreferenceProduct,
  ReferencePriceBook,
  UnreferencePriceBook,
} from '../../../libs/application/references/references.js';
import type { ProductId, PriceBookId } from '../../../libs/kernel/ids.js';
import { priceBooks } from '../../../projections/catalogue/price-books.read-model.js';
import { productCategories } from '../../../projections/catalogue/product-categories.read-model.js';
import { products } from '../../../projections/catalogue/products.read-model.js';
import { recordsController } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { PriceBooksController } from './price-books.controller.js';
import { ProductCategoriesController } from './product-categories.controller.js';
import { ProductsController } from './products.controller.js';
import { PriceBookRelatedController } from './related.controller.js';

@Module({
  controllers: [
    ProductCategoriesController,
    recordsController('product-categories', 'catalogue', productCategories, aggregates.productCategory),
    ProductsController,
    recordsController('products', 'catalogue', products, aggregates.product),
    referencesController(
      'products',
      'catalogue',
      (productId: ProductId, reference, context) => new ReferenceProduct({ productId, reference }, context),
      (productId: ProductId, reference, context) => new UnreferenceProduct({ productId, reference }, context),
    ),
    PriceBooksController,
    recordsController('price-books', 'catalogue', priceBooks, aggregates.priceBook),
    referencesController(
      'price-books',
      'catalogue',
      (priceBookId: PriceBookId, reference, context) => new ReferencePriceBook({ priceBookId, reference }, context),
      (priceBookId: PriceBookId, reference, context) => new UnreferencePriceBook({ priceBookId, reference }, context),
    ),
    PriceBookRelatedController,
  ],
})
export class CatalogueModule {}
