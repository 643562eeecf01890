import { randomBytes } from 'node:crypto';
import type { PersonId } from '../kernel/ids.js';
import type { KeyCopyTarget, PersonKey } from './key-store.js';

/** Keys for as long as the process lives: for tests. Stores over one map are one place. */
export class MemoryKeyStore implements KeyCopyTarget {
  readonly place = 'the memory of this process';

  constructor(private readonly keys = new Map<PersonId, PersonKey>()) {}

  get(persons: Iterable<PersonId>): Promise<ReadonlyMap<PersonId, PersonKey>> {
    const found = [...persons].map((person) => [person, this.keys.get(person)] as const);
    return Promise.resolve(new Map(found.flatMap(([person, key]) => (key === undefined ? [] : [[person, key]]))));
  }

  getOrCreate(persons: Iterable<PersonId>): Promise<ReadonlyMap<PersonId, PersonKey>> {
    const wanted = [...persons];
    for (const person of wanted) if (!this.keys.has(person)) this.keys.set(person, randomBytes(32));
    return this.get(wanted);
  }

  destroy(persons: Iterable<PersonId>): Promise<void> {
    for (const person of persons) this.keys.set(person, 'destroyed');
    return Promise.resolve();
  }

  adopt(keys: ReadonlyMap<PersonId, PersonKey>): Promise<void> {
    for (const [person, key] of keys) if (key === 'destroyed' || !this.keys.has(person)) this.keys.set(person, key);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
