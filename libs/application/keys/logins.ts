import type { ApiKey } from '../../organisation/api-key/api-key.js';
import type { Scope } from '../../organisation/api-key/api-key.events.js';
import { FailedLogins } from './failed-logins.js';
import { hashOf, type KeyRefusal, type KnownKeys } from './known-keys.js';

interface Parts {
  readonly keys: Pick<KnownKeys, 'find'>;
  /** Failed logins of an address before it is slowed. */
  readonly failedLogins: number;
  /** Is told of each that failed, in a line with the address and never the key. */
  readonly onNotice: (line: string) => void;
}

/** Why nobody is let in, and in how many seconds it may be tried again. */
export type LoginRefusal =
  | { readonly code: 'key-required' | 'key-revoked' | 'key-expired'; readonly detail: string }
  | { readonly code: 'too-many-failed-logins'; readonly detail: string; readonly wait: number };

/** Lets in who has a key, as `Authorization: Bearer <key>`: the same on every port. */
export class Logins {
  private readonly failures: FailedLogins;

  constructor(private readonly parts: Parts) {
    this.failures = new FailedLogins(parts.failedLogins, () => performance.now());
  }

  async of(address: string, authorization: string | undefined): Promise<ApiKey | LoginRefusal> {
    const key = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization ?? '')?.[1];
    if (key === undefined) return { code: 'key-required', detail: 'Send your key as "Authorization: Bearer <key>".' };
    const hashed = hashOf(key);
    const wait = this.failures.wait(address, hashed);
    if (wait > 0) {
      const detail = `Too many logins failed from this address. Try again in ${String(wait)} seconds, with a valid key.`;
      return { code: 'too-many-failed-logins', detail, wait };
    }
    const found = await this.parts.keys.find(key, hashed);
    if (typeof found === 'string') return this.failed(address, found, hashed);
    this.failures.succeeded(address, hashed);
    return found;
  }

  private failed(address: string, reason: KeyRefusal, hashed: string): LoginRefusal {
    this.failures.failed(address, hashed);
    const slowed = this.failures.wait(address, hashed) > 0 ? '; its next tries are slowed' : '';
    this.parts.onNotice(`A login from ${address} failed: the key is ${reason}${slowed}.`);
    return refusals[reason];
  }
}

const refusals: Readonly<Record<KeyRefusal, LoginRefusal>> = {
  unknown: { code: 'key-required', detail: 'This key is not known here; check it.' },
  revoked: { code: 'key-revoked', detail: 'This key was revoked. Ask an administrator for another one.' },
  expired: { code: 'key-expired', detail: 'This key has expired. Ask an administrator for another one.' },
};

export const hasScope = (scopes: readonly Scope[], scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes('admin');

/** Failed logins of an address before it is slowed, where nothing else is said. */
export const freeLogins = 10;
