import { HttpException } from '@nestjs/common';
import { hasScope } from '../../../libs/application/keys/logins.js';
import type { Scope } from '../../../libs/organisation/api-key/api-key.events.js';
import { feedPath } from './path.js';
import { problem, type Problem } from './problem.js';

const reads: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const administrators = /^\/v1\/(api-keys|admin)(\/|$)/;

/** What a request needs. `route`: the path of the route that was found, as `/v1/users/:id`, never the address as it was written. */
export function scopeNeeded(method: string, route: string): Scope {
  if (administrators.test(route)) return 'admin';
  if (!reads.has(method)) return 'write';
  return route === feedPath ? 'feed:read' : 'read';
}

/** Why a key with these scopes may not; undefined: it may. */
export function scopeRefusal(scopes: readonly Scope[], method: string, route: string): Problem | undefined {
  const scope = scopeNeeded(method, route);
  if (hasScope(scopes, scope)) return undefined;
  const has = scopes.join(', ');
  const detail = `This needs the scope "${scope}"; your key has ${has}. Ask an administrator for a key with it.`;
  return problem(403, 'scope-missing', detail, { scope });
}

/** @throws HttpException */
export function mustHaveScope(scopes: readonly Scope[], method: string, route: string): void {
  const refused = scopeRefusal(scopes, method, route);
  if (refused) throw new HttpException(refused, refused.status);
}
