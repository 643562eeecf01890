import { isPlainObject } from '../kernel/json.js';
import { isId, type PersonId } from '../kernel/ids.js';
import { isErased } from '../kernel/personal.js';
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
    private readonly registry: Pick<EventRegistry, 'personalFields'>,
  ) {}

  /**
   * The events as the log may keep them: where the data has a `personId`, each personal field is sealed, or `{erased: true}` when
   * that person was erased. An event about no person stays as it is. Costs one call to the key store. @throws KeyStoreUnavailable
   */
  async seal<E extends Sealable>(events: readonly E[]): Promise<readonly E[]> {
    const persons = new Set(events.flatMap((event) => this.toSeal(event)?.person ?? []));
    if (persons.size === 0) return events;
    const keys = await this.keys.getOrCreate(persons);
    return events.map((event) => {
      const found = this.toSeal(event);
      if (found === undefined) return event;
      const { person, fields, data } = found;
      const key = keyIn(keys, person, this.keys.place);
      const sealed = fields.map((name) => [name, key === 'destroyed' ? erased : sealedWith(key, person, data[name])]);
      return { ...event, data: { ...data, ...Object.fromEntries(sealed) } };
    });
  }

  /**
   * The value with everything sealed in it opened, at any depth; `{erased: true}` where the person was erased. Values without
   * anything sealed come back as they are. What only looks sealed stays as it is. Costs one call to the key store.
   * @throws KeyMissing when a person was not erased and has no key @throws KeyStoreUnavailable
   */
  async open<T>(value: T): Promise<T> {
    const persons = personsIn(value);
    if (persons.size === 0) return value;
    const keys = await this.keys.get(persons);
    return opened(value, (person) => keyIn(keys, person, this.keys.place)) as T;
  }

  /** Whom the event is about and what of its data is personal and still readable; undefined when nothing is. */
  private toSeal({ type, data }: Sealable) {
    if (!isPlainObject(data) || typeof data['personId'] !== 'string') return undefined;
    const fields = this.registry
      .personalFields(type)
      .filter((name) => data[name] !== undefined && !isErased(data[name]));
    return fields.length === 0 ? undefined : { person: data['personId'] as PersonId, fields, data };
  }
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
