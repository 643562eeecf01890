import { newId, type CategoryId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { ProductCategoryCreated, ProductCategoryEdited } from './product-category.events.js';
import { productCategory, type CreateProductCategory } from './product-category.js';

const categoryId = newId<CategoryId>();
const support = { categoryId, name: 'Support', contractType: 'support', kind: 'timeBased', termMonths: 12 } as const;
const implementation = { categoryId, name: 'Implementation', contractType: 'implementation', kind: 'oneOff' } as const;
const create: CreateProductCategory = { type: 'CreateProductCategory', ...support };
const created = ProductCategoryCreated.of(support);
const edit = { type: 'EditProductCategory', categoryId } as const;

describe('a product category (PRD-03, CON-02)', () => {
  it('is created as time-based, with a term', () => given(productCategory).when(create).thenEvents(created));
  it('is created as one-off, without one', () =>
    given(productCategory)
      .when({ type: 'CreateProductCategory', ...implementation })
      .thenEvents(ProductCategoryCreated.of(implementation)));
  it('is not created again by the same', () => given(productCategory, created).when(create).thenNothing());
  it('is not created again as another', () =>
    given(productCategory, created)
      .when({ ...create, contractType: 'software' })
      .thenRejected('product-category-exists'));
  it('is compared with its creation when it is created again', () => {
    const edited = ProductCategoryEdited.of({ categoryId, from: { termMonths: 12 }, to: { termMonths: 24 } });
    given(productCategory, created, edited).when(create).thenNothing();
    given(productCategory, created, edited)
      .when({ ...create, termMonths: 24 })
      .thenRejected('product-category-exists');
  });
  it('needs a sensible term exactly when it is time-based', () => {
    given(productCategory)
      .when({ ...create, termMonths: undefined })
      .thenRejected('term-required');
    given(productCategory)
      .when({ ...create, kind: 'oneOff' })
      .thenRejected('term-unexpected');
    for (const termMonths of [0, 1.5, 1201]) {
      given(productCategory)
        .when({ ...create, termMonths })
        .thenRejected('term-out-of-range');
    }
  });

  it('is edited, saying from and to', () =>
    given(productCategory, created)
      .when({ ...edit, name: 'Support services', termMonths: 24 })
      .thenEvents(
        ProductCategoryEdited.of({
          categoryId,
          from: { name: 'Support', termMonths: 12 },
          to: { name: 'Support services', termMonths: 24 },
        }),
      ));
  it('stays when edited to what it is', () =>
    given(productCategory, created)
      .when({ ...edit, name: 'Support', termMonths: 12 })
      .thenNothing());
  it('keeps its term by an edit, and its lack of one', () => {
    given(productCategory, created)
      .when({ ...edit, termMonths: null })
      .thenRejected('term-required');
    given(productCategory, ProductCategoryCreated.of(implementation))
      .when({ ...edit, termMonths: 12 })
      .thenRejected('term-unexpected');
  });
  it('is unknown before it is created', () =>
    given(productCategory).when(edit).thenRejected('product-category-not-found'));
});
