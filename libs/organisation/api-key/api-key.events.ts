import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type ApiKeyId } from '../../kernel/ids.js';

const apiKeyId = idSchema<ApiKeyId>();

/** The key itself is shown once and never stored: `hash` is its SHA-256 as lower-case hex. */
export const ApiKeyIssued = eventType('ApiKeyIssued', {
  apiKeyId,
  label: Type.String(),
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export const ApiKeyRevoked = eventType('ApiKeyRevoked', { apiKeyId });

export const apiKeyEvents = [ApiKeyIssued, ApiKeyRevoked] as const;
export type ApiKeyEvent = EventOf<(typeof apiKeyEvents)[number]>;
