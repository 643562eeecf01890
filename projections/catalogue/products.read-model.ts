import Type from 'typebox';
import { productProfile, type ProductEvent } from '../../libs/catalogue/product/product.events.js';
import { References } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key } from '../row-schemas.js';

/** PRD-01, PRD-03 */
export const products = readModel<ProductEvent>()({
  name: 'products',
  version: 2,
  row: Type.Object({ _id: key, ...productProfile.row, references: References }),
  fields: { code: 'text', name: 'text', categoryId: 'text', active: 'boolean', references: 'references' },
  search: ['code', 'name'],
  indexes: [['code'], ['name'], ['categoryId']],
  keepsHistory: true,
  on: {
    ProductCreated: (_row, { data }) => ({
      _id: data.productId,
      ...productProfile.newRow(data),
      references: data.references,
    }),
    ProductEdited: (row, { data }) => productProfile.editedRow(row, data),
    ProductReferenced: referenced,
    ProductUnreferenced: unreferenced,
  },
});
