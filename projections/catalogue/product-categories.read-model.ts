import Type from 'typebox';
import type { ProductCategoryEvent } from '../../libs/catalogue/product-category/product-category.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

/** CON-02: categories, each with the contract its products become. */
export const productCategories = readModel<ProductCategoryEvent>()({
  name: 'productCategories',
  version: 1,
  row: Type.Object({
    _id: key,
    name: Type.String(),
    contractType: Type.String(),
    kind: Type.Enum(['timeBased', 'oneOff']),
    termMonths: Nullable(Type.Integer()),
  }),
  fields: { name: 'text', contractType: 'text', kind: 'text' },
  indexes: [],
  on: {
    ProductCategoryCreated: (_row, { data }) => ({
      _id: data.categoryId,
      name: data.name,
      contractType: data.contractType,
      kind: data.kind,
      termMonths: data.termMonths ?? null,
    }),
    ProductCategoryEdited: (row, { data }) => ({ ...row, ...data.to }),
  },
});
