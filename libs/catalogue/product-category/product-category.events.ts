import Type from 'typebox';
import { Clearable } from '../../kernel/changes.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CategoryId } from '../../kernel/ids.js';
import { ContractKind } from '../../kernel/lines.js';

const categoryId = idSchema<CategoryId>();
const termMonths = Type.Integer({ minimum: 1 });

/** CON-02: the category says which contract its products become; `termMonths` is there for time-based ones. */
export const ProductCategoryCreated = eventType('ProductCategoryCreated', {
  categoryId,
  name: Type.String(),
  contractType: Type.String(),
  kind: ContractKind,
  termMonths: Type.Optional(termMonths),
});
const changes = Type.Object({ name: Type.Optional(Type.String()), termMonths: Clearable(termMonths) });
/** The changed fields only. */
export const ProductCategoryEdited = eventType('ProductCategoryEdited', { categoryId, from: changes, to: changes });

export const productCategoryEvents = [ProductCategoryCreated, ProductCategoryEdited] as const;
export type ProductCategoryEvent = EventOf<(typeof productCategoryEvents)[number]>;
