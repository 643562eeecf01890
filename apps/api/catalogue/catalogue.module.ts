import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import {
  ReferenceProduct,
  UnreferenceProduct,
  ReferencePriceBook,
  UnreferencePriceBook,
} from '../../../libs/application/catalogue/catalogue.commands.js';
import { PutPriceBook } from '../../../libs/application/catalogue/price-books.js';
import { PutProduct } from '../../../libs/application/catalogue/products.js';
import type { ProductId, PriceBookId } from '../../../libs/kernel/ids.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { PriceBooksController } from './price-books.controller.js';
import { ProductCategoriesController } from './product-categories.controller.js';
import { ProductsController } from './products.controller.js';
import { PriceBookRelatedController } from './related.controller.js';
import { CreatePriceBookDto, CreateProductDto } from './catalogue.dto.js';

@Module({
  controllers: [
    ProductCategoriesController,
    recordsOf(aggregates.productCategory),
    ProductsController,
    recordsOf(aggregates.product),
    byReferenceController(PutProduct, CreateProductDto, (body) => body),
    referencesController(
      'products',
      'catalogue',
      (productId: ProductId, reference, context) => new ReferenceProduct({ productId, reference }, context),
      (productId: ProductId, reference, context) => new UnreferenceProduct({ productId, reference }, context),
    ),
    PriceBooksController,
    recordsOf(aggregates.priceBook),
    byReferenceController(PutPriceBook, CreatePriceBookDto, (body) => body),
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
