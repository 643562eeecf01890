import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type PriceBookId, type ProjectId } from '../../kernel/ids.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';

const priceBookId = idSchema<PriceBookId>();
const projectIds = Type.Unsafe<readonly ProjectId[]>(Type.Array(idSchema<ProjectId>()));

export const priceBookProfile = profile({
  name: Type.String(),
  description: Type.Optional(Type.String()),
  active: Type.Boolean(),
  projectIds: Type.Optional(projectIds),
});

/** PB-02, PB-06: without `projectIds` it serves every project. */
export const PriceBookCreated = eventType('PriceBookCreated', {
  priceBookId,
  ...priceBookProfile.created,
  references: References,
});
/** The changed fields only; null where absent. */
export const PriceBookEdited = eventType('PriceBookEdited', { priceBookId, ...priceBookProfile.edited });
export const PriceBookReferenced = eventType('PriceBookReferenced', { priceBookId, reference: Reference });
export const PriceBookUnreferenced = eventType('PriceBookUnreferenced', { priceBookId, reference: Reference });

export const priceBookEvents = [PriceBookCreated, PriceBookEdited, PriceBookReferenced, PriceBookUnreferenced] as const;
export type PriceBookEvent = EventOf<(typeof priceBookEvents)[number]>;
