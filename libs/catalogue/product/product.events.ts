import Type from 'typebox';
import { Clearable } from '../../kernel/changes.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CategoryId, type ProductId } from '../../kernel/ids.js';
import { Reference, References } from '../../kernel/references.js';

const productId = idSchema<ProductId>();
const categoryId = idSchema<CategoryId>();

/** PRD-01 */
export const ProductCreated = eventType('ProductCreated', {
  productId,
  code: Type.String(),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  categoryId,
  active: Type.Boolean(),
  references: References,
});
const changes = Type.Object({
  code: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  description: Clearable(Type.String()),
  categoryId: Type.Optional(categoryId),
  active: Type.Optional(Type.Boolean()),
});
/** The changed fields only; null where absent. */
export const ProductEdited = eventType('ProductEdited', { productId, from: changes, to: changes });
export const ProductReferenced = eventType('ProductReferenced', { productId, reference: Reference });
export const ProductUnreferenced = eventType('ProductUnreferenced', { productId, reference: Reference });

export const productEvents = [ProductCreated, ProductEdited, ProductReferenced, ProductUnreferenced] as const;
export type ProductEvent = EventOf<(typeof productEvents)[number]>;
