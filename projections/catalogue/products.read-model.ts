import Type from 'typebox';
import type { ProductEvent } from '../../libs/catalogue/product/product.events.js';
import { idSchema, type CategoryId } from '../../libs/kernel/ids.js';
import { References, withReference, withoutReference } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

/** PRD-01, PRD-03 */
export const products = readModel<ProductEvent>()({
  name: 'products',
  version: 1,
  row: Type.Object({
    _id: key,
    code: Type.String(),
    name: Type.String(),
    description: Nullable(Type.String()),
    categoryId: idSchema<CategoryId>(),
    active: Type.Boolean(),
    references: References,
  }),
  fields: { code: 'text', name: 'text', categoryId: 'text', active: 'boolean' },
  indexes: [['code'], ['name'], ['categoryId']],
  keepsHistory: true,
  on: {
    ProductCreated: (_row, { data }) => ({
      _id: data.productId,
      code: data.code,
      name: data.name,
      description: data.description ?? null,
      categoryId: data.categoryId,
      active: data.active,
      references: data.references,
    }),
    ProductEdited: (row, { data }) => ({ ...row, ...data.to }),
    ProductReferenced: (row, { data }) => ({ ...row, references: withReference(row.references, data.reference) }),
    ProductUnreferenced: (row, { data }) => ({ ...row, references: withoutReference(row.references, data.reference) }),
  },
});
