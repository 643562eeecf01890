import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyStore } from '../../libs/sealing/key-store.js';
import type { PersonId } from '../../libs/kernel/ids.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';

export const fileOf = (aggregate: string): string => join(process.cwd(), 'test', 'events', `${aggregate}.json`);

/** The keys that the examples are sealed with: one that everybody can know, for each person. */
export const exampleKeys: KeyStore = {
  place: 'the examples',
  get: (persons) => Promise.resolve(keysOf(persons)),
  getOrCreate: (persons) => Promise.resolve(keysOf(persons)),
  destroy: () => Promise.reject(new Error('The keys of the examples stay.')),
  close: () => Promise.resolve(),
};

const keysOf = (persons: Iterable<PersonId>) =>
  new Map([...persons].map((person) => [person, createHash('sha256').update(person).digest()]));

/** The same when all of them were erased. */
export const erasedKeys: KeyStore = {
  ...exampleKeys,
  get: (persons) => Promise.resolve(new Map([...persons].map((person) => [person, 'destroyed']))),
};

/** The stored examples of an aggregate's events: whole streams, in log order, as the log keeps them. */
export function examplesOf(aggregate: string): readonly RecordedEvent[] {
  const file = fileOf(aggregate);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly RecordedEvent[]) : [];
}
