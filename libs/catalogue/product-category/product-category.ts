import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { CategoryId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges, ProfileOf } from '../../kernel/profile.js';
import {
  ProductCategoryCreated,
  ProductCategoryEdited,
  productCategoryProfile,
  type ProductCategoryEvent,
} from './product-category.events.js';

/** `termMonths`: how long a time-based contract runs when nobody says otherwise; none for one-off ones. */
export interface CreateProductCategory extends NewProfile<typeof productCategoryProfile> {
  readonly type: 'CreateProductCategory';
  readonly categoryId: CategoryId;
}
export interface EditProductCategory extends ProfileChanges<typeof productCategoryProfile> {
  readonly type: 'EditProductCategory';
  readonly categoryId: CategoryId;
}
export type ProductCategoryCommand = CreateProductCategory | EditProductCategory;
export const productCategoryRefusals = refusals({
  'product-category-exists': 'conflict',
  'product-category-not-found': 'not-found',
  'term-required': 'invalid',
  'term-unexpected': 'invalid',
  'term-out-of-range': 'invalid',
});

type ProductCategory = Created<typeof ProductCategoryCreated>;
export type ProductCategoryState = ProductCategory | null;

const longestTerm = 1200;
const reject = rejecting(productCategoryRefusals);

/** PRD-03, CON-02: the category of a product defines the contract that it becomes. */
export const productCategory: Decider<ProductCategoryCommand, ProductCategoryEvent, ProductCategoryState> = {
  category: 'productCategory',
  initialState: null,
  streamIdOf: (command) => command.categoryId,

  decide(command, state) {
    switch (command.type) {
      case 'CreateProductCategory':
        return create(command, state);
      case 'EditProductCategory':
        return edit(
          command,
          state ?? reject('product-category-not-found', `There is no product category ${command.categoryId}.`),
        );
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ProductCategoryCreated':
        return asCreated(event.data);
      case 'ProductCategoryEdited':
        return state && productCategoryProfile.after(state, event.data);
    }
  },
};

function create(command: CreateProductCategory, state: ProductCategoryState): readonly ProductCategoryEvent[] {
  const { categoryId } = command;
  const event = ProductCategoryCreated.of({ categoryId, ...productCategoryProfile.of(command) });
  if (state !== null) {
    return createdAgain(state.created, event, () =>
      reject(
        'product-category-exists',
        `The product category ${categoryId} exists and was not created like this one. Edit it instead.`,
      ),
    );
  }
  refuseWrongTerm(event.data);
  return [event];
}

function edit(command: EditProductCategory, state: ProductCategory): readonly ProductCategoryEvent[] {
  const edited = productCategoryProfile.edit(state, command);
  if (!edited) return [];
  refuseWrongTerm(productCategoryProfile.after(state, edited));
  return [ProductCategoryEdited.of({ categoryId: command.categoryId, ...edited })];
}

function refuseWrongTerm({ name, kind, termMonths }: ProfileOf<typeof productCategoryProfile>): void {
  if (kind === 'timeBased' && termMonths === undefined) {
    reject('term-required', `Contracts of the category "${name}" run for a time. Say for how many months.`);
  }
  if (kind === 'oneOff' && termMonths !== undefined) {
    reject('term-unexpected', `Contracts of the category "${name}" are delivered once. Leave termMonths out.`);
  }
  if (termMonths !== undefined && !(Number.isInteger(termMonths) && termMonths >= 1 && termMonths <= longestTerm)) {
    reject(
      'term-out-of-range',
      `A term of ${String(termMonths)} months cannot be. Give a whole number from 1 to ${String(longestTerm)}.`,
    );
  }
}
