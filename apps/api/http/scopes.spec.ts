import { scopeNeeded, scopeRefusal } from './scopes.js';

describe('the scope that a request needs', () => {
  it.each([
    ['GET', '/v1/accounts', 'read'],
    ['HEAD', '/v1/accounts/:id', 'read'],
    ['GET', '/v1/reports/sales', 'read'],
    ['GET', '/v1/contracts', 'read'],
    ['POST', '/v1/accounts', 'write'],
    ['PUT', '/v1/accounts/by-reference/:system/:id', 'write'],
    ['PATCH', '/v1/users/:id', 'write'],
    ['DELETE', '/v1/comments/:id', 'write'],
    ['POST', '/v1/batch', 'write'],
    ['GET', '/v1/contract-events', 'feed:read'],
    ['GET', '/v1/api-keys', 'admin'],
    ['POST', '/v1/api-keys/:id/revoke', 'admin'],
    ['GET', '/v1/admin/status', 'admin'],
    ['POST', '/v1/admin/rebuild', 'admin'],
  ] as const)('of %s %s is %s', (method, route, scope) => {
    expect(scopeNeeded(method, route)).toBe(scope);
    expect(scopeRefusal([scope], method, route)).toBeUndefined();
    expect(scopeRefusal(['admin'], method, route)).toBeUndefined();
  });

  it('is named where it is missing', () => {
    expect(scopeRefusal(['read', 'feed:read'], 'POST', '/v1/accounts')).toMatchObject({
      status: 403,
      code: 'scope-missing',
      scope: 'write',
      detail: expect.stringContaining('"write"; your key has read, feed:read') as string,
    });
    expect(scopeRefusal(['write'], 'GET', '/v1/accounts')).toMatchObject({ scope: 'read' });
    expect(scopeRefusal(['read'], 'GET', '/v1/contract-events')).toMatchObject({ scope: 'feed:read' });
    expect(scopeRefusal(['read', 'write', 'feed:read'], 'GET', '/v1/api-keys')).toMatchObject({ scope: 'admin' });
  });
});
