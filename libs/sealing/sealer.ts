import { isPlainObject } from '../kernel/json.js';
import { isId, type PersonId } from '../kernel/ids.js';
import { isErased, valuesAt, type PersonalPlace } from '../kernel/personal.js';
import type { EventRegistry } from '../event-log/event-registry.js';
import { decrypt, encrypt } from './aes.js';
import { KeyMissing, type KeyStore, type PersonKey } from './key-store.js';

/** A personal value as the log and the read models keep it: `<personId>.<base64url of iv, ciphertext and tag>`. */
export interface Sealed {
  readonly sealed: string;
}

/** An event's type and data, with whatever else it has. */
interface Sealable {
  readonly type: string;
  readonly data: unknown;
}

/** Seals the personal fields of events with the key of the person they are about, and opens them again. */
export class Sealer {
  constructor(
    private readonly keys: KeyStore,
    private readonly registry: Pick<EventRegistry, 'personalPlaces'>,
  ) {}

  /**
   * The events as the log may keep them: where the data names the person that a personal value is about (`personId`, `buyerId`), it
   * is sealed, or `{erased: true}` when that person was erased. An event about no person stays as it is. Costs one call to the key
   * store. @throws KeyStoreUnavailable
   */
  async seal<E extends Sealable>(events: readonly E[]): Promise<readonly E[]> {
    const found = events.map((event) => ({ event, places: this.toSeal(event) }));
    const persons = new Set(found.flatMap(({ places }) => places.map(({ person }) => person)));
    if (persons.size === 0) return events;
    const keys = await this.keys.getOrCreate(persons);
    return found.map(({ event, places }) => {
      if (places.length === 0) return event;
      const sealed = places.reduce((data, { person, path }) => {
        const key = keyIn(keys, person, this.keys.place);
        return replaced(data, path, (value) => (key === 'destroyed' ? erased : sealedWith(key, person, value)));
      }, event.data);
      return { ...event, data: sealed };
    });
  }

  /**
   * The value with everything sealed in it opened, at any depth; `{erased: true}` where the person was erased. Values without
   * anything sealed come back as they are. What only looks sealed stays as it is. Costs one call to the key store.
   * @throws KeyMissing when a person was not erased and has no key @throws KeyStoreUnavailable
   */
  open<T>(value: T): Promise<T> {
    return openWith(this.keys, value);
  }

  /** Where the event's data is personal and still readable, and whom it is about there. */
  private toSeal({ type, data }: Sealable): readonly { readonly person: PersonId; readonly path: Path }[] {
    if (!isPlainObject(data)) return [];
    return this.registry.personalPlaces(type).flatMap(({ subject, path }) => {
      const person = data[subject];
      return typeof person === 'string' && valuesAt(data, path).length > 0 ? { person: person as PersonId, path } : [];
    });
  }
}

type Path = PersonalPlace['path'];

/** With every value at the place made anew; what is erased there, or not there at all, stays as it is. */
function replaced(value: unknown, [name, ...rest]: Path, make: (value: unknown) => unknown): unknown {
  if (value === undefined || isErased(value)) return value;
  if (name === undefined) return make(value);
  if (name === '*') return Array.isArray(value) ? value.map((one) => replaced(one, rest, make)) : value;
  return isPlainObject(value) && name in value ? { ...value, [name]: replaced(value[name], rest, make) } : value;
}

/** As `Sealer.open`, with keys that are only read. @throws KeyMissing @throws KeyStoreUnavailable */
export async function openWith<T>(store: Pick<KeyStore, 'get' | 'place'>, value: T): Promise<T> {
  const persons = personsIn(value);
  if (persons.size === 0) return value;
  const keys = await store.get(persons);
  return opened(value, (person) => keyIn(keys, person, store.place)) as T;
}

/** The persons whose sealed data is in the value, at any depth. */
export function personsIn(value: unknown): ReadonlySet<PersonId> {
  const persons = new Set<PersonId>();
  collectPersons(value, persons);
  return persons;
}

function keyIn(keys: ReadonlyMap<PersonId, PersonKey>, person: PersonId, place: string): PersonKey {
  const key = keys.get(person);
  if (key === undefined) throw new KeyMissing(person, place);
  return key;
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

function opened(value: unknown, keyOf: (person: PersonId) => PersonKey): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const person = personOf(value);
  if (person !== undefined) return openedWith(keyOf(person), person, value as Sealed);
  if (Array.isArray(value)) return value.map((inner) => opened(inner, keyOf));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner, keyOf)]));
}

function openedWith(key: PersonKey, person: PersonId, value: Sealed): unknown {
  if (key === 'destroyed') return erased;
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
