import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CommandId, type UniqueValueId } from '../../kernel/ids.js';

const value = {
  uniqueValueId: idSchema<UniqueValueId>(),
  kind: Type.String(),
  value: Type.String(),
  holder: Type.String(),
};

/** The value belongs to `holder`, the id of a record, since the named command. */
export const ValueReserved = eventType('ValueReserved', { ...value, commandId: idSchema<CommandId>() });
export const ValueReleased = eventType('ValueReleased', value);

export const uniqueValueEvents = [ValueReserved, ValueReleased] as const;
export type UniqueValueEvent = EventOf<(typeof uniqueValueEvents)[number]>;
