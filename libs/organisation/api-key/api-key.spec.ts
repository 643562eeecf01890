import { instantOf, justAfter, type Instant } from '../../kernel/dates.js';
import { newId, type ApiKeyId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { ApiKeyIssued, ApiKeyReplaced, ApiKeyRevoked } from './api-key.events.js';
import { apiKey, type IssueApiKey } from './api-key.js';

const apiKeyId = newId<ApiKeyId>();
const now: Instant = instantOf(Date.parse('2017-01-02T08:00:00Z'));
const said = { apiKeyId, label: 'administrator', hash: 'ab'.repeat(32) };
const issue: IssueApiKey = { type: 'IssueApiKey', ...said, scopes: ['admin'], now };
const issued = ApiKeyIssued.of({ ...said, scopes: ['admin'] });
const revoke = { type: 'RevokeApiKey', apiKeyId } as const;
const revoked = ApiKeyRevoked.of({ apiKeyId });
const replacedBy = newId<ApiKeyId>();
const replace = { type: 'ReplaceApiKey', apiKeyId, replacedBy } as const;
const replaced = ApiKeyReplaced.of({ apiKeyId, replacedBy });

describe('an API key', () => {
  it('is issued', () => given(apiKey).when(issue).thenEvents(issued));
  it('is issued with its scopes, each once and in their order, and with its end', () => {
    const expiresAt = justAfter(now);
    given(apiKey)
      .when({ ...issue, scopes: ['write', 'read', 'write'], expiresAt })
      .thenEvents(ApiKeyIssued.of({ ...said, scopes: ['read', 'write'], expiresAt }));
  });
  it('is not issued again by the same', () => given(apiKey, issued).when(issue).thenNothing());
  it('is not issued again as another, or when revoked', () => {
    given(apiKey, issued)
      .when({ ...issue, hash: 'cd'.repeat(32) })
      .thenRejected('api-key-exists');
    given(apiKey, issued)
      .when({ ...issue, scopes: ['read'] })
      .thenRejected('api-key-exists');
    given(apiKey, issued, revoked).when(issue).thenRejected('api-key-exists');
  });
  it('is not issued without a scope, or for a time that has passed', () => {
    given(apiKey)
      .when({ ...issue, scopes: [] })
      .thenRejected('api-key-without-scope');
    given(apiKey)
      .when({ ...issue, expiresAt: now })
      .thenRejected('api-key-expires-in-past');
  });
  it('is stored as a hash and nothing else', () => {
    expect(ApiKeyIssued.problemWith(issued.data)).toBeUndefined();
    expect(ApiKeyIssued.problemWith({ ...issued.data, hash: 'the key itself' })).toContain('/hash');
  });
  it("is an administrator's where it was issued before there were scopes", () => {
    expect(apiKey.evolve(null, ApiKeyIssued.of(said))).toMatchObject({ scopes: ['admin'] });
  });
  it('is revoked once', () => {
    given(apiKey, issued).when(revoke).thenEvents(revoked);
    given(apiKey, issued, revoked).when(revoke).thenNothing();
  });
  it('is replaced once, which revokes it', () => {
    given(apiKey, issued).when(replace).thenEvents(revoked, replaced);
    given(apiKey, issued, revoked).when(replace).thenEvents(replaced);
    given(apiKey, issued, revoked, replaced)
      .when({ ...replace, replacedBy: newId() })
      .thenNothing();
  });
  it('is unknown before it is issued', () => {
    given(apiKey).when(revoke).thenRejected('api-key-not-found');
    given(apiKey).when(replace).thenRejected('api-key-not-found');
  });
});
