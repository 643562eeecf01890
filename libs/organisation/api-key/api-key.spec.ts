import { newId, type ApiKeyId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { ApiKeyIssued, ApiKeyRevoked } from './api-key.events.js';
import { apiKey, type IssueApiKey } from './api-key.js';

const apiKeyId = newId<ApiKeyId>();
const issue: IssueApiKey = { type: 'IssueApiKey', apiKeyId, label: 'administrator', hash: 'ab'.repeat(32) };
const issued = ApiKeyIssued.of({ apiKeyId, label: 'administrator', hash: 'ab'.repeat(32) });
const revoke = { type: 'RevokeApiKey', apiKeyId } as const;
const revoked = ApiKeyRevoked.of({ apiKeyId });

describe('an API key', () => {
  it('is issued', () => given(apiKey).when(issue).thenEvents(issued));
  it('is not issued again by the same', () => given(apiKey, issued).when(issue).thenNothing());
  it('is not issued again as another, or when revoked', () => {
    given(apiKey, issued)
      .when({ ...issue, hash: 'cd'.repeat(32) })
      .thenRejected('api-key-exists');
    given(apiKey, issued, revoked).when(issue).thenRejected('api-key-exists');
  });
  it('is stored as a hash and nothing else', () => {
    expect(ApiKeyIssued.problemWith(issued.data)).toBeUndefined();
    expect(ApiKeyIssued.problemWith({ ...issued.data, hash: 'the key itself' })).toContain('/hash');
  });
  it('is revoked once', () => {
    given(apiKey, issued).when(revoke).thenEvents(revoked);
    given(apiKey, issued, revoked).when(revoke).thenNothing();
  });
  it('is unknown before it is issued', () => given(apiKey).when(revoke).thenRejected('api-key-not-found'));
});
