import Type from 'typebox';
import { Clearable } from '../../kernel/changes.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type PriceBookId, type ProjectId } from '../../kernel/ids.js';
import { Reference, References } from '../../kernel/references.js';

const priceBookId = idSchema<PriceBookId>();
const projectIds = Type.Unsafe<readonly ProjectId[]>(Type.Array(idSchema<ProjectId>()));

/** PB-02, PB-06: without `projectIds` it serves every project. */
export const PriceBookCreated = eventType('PriceBookCreated', {
  priceBookId,
  name: Type.String(),
  description: Type.Optional(Type.String()),
  active: Type.Boolean(),
  projectIds: Type.Optional(projectIds),
  references: References,
});
const changes = Type.Object({
  name: Type.Optional(Type.String()),
  description: Clearable(Type.String()),
  active: Type.Optional(Type.Boolean()),
  projectIds: Clearable(projectIds),
});
/** The changed fields only; null where absent. */
export const PriceBookEdited = eventType('PriceBookEdited', { priceBookId, from: changes, to: changes });
export const PriceBookReferenced = eventType('PriceBookReferenced', { priceBookId, reference: Reference });
export const PriceBookUnreferenced = eventType('PriceBookUnreferenced', { priceBookId, reference: Reference });

export const priceBookEvents = [PriceBookCreated, PriceBookEdited, PriceBookReferenced, PriceBookUnreferenced] as const;
export type PriceBookEvent = EventOf<(typeof priceBookEvents)[number]>;
