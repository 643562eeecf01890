import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type LostReasonId } from '../../kernel/ids.js';

const lostReasonId = idSchema<LostReasonId>();

/** A code in lower-case words joined by dashes, `price-too-high`. */
export const lostReasonCodePattern = '^[a-z0-9]+(-[a-z0-9]+)*$';
export const LostReasonCode = Type.String({ pattern: lostReasonCodePattern, maxLength: 50 });

export const LostReasonAdded = eventType('LostReasonAdded', {
  lostReasonId,
  code: LostReasonCode,
  label: Type.String(),
});
export const LostReasonRenamed = eventType('LostReasonRenamed', {
  lostReasonId,
  code: LostReasonCode,
  from: Type.String(),
  to: Type.String(),
});
/** No longer offered; opportunities lost for it keep it. */
export const LostReasonRetired = eventType('LostReasonRetired', { lostReasonId, code: LostReasonCode });

export const lostReasonEvents = [LostReasonAdded, LostReasonRenamed, LostReasonRetired] as const;
export type LostReasonEvent = EventOf<(typeof lostReasonEvents)[number]>;
