import { changed, pick, withChanges } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import { rejecting } from '../../kernel/domain-error.js';
import type { CategoryId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import type { ContractKind } from '../../kernel/lines.js';
import { ProductCategoryCreated, ProductCategoryEdited, type ProductCategoryEvent } from './product-category.events.js';

/** `termMonths`: how long a time-based contract runs when nobody says otherwise; none for one-off ones. */
export interface CreateProductCategory {
  readonly type: 'CreateProductCategory';
  readonly categoryId: CategoryId;
  readonly name: string;
  readonly contractType: string;
  readonly kind: ContractKind;
  readonly termMonths?: number | undefined;
}
export interface EditProductCategory {
  readonly type: 'EditProductCategory';
  readonly categoryId: CategoryId;
  readonly name?: string | undefined;
  readonly termMonths?: number | null | undefined;
}
export type ProductCategoryCommand = CreateProductCategory | EditProductCategory;
export type ProductCategoryRefusal =
  'product-category-exists' | 'product-category-not-found' | 'term-required' | 'term-unexpected' | 'term-out-of-range';

type ProductCategory = Pick<CreateProductCategory, 'name' | 'contractType' | 'kind' | 'termMonths'>;
export type ProductCategoryState = ProductCategory | null;

const longestTerm = 1200;
const reject = rejecting<ProductCategoryRefusal>();

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
        return created(event.data);
      case 'ProductCategoryEdited':
        return state && withChanges(state, event.data.to);
    }
  },
};

const created = (data: ProductCategory): ProductCategory => pick(data, ['name', 'contractType', 'kind', 'termMonths']);

function create(command: CreateProductCategory, state: ProductCategoryState): readonly ProductCategoryEvent[] {
  const category = created(command);
  const { categoryId } = command;
  if (state !== null && sameJson(state, category)) return [];
  if (state !== null) {
    reject(
      'product-category-exists',
      `The product category ${categoryId} exists and is not like this one. Edit it instead.`,
    );
  }
  refuseWrongTerm(category);
  return [ProductCategoryCreated.of({ categoryId, ...category })];
}

function edit(command: EditProductCategory, state: ProductCategory): readonly ProductCategoryEvent[] {
  const change = changed(state, pick(command, ['name', 'termMonths']));
  if (!change) return [];
  refuseWrongTerm(withChanges(state, change.to));
  return [ProductCategoryEdited.of({ categoryId: command.categoryId, ...change })];
}

function refuseWrongTerm({ name, kind, termMonths }: ProductCategory): void {
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
