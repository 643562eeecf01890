import { randomBytes } from 'node:crypto';
import { brandedId, derivedId, isId, type ApiKeyId } from '../../kernel/ids.js';

/** The key of the first start, whichever it is. */
export const administratorKeyId = derivedId<ApiKeyId>('apiKey', 'administrator');

/** A key that nobody can guess. */
export const newKey = (): string => `tm_${randomBytes(32).toString('base64url')}`;

/** The same with its id before it, by which its stream is found: `tm_<id>_<secret>`, the id in base64url. */
export const newKeyOf = (id: ApiKeyId): string =>
  `tm_${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}_${randomBytes(32).toString('base64url')}`;

/** Under which id a key is issued: the one that it names, else one that follows from its hash. */
export const apiKeyIdOf = (key: string, hashed: string): ApiKeyId => idIn(key) ?? derivedId<ApiKeyId>('apiKey', hashed);

function idIn(key: string): ApiKeyId | undefined {
  const named = /^tm_([\w-]{22})_[\w-]{43}$/.exec(key)?.[1];
  if (named === undefined) return undefined;
  const id = Buffer.from(named, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isId(id) ? brandedId<ApiKeyId>(id) : undefined;
}
