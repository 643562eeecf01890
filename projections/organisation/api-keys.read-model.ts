import Type from 'typebox';
import { Instant } from '../../libs/kernel/dates.js';
import { Actor } from '../../libs/kernel/events.js';
import { idSchema, type ApiKeyId } from '../../libs/kernel/ids.js';
import { Scope, type ApiKeyEvent } from '../../libs/organisation/api-key/api-key.events.js';
import { scopesOf } from '../../libs/organisation/api-key/api-key.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

/** The keys of systems, without what would open anything. */
export const apiKeys = readModel<ApiKeyEvent>()({
  name: 'apiKeys',
  version: 1,
  row: Type.Object({
    _id: key,
    label: Type.String(),
    scopes: Type.Array(Scope),
    issuedAt: Instant,
    issuedBy: Actor,
    expiresAt: Nullable(Instant),
    revoked: Type.Boolean(),
    revokedAt: Nullable(Instant),
    /** Of an administrator's key: the one that took its place. */
    replacedBy: Nullable(idSchema<ApiKeyId>()),
  }),
  fields: { label: 'text', scopes: 'texts', issuedAt: 'instant', expiresAt: 'instant', revoked: 'boolean' },
  search: ['label'],
  indexes: [['label']],
  keepsHistory: true,
  on: {
    ApiKeyIssued: (_row, { data, metadata }) => ({
      _id: data.apiKeyId,
      label: data.label,
      scopes: [...scopesOf(data)],
      issuedAt: metadata.occurredAt,
      issuedBy: metadata.actor,
      expiresAt: data.expiresAt ?? null,
      revoked: false,
      revokedAt: null,
      replacedBy: null,
    }),
    ApiKeyRevoked: (row, { metadata }) => ({ ...row, revoked: true, revokedAt: metadata.occurredAt }),
    ApiKeyReplaced: (row, { data }) => ({ ...row, replacedBy: data.replacedBy }),
  },
});
