import {
  ProductCategoryCreated,
  ProductCategoryEdited,
} from '../../libs/catalogue/product-category/product-category.events.js';
import type { CategoryId } from '../../libs/kernel/ids.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { productCategories } from './product-categories.read-model.js';

const categoryId = idOf<CategoryId>('software');
const software = { name: 'Software', contractType: 'software', kind: 'timeBased', termMonths: 12 } as const;
const created = ProductCategoryCreated.of({ categoryId, ...software });
const after = rowAfter(productCategories, `productCategory-${categoryId}`);

describe('product categories (CON-02, PRD-03)', () => {
  it('have the contract that their products become', () =>
    expect(after(created)).toEqual({ _id: categoryId, ...software }));
  it('have no term where the contract is delivered once', () =>
    expect(
      after(ProductCategoryCreated.of({ categoryId, name: 'Set-up', contractType: 'work', kind: 'oneOff' })),
    ).toMatchObject({ kind: 'oneOff', termMonths: null }));
  it('have what an edit changes, and the rest as it was', () => {
    const edited = (to: { name?: string; termMonths?: number }) =>
      after(created, ProductCategoryEdited.of({ categoryId, from: {}, to }));
    expect(edited({ name: 'Programs' })).toEqual({ ...after(created), name: 'Programs' });
    expect(edited({ termMonths: 24 })).toEqual({ ...after(created), termMonths: 24 });
  });
});
