import type { Type } from '@nestjs/common';
import {
  CreateProductHandler,
  EditProductHandler,
  KeepProductCodeHandler,
  ReleaseProductCodeHandler,
} from './products.js';
import { CreatePriceBookHandler, EditPriceBookHandler, SetPriceHandler } from './price-books.js';

export const catalogueHandlers: readonly Type[] = [
  CreateProductHandler,
  EditProductHandler,
  KeepProductCodeHandler,
  ReleaseProductCodeHandler,
  CreatePriceBookHandler,
  EditPriceBookHandler,
  SetPriceHandler,
];
