import { DomainError } from '../kernel/domain-error.js';
import type { Decider } from '../kernel/decider.js';
import { given } from './given.js';

type Event = { readonly type: 'Added'; readonly data: { readonly amount: number } };
const added = (amount: number): Event => ({ type: 'Added', data: { amount } });

const counter: Decider<{ readonly add: number }, Event, { total: number }> = {
  category: 'counter',
  initialState: { total: 0 },
  streamIdOf: () => 'one',
  decide: ({ add }, { total }) => {
    if (total + add > 10) throw new DomainError('too-much', 'At most 10.', { total });
    return add === 0 ? [] : [added(add)];
  },
  evolve: ({ total }, { data }) => ({ total: total + data.amount }),
};

describe('given', () => {
  it('passes what the decider does', () => {
    given(counter).when({ add: 1 }).thenEvents(added(1));
    given(counter, added(3)).when({ add: 0 }).thenNothing();
    given(counter, added(8)).when({ add: 3 }).thenRejected('too-much', { total: 8 });
    expect(given(counter, added(3), added(4)).state).toEqual({ total: 7 });
  });

  it('fails for anything else', () => {
    expect(() => {
      given(counter).when({ add: 1 }).thenEvents(added(2));
    }).toThrow();
    expect(() => {
      given(counter).when({ add: 1 }).thenNothing();
    }).toThrow();
    expect(() => {
      given(counter).when({ add: 1 }).thenRejected('too-much');
    }).toThrow('was not rejected');
    expect(() => {
      given(counter).when({ add: 11 }).thenRejected('other');
    }).toThrow();
  });

  it('catches a decider that changes its state in place', () => {
    const careless: typeof counter = {
      ...counter,
      initialState: { total: 0 },
      evolve: (state) => Object.assign(state, { total: 1 }),
    };
    expect(() => given(careless, added(1))).toThrow(TypeError);
  });
});
