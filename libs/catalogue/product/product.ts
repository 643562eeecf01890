import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { ProductId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import { comparable } from '../unique-value/comparable.js';
import { withReferences, type ReferenceCommand, type WithoutReferences } from '../../kernel/with-references.js';
import {
  ProductCreated,
  ProductEdited,
  productProfile,
  ProductReferenced,
  ProductUnreferenced,
  type ProductEvent,
} from './product.events.js';

/** PRD-01, active by default. That the code is unique is for the caller to secure, with a unique value. */
export interface CreateProduct extends NewProfile<typeof productProfile, 'active'> {
  readonly type: 'CreateProduct';
  readonly productId: ProductId;
  readonly references: References;
}
export interface EditProduct extends ProfileChanges<typeof productProfile> {
  readonly type: 'EditProduct';
  readonly productId: ProductId;
}
export type ReferenceProduct = ReferenceCommand<typeof ProductReferenced>;
export type ProductCommand = CreateProduct | EditProduct | ReferenceProduct;
export const productRefusals = refusals({
  'product-exists': 'conflict',
  'product-not-found': 'not-found',
  'code-required': 'invalid',
});

type Product = Created<typeof ProductCreated>;
export type ProductState = Product | null;
type OwnEvent = WithoutReferences<ProductEvent>;

const reject = rejecting(productRefusals);

const decider: Decider<WithoutReferences<ProductCommand>, OwnEvent, ProductState> = {
  category: 'product',
  initialState: null,
  streamIdOf: (command) => command.productId,

  decide(command, state) {
    switch (command.type) {
      case 'CreateProduct':
        return create(command, state);
      case 'EditProduct':
        return edit(command, state ?? notFound(command));
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ProductCreated':
        return asCreated(event.data);
      case 'ProductEdited':
        return state && productProfile.after(state, event.data);
    }
  },
};

export const product: Decider<ProductCommand, ProductEvent, ProductState> = withReferences(decider, {
  referenced: ProductReferenced,
  unreferenced: ProductUnreferenced,
  idOf: ({ productId }) => productId,
  notFound,
});

function notFound({ productId }: { readonly productId: ProductId }): never {
  return reject('product-not-found', `There is no product ${productId}.`);
}

function create(command: CreateProduct, state: ProductState): readonly OwnEvent[] {
  const { productId, active = true, references } = command;
  const event = ProductCreated.of({ productId, ...productProfile.of(command), active, references });
  if (state === null) {
    refuseBlank(command.code);
    return [event];
  }
  return createdAgain(state.created, event, () =>
    reject('product-exists', `The product ${productId} exists and was not created like this one. Edit it instead.`),
  );
}

function edit(command: EditProduct, state: Product): readonly OwnEvent[] {
  if (command.code !== undefined) refuseBlank(command.code);
  const edited = productProfile.edit(state, command);
  return edited ? [ProductEdited.of({ productId: command.productId, ...edited })] : [];
}

function refuseBlank(code: string): void {
  if (comparable(code) === '')
    reject('code-required', 'The code has nothing that can be seen. Give one of visible characters.');
}
