import Type, { type Static } from 'typebox';
import { Instant } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type ApiKeyId } from '../../kernel/ids.js';

const apiKeyId = idSchema<ApiKeyId>();

/** What a key opens: `admin` opens all. */
export const Scope = Type.Union([
  Type.Literal('read'),
  Type.Literal('write'),
  Type.Literal('feed:read'),
  Type.Literal('admin'),
]);
export type Scope = Static<typeof Scope>;
export const scopes: readonly Scope[] = ['read', 'write', 'feed:read', 'admin'];

/** The key itself is shown once and never stored: `hash` is its SHA-256 as lower-case hex. One without scopes is an administrator's. */
export const ApiKeyIssued = eventType('ApiKeyIssued', {
  apiKeyId,
  label: Type.String(),
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  scopes: Type.Optional(Type.Array(Scope)),
  expiresAt: Type.Optional(Instant),
});
export const ApiKeyRevoked = eventType('ApiKeyRevoked', { apiKeyId });
/** Another one became the administrator's key in its place. */
export const ApiKeyReplaced = eventType('ApiKeyReplaced', { apiKeyId, replacedBy: apiKeyId });

export const apiKeyEvents = [ApiKeyIssued, ApiKeyRevoked, ApiKeyReplaced] as const;
export type ApiKeyEvent = EventOf<(typeof apiKeyEvents)[number]>;
