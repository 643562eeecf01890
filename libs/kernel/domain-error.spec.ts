import { allRefusals, DomainError, refusals, rejecting } from './domain-error.js';

const lampRefusals = refusals({ 'lamp-broken': 'conflict', 'lamp-not-found': 'not-found' });
const reject = rejecting(lampRefusals);

describe('refusals', () => {
  it('are thrown by their code', () => {
    expect(() => reject('lamp-broken', 'It is broken.')).toThrow(DomainError);
    // @ts-expect-error None of the aggregate's codes.
    expect(() => reject('lamp-lost', 'It is lost.')).toThrow('It is lost.');
  });
  it('are known by kind, all together', () =>
    expect([...allRefusals(lampRefusals, { 'name-required': 'invalid' }, { 'lamp-broken': 'conflict' })]).toEqual([
      ['lamp-broken', 'conflict'],
      ['lamp-not-found', 'not-found'],
      ['name-required', 'invalid'],
    ]));
  it('have one kind each', () =>
    expect(() => allRefusals(lampRefusals, { 'lamp-broken': 'invalid' })).toThrow(
      'The refusal "lamp-broken" is of two kinds: conflict and invalid.',
    ));
});
