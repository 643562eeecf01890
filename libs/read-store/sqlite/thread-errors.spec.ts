import { DomainError } from '../../kernel/domain-error.js';
import { newId, type PersonId } from '../../kernel/ids.js';
import { CheckpointMoved, QueryRefused, ReadModelRebuilding, ReadStoreUnavailable } from '../read-store.js';
import { KeyMissing, KeyStoreUnavailable } from '../../sealing/key-store.js';
import { fromThread, toldError } from './thread-errors.js';

const crossed = (error: unknown) => fromThread(structuredClone(toldError(error)));

const allOf = (error: Error) => Object.fromEntries(Object.entries(error));

describe('an error that goes from one thread to another', () => {
  const errors: readonly Error[] = [
    new DomainError('currency-required', 'Name one.', { currencies: ['EUR', 'USD'] }),
    new QueryRefused('bad-cursor', 'The cursor is not one of this list.'),
    new ReadModelRebuilding('accounts'),
    new KeyMissing(newId<PersonId>(), 'keys.db'),
    new KeyStoreUnavailable('keys.db is locked'),
    new ReadStoreUnavailable('read.db is damaged', { cause: new Error('SQLITE_CORRUPT') }),
    new CheckpointMoved('elsewhere'),
    new TypeError('nobody expected it'),
  ];
  it.each(errors)('is what it was: $name', (error) => {
    const same = crossed(error);
    expect(new Map(Object.entries(same))).toEqual(new Map(Object.entries({ name: error.name, ...allOf(error) })));
    expect([same.message, same.stack]).toEqual([error.message, error.stack]);
    if (!(error instanceof TypeError)) expect(same).toBeInstanceOf(error.constructor);
  });

  it('may be no error at all', () => {
    expect(crossed('text').message).toBe('text');
  });
});
