import { newId, type CategoryId, type ProductId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { ProductCreated, ProductEdited, ProductReferenced, ProductUnreferenced } from './product.events.js';
import { product, type CreateProduct } from './product.js';

const productId = newId<ProductId>();
const categoryId = newId<CategoryId>();
const gtx = { productId, code: 'GTX-PRO', name: 'GTX Pro', description: 'Professional', categoryId, references: [] };
const create: CreateProduct = { type: 'CreateProduct', ...gtx };
const created = ProductCreated.of({ ...gtx, active: true });
const edit = { type: 'EditProduct', productId } as const;

describe('a product (PRD-01)', () => {
  it('is created, active by default', () => {
    given(product).when(create).thenEvents(created);
    given(product)
      .when({ ...create, active: false })
      .thenEvents(ProductCreated.of({ ...gtx, active: false }));
  });
  it('is not created again by the same', () => given(product, created).when(create).thenNothing());
  it('is not created again as another', () =>
    given(product, created)
      .when({ ...create, code: 'GTX-BASIC' })
      .thenRejected('product-exists'));

  it('is compared with its creation when it is created again', () => {
    const edited = ProductEdited.of({ productId, from: { name: 'GTX Pro' }, to: { name: 'GTX' } });
    given(product, created, edited).when(create).thenNothing();
    given(product, created, edited)
      .when({ ...create, name: 'GTX' })
      .thenRejected('product-exists');
  });

  it('is edited, saying from and to', () =>
    given(product, created)
      .when({ ...edit, code: 'GTXPRO', name: 'GTX Pro', description: null, active: false })
      .thenEvents(
        ProductEdited.of({
          productId,
          from: { code: 'GTX-PRO', description: 'Professional', active: true },
          to: { code: 'GTXPRO', description: null, active: false },
        }),
      ));
  it('stays when edited to what it is', () =>
    given(product, created)
      .when({ ...edit, ...gtx })
      .thenNothing());
  it('has a code of which something can be seen (ADR 34)', () => {
    for (const code of [' ', '\u200b', '\u00a0\u00ad', '\u2800']) {
      given(product)
        .when({ ...create, code })
        .thenRejected('code-required');
      given(product, created)
        .when({ ...edit, code })
        .thenRejected('code-required');
    }
  });
  it('is unknown before it is created', () => given(product).when(edit).thenRejected('product-not-found'));

  it('takes and loses references of outside systems, each once', () => {
    const reference = { system: 'erp', type: 'item', id: '4711' };
    const referenced = ProductReferenced.of({ productId, reference });
    given(product, created).when({ type: 'ReferenceProduct', productId, reference }).thenEvents(referenced);
    given(product, created, referenced).when({ type: 'ReferenceProduct', productId, reference }).thenNothing();
    given(product, created, referenced)
      .when({ type: 'UnreferenceProduct', productId, reference })
      .thenEvents(ProductUnreferenced.of({ productId, reference }));
    given(product, created).when({ type: 'UnreferenceProduct', productId, reference }).thenNothing();
  });
});
