import { isPlainObject } from '../kernel/json.js';
import { isId, type PersonId } from '../kernel/ids.js';
import { isErased } from '../kernel/personal.js';
import type { EventRegistry } from '../event-log/event-registry.js';
import { decrypt, encrypt } from './aes.js';
import type { KeyStore } from './key-store.js';

/** A personal value as the log and the read models keep it: `<personId>.<base64url of iv, ciphertext and tag>`. */
export interface Sealed {
  readonly sealed: string;
}

/** Seals the personal fields of events with the key of the person they are about, and opens them again. */
export class Sealer {
  constructor(
    private readonly keys: KeyStore,
    private readonly registry: Pick<EventRegistry, 'personalFields'>,
  ) {}

  /**
   * The data as the log may keep it: with a `personId`, each personal field is sealed, or `{erased: true}` when that person was
   * erased. Data about no person comes back as it is.
   */
  async seal(type: string, data: unknown): Promise<unknown> {
    if (!isPlainObject(data) || typeof data['personId'] !== 'string') return data;
    const fields = this.registry
      .personalFields(type)
      .filter((name) => data[name] !== undefined && !isErased(data[name]));
    if (fields.length === 0) return data;
    const person = data['personId'] as PersonId;
    const key = await this.keys.getOrCreate(person);
    return {
      ...data,
      ...Object.fromEntries(fields.map((name) => [name, key ? sealedWith(key, person, data[name]) : erased])),
    };
  }

  /**
   * The value with everything sealed in it opened, at any depth; `{erased: true}` where the person's key is gone. Values without
   * anything sealed come back as they are. What only looks sealed stays as it is.
   */
  async open<T>(value: T): Promise<T> {
    const persons = new Set<PersonId>();
    collectPersons(value, persons);
    if (persons.size === 0) return value;
    const keys = new Map(
      await Promise.all([...persons].map(async (person) => [person, await this.keys.get(person)] as const)),
    );
    return opened(value, keys) as T;
  }
}

const erased = { erased: true } as const;

function sealedWith(key: Buffer, person: PersonId, value: unknown): Sealed {
  return { sealed: `${person}.${encrypt(key, JSON.stringify(value), person).toString('base64url')}` };
}

function collectPersons(value: unknown, into: Set<PersonId>): void {
  if (typeof value !== 'object' || value === null) return;
  const person = personOf(value);
  if (person !== undefined) into.add(person);
  else for (const inner of Object.values(value)) collectPersons(inner, into);
}

function opened(value: unknown, keys: ReadonlyMap<PersonId, Buffer | undefined>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const person = personOf(value);
  if (person !== undefined) return openedWith(keys.get(person), person, value as Sealed);
  if (Array.isArray(value)) return value.map((inner) => opened(inner, keys));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner, keys)]));
}

function openedWith(key: Buffer | undefined, person: PersonId, value: Sealed): unknown {
  if (key === undefined) return erased;
  const plain = decrypt(key, Buffer.from(value.sealed.slice(person.length + 1), 'base64url'), person);
  return plain === undefined ? value : (JSON.parse(plain.toString()) as unknown);
}

/** Whose data this is, when it is sealed. */
function personOf(value: object): PersonId | undefined {
  if (!('sealed' in value) || typeof value.sealed !== 'string' || value.sealed[idLength] !== '.') return undefined;
  const person = value.sealed.slice(0, idLength);
  return Object.keys(value).length === 1 && isId(person) ? (person as PersonId) : undefined;
}

const idLength = 36;
