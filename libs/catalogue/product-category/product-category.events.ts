import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CategoryId } from '../../kernel/ids.js';
import { ContractKind } from '../../kernel/lines.js';
import { profile } from '../../kernel/profile.js';

const categoryId = idSchema<CategoryId>();

export const productCategoryProfile = profile(
  {
    name: Type.String(),
    contractType: Type.String(),
    kind: ContractKind,
    termMonths: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { fixed: ['contractType', 'kind'] },
);

/** CON-02: the category says which contract its products become; `termMonths` is there for time-based ones. */
export const ProductCategoryCreated = eventType('ProductCategoryCreated', {
  categoryId,
  ...productCategoryProfile.created,
});
/** The changed fields only. */
export const ProductCategoryEdited = eventType('ProductCategoryEdited', {
  categoryId,
  ...productCategoryProfile.edited,
});

export const productCategoryEvents = [ProductCategoryCreated, ProductCategoryEdited] as const;
export type ProductCategoryEvent = EventOf<(typeof productCategoryEvents)[number]>;
