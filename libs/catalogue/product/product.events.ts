import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CategoryId, type ProductId } from '../../kernel/ids.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';

const productId = idSchema<ProductId>();

export const productProfile = profile({
  code: Type.String(),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  categoryId: idSchema<CategoryId>(),
  active: Type.Boolean(),
});

/** PRD-01 */
export const ProductCreated = eventType('ProductCreated', {
  productId,
  ...productProfile.created,
  references: References,
});
/** The changed fields only; null where absent. */
export const ProductEdited = eventType('ProductEdited', { productId, ...productProfile.edited });
export const ProductReferenced = eventType('ProductReferenced', { productId, reference: Reference });
export const ProductUnreferenced = eventType('ProductUnreferenced', { productId, reference: Reference });

export const productEvents = [ProductCreated, ProductEdited, ProductReferenced, ProductUnreferenced] as const;
export type ProductEvent = EventOf<(typeof productEvents)[number]>;
