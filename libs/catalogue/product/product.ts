import { changed, pick, withChanges } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import { rejecting } from '../../kernel/domain-error.js';
import type { CategoryId, ProductId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
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
  ProductReferenced,
  ProductUnreferenced,
  type ProductEvent,
} from './product.events.js';

/** PRD-01. That the code is unique is for the caller to secure, with a unique value. */
export interface CreateProduct {
  readonly type: 'CreateProduct';
  readonly productId: ProductId;
  readonly code: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly categoryId: CategoryId;
  /** Default: true. */
  readonly active?: boolean | undefined;
  readonly references: References;
}
export interface EditProduct {
  readonly type: 'EditProduct';
  readonly productId: ProductId;
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly categoryId?: CategoryId | undefined;
  readonly active?: boolean | undefined;
}
export interface ReferenceProduct {
  readonly type: 'ReferenceProduct' | 'UnreferenceProduct';
  readonly productId: ProductId;
  readonly reference: Reference;
}
export type ProductCommand = CreateProduct | EditProduct | ReferenceProduct;
export type ProductRefusal = 'product-exists' | 'product-not-found';

interface Product {
  readonly code: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly categoryId: CategoryId;
  readonly active: boolean;
  readonly references: References;
}
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
        const change = changed(found, pick(command, ['code', 'name', 'description', 'categoryId', 'active']));
        return change ? [ProductEdited.of({ productId, ...change })] : [];
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
    if (event.type === 'ProductCreated') return created(event.data);
    if (state === null) return state;
    switch (event.type) {
      case 'ProductEdited':
        return withChanges(state, event.data.to);
      case 'ProductReferenced':
        return { ...state, references: withReference(state.references, event.data.reference) };
      case 'ProductUnreferenced':
        return { ...state, references: withoutReference(state.references, event.data.reference) };
    }
  },
};

const created = (data: Product): Product =>
  pick(data, ['code', 'name', 'description', 'categoryId', 'active', 'references']);

function create(command: CreateProduct, state: ProductState): readonly ProductEvent[] {
  const { productId, active = true } = command;
  const data = created({ ...command, active });
  if (state === null) return [ProductCreated.of({ productId, ...data })];
  if (sameJson(state, data)) return [];
  return reject('product-exists', `The product ${productId} exists and is not like this one. Edit it instead.`);
}
