import type { Decider } from '../../kernel/decider.js';
import { rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import type { ProductId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import {
  hasReference,
  withoutReference,
  withReference,
  type Reference,
  type References,
} from '../../kernel/references.js';
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
export interface ReferenceProduct {
  readonly type: 'ReferenceProduct' | 'UnreferenceProduct';
  readonly productId: ProductId;
  readonly reference: Reference;
}
export type ProductCommand = CreateProduct | EditProduct | ReferenceProduct;
export type ProductRefusal = 'product-exists' | 'product-not-found';

type Product = DataOf<typeof ProductCreated>;
export type ProductState = Product | null;

const reject = rejecting<ProductRefusal>();

export const product: Decider<ProductCommand, ProductEvent, ProductState> = {
  category: 'product',
  initialState: null,
  streamIdOf: (command) => command.productId,

  decide(command, state) {
    if (command.type === 'CreateProduct') return create(command, state);
    const { productId } = command;
    const found = state ?? reject('product-not-found', `There is no product ${productId}.`);
    switch (command.type) {
      case 'EditProduct': {
        const edited = productProfile.edit(found, command);
        return edited ? [ProductEdited.of({ productId, ...edited })] : [];
      }
      case 'ReferenceProduct':
        return hasReference(found.references, command.reference)
          ? []
          : [ProductReferenced.of({ productId, reference: command.reference })];
      case 'UnreferenceProduct':
        return hasReference(found.references, command.reference)
          ? [ProductUnreferenced.of({ productId, reference: command.reference })]
          : [];
    }
  },

  evolve(state, event) {
    if (event.type === 'ProductCreated') return event.data;
    if (state === null) return state;
    switch (event.type) {
      case 'ProductEdited':
        return productProfile.after(state, event.data);
      case 'ProductReferenced':
        return { ...state, references: withReference(state.references, event.data.reference) };
      case 'ProductUnreferenced':
        return { ...state, references: withoutReference(state.references, event.data.reference) };
    }
  },
};

function create(command: CreateProduct, state: ProductState): readonly ProductEvent[] {
  const { productId, active = true, references } = command;
  const event = ProductCreated.of({ productId, ...productProfile.of(command), active, references });
  if (state === null) return [event];
  if (sameJson(state, event.data)) return [];
  return reject('product-exists', `The product ${productId} exists and is not like this one. Edit it instead.`);
}
