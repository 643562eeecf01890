import { randomBytes } from 'node:crypto';
import type { PersonId } from '../kernel/ids.js';
import type { KeyStore } from './key-store.js';

/** Keys for as long as the process lives: for tests. */
export class MemoryKeyStore implements KeyStore {
  private readonly keys = new Map<PersonId, Buffer | 'destroyed'>();

  get(person: PersonId): Promise<Buffer | undefined> {
    const key = this.keys.get(person);
    return Promise.resolve(key === 'destroyed' ? undefined : key);
  }

  getOrCreate(person: PersonId): Promise<Buffer | undefined> {
    if (!this.keys.has(person)) this.keys.set(person, randomBytes(32));
    return this.get(person);
  }

  destroy(person: PersonId): Promise<void> {
    this.keys.set(person, 'destroyed');
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
