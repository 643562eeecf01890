import { instantOf } from '../../libs/kernel/dates.js';
import { newId, type ApiKeyId } from '../../libs/kernel/ids.js';
import { ApiKeyIssued, ApiKeyReplaced, ApiKeyRevoked } from '../../libs/organisation/api-key/api-key.events.js';
import { streamOf, rowAfter } from '../../libs/testing/projection/rows-after.js';
import { apiKeys } from './api-keys.read-model.js';

const apiKeyId = newId<ApiKeyId>();
const said = { apiKeyId, label: 'Shop', hash: 'ab'.repeat(32) };
const expiresAt = instantOf(Date.parse('2018-01-01T00:00:00Z'));
const issued = ApiKeyIssued.of({ ...said, scopes: ['read', 'write'], expiresAt });
const revoked = ApiKeyRevoked.of({ apiKeyId });
const stream = `apiKey-${apiKeyId}`;
const after = rowAfter(apiKeys, stream);

describe('the keys of systems', () => {
  it('have one as it was issued, by whom and when, without its hash', () => {
    const [event] = streamOf(stream, issued);
    expect(after(issued)).toEqual({
      _id: apiKeyId,
      label: 'Shop',
      scopes: ['read', 'write'],
      issuedAt: event?.metadata.occurredAt,
      issuedBy: event?.metadata.actor,
      expiresAt,
      revoked: false,
      revokedAt: null,
      replacedBy: null,
    });
  });
  it("have one of before there were scopes as an administrator's, without an end", () =>
    expect(after(ApiKeyIssued.of(said))).toMatchObject({ scopes: ['admin'], expiresAt: null }));
  it('keep one that is revoked, with the time', () => {
    const [, event] = streamOf(stream, issued, revoked);
    expect(after(issued, revoked)).toEqual({
      ...after(issued),
      revoked: true,
      revokedAt: event?.metadata.occurredAt,
    });
  });
  it("name the one that took the place of an administrator's", () => {
    const replacedBy = newId<ApiKeyId>();
    expect(after(issued, revoked, ApiKeyReplaced.of({ apiKeyId, replacedBy }))).toEqual({
      ...after(issued, revoked),
      replacedBy,
    });
  });
});
