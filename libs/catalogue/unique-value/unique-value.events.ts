import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CommandId, type UniqueValueId } from '../../kernel/ids.js';

const value = {
  uniqueValueId: idSchema<UniqueValueId>(),
  kind: Type.String(),
  value: Type.String(),
  holder: Type.String(),
};

/**
 * The value belongs to `holder`, the id of a record. `commandId` names the reservation; `replaces` the one before, which the same
 * holder renewed or from which a stale value was taken over.
 */
export const ValueReserved = eventType('ValueReserved', {
  ...value,
  commandId: idSchema<CommandId>(),
  replaces: Type.Optional(idSchema<CommandId>()),
});
/** The value is free: the named reservation, which nothing had replaced, is over. */
export const ValueReleased = eventType('ValueReleased', {
  ...value,
  reservation: Type.Optional(idSchema<CommandId>()),
});

export const uniqueValueEvents = [ValueReserved, ValueReleased] as const;
export type UniqueValueEvent = EventOf<(typeof uniqueValueEvents)[number]>;
