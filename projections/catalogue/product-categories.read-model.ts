import Type from 'typebox';
import {
  productCategoryProfile,
  type ProductCategoryEvent,
} from '../../libs/catalogue/product-category/product-category.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key } from '../row-schemas.js';

/** CON-02: categories, each with the contract its products become. */
export const productCategories = readModel<ProductCategoryEvent>()({
  name: 'productCategories',
  version: 1,
  row: Type.Object({ _id: key, ...productCategoryProfile.row }),
  fields: { name: 'text', contractType: 'text', kind: 'text' },
  indexes: [],
  on: {
    ProductCategoryCreated: (_row, { data }) => ({ _id: data.categoryId, ...productCategoryProfile.newRow(data) }),
    ProductCategoryEdited: (row, { data }) => productCategoryProfile.editedRow(row, data),
  },
});
