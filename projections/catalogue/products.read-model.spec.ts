import {
  ProductCreated,
  ProductEdited,
  ProductReferenced,
  ProductUnreferenced,
} from '../../libs/catalogue/product/product.events.js';
import type { CategoryId, ProductId } from '../../libs/kernel/ids.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { products } from './products.read-model.js';

const productId = idOf<ProductId>('seat');
const reference = { system: 'erp', type: 'item', id: '1' };
const seat = {
  code: 'S-1',
  name: 'Seat',
  description: 'One user.',
  categoryId: idOf<CategoryId>('software'),
  active: true,
  references: [reference],
};
const created = ProductCreated.of({ productId, ...seat });
const after = rowAfter(products, `product-${productId}`);

describe('products (PRD-01, PRD-03)', () => {
  it('have one as it was created', () => {
    expect(after(created)).toEqual({ _id: productId, ...seat });
    const bare = { code: 'S-1', name: 'Seat', categoryId: seat.categoryId, active: false, references: [] };
    expect(after(ProductCreated.of({ productId, ...bare }))).toEqual({ _id: productId, ...bare, description: null });
  });
  it('have what an edit changes, null where it clears, and the rest as it was', () => {
    const edited = (to: Partial<Parameters<typeof ProductEdited.of>[0]['to']>) =>
      after(created, ProductEdited.of({ productId, from: {}, to }));
    expect(edited({ code: 'S-2', name: 'Chair' })).toEqual({ ...after(created), code: 'S-2', name: 'Chair' });
    expect(edited({ description: null, active: false })).toEqual({
      ...after(created),
      description: null,
      active: false,
    });
    expect(edited({ categoryId: idOf('hardware') })).toEqual({ ...after(created), categoryId: idOf('hardware') });
  });
  it('have their references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '2' };
    const referenced = ProductReferenced.of({ productId, reference: other });
    const unreferenced = ProductUnreferenced.of({ productId, reference });
    expect(after(created, referenced)).toEqual({ ...after(created), references: [reference, other] });
    expect(after(created, referenced, unreferenced)).toEqual({ ...after(created), references: [other] });
  });
});
