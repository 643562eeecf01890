import { LogDamaged, LogUnavailable } from '../../event-log/event-log.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { PersonId } from '../../kernel/ids.js';
import { isPlainObject } from '../../kernel/json.js';
import { CheckpointMoved, QueryRefused, ReadModelRebuilding, ReadStoreUnavailable } from '../read-store.js';
import { KeyMissing, KeyStoreUnavailable } from '../../sealing/key-store.js';

/** An error as one thread tells it to another: its name, its message and what else it carries, as data. */
export type ToldError = Pick<Error, 'name' | 'message' | 'stack'> &
  Readonly<Partial<Record<'code' | 'details' | 'model' | 'person' | 'place', unknown>>>;

export function toldError(error: unknown): ToldError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack, cause: _cause, ...fields } = error;
  return { ...fields, name, message, ...(stack !== undefined && { stack }) };
}

/** Errors lose their class on the way between threads: those that callers tell apart get it back with what they carry, all keep their name. */
export function fromThread(told: ToldError): Error {
  const { name, message, stack } = told;
  const error = kinds.get(name)?.(told) ?? Object.assign(new Error(message), { name });
  return Object.assign(error, stack === undefined ? {} : { stack });
}

const kinds: ReadonlyMap<string, (told: ToldError) => Error> = new Map([
  ...[LogDamaged, LogUnavailable, ReadStoreUnavailable, CheckpointMoved, KeyStoreUnavailable].map(
    (kind) => [kind.name, ({ message }: ToldError): Error => new kind(message)] as const,
  ),
  [
    'DomainError',
    ({ code, message, details }) => new DomainError(String(code), message, isPlainObject(details) ? details : {}),
  ],
  ['QueryRefused', ({ code, message }) => new QueryRefused(code as QueryRefused['code'], message)],
  ['ReadModelRebuilding', ({ model }) => new ReadModelRebuilding(String(model))],
  ['KeyMissing', ({ person, place }) => new KeyMissing(String(person) as PersonId, String(place))],
]);
