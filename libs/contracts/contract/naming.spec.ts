import { given } from '../../testing/given.js';
import { hostingId, registerHosting } from '../../testing/sales/contract-examples.js';
import { idOf, on } from '../../testing/sales/sales-examples.js';
import { ContractAmended } from './contract.events.js';
import { contract } from './contract.js';

describe("a contract's names in other systems", () => {
  const reference = { system: 'orders', type: 'order', id: '4711' };
  const name = (type: 'ReferenceContract' | 'UnreferenceContract') =>
    ({ type, contractId: hostingId, happenedOn: on('2017-02-01'), reference }) as const;
  const [first] = contract.decide(registerHosting, null);
  if (first?.type !== 'ContractCreated') throw new Error('Not created.');
  const created = first.data;
  const why = { effectiveOn: on('2017-02-01') };
  const referenced = ContractAmended.of({
    ...created,
    ...why,
    references: [reference],
    sequence: 2,
    changed: { references: [] },
    reasonCode: 'referenced',
  });

  it('come and go, each with an event that has the whole contract', () => {
    given(contract, first).when(name('ReferenceContract')).thenEvents(referenced);
    given(contract, first, referenced)
      .when(name('UnreferenceContract'))
      .thenEvents(
        ContractAmended.of({
          ...created,
          ...why,
          sequence: 3,
          changed: { references: [reference] },
          reasonCode: 'unreferenced',
        }),
      );
  });
  it('stay quiet where nothing changes', () => {
    given(contract, first, referenced).when(name('ReferenceContract')).thenNothing();
    given(contract, first).when(name('UnreferenceContract')).thenNothing();
  });
  it('come to a cancelled one too, which stays so, and why it is cancelled', () => {
    const cancel = {
      ...name('ReferenceContract'),
      type: 'CancelContract',
      effectiveOn: on('2017-02-01'),
      reasonCode: 'removed',
    } as const;
    const cancelled = contract.decide(cancel, given(contract, first).state);
    const after = contract.decide(name('ReferenceContract'), given(contract, first, ...cancelled).state);
    expect(after).toMatchObject([{ type: 'ContractAmended', data: { status: 'cancelled', references: [reference] } }]);
    given(contract, first, ...cancelled, ...after)
      .when(cancel)
      .thenNothing();
  });
  it('are refused where there is no contract', () =>
    given(contract).when(name('ReferenceContract')).thenRejected('contract-not-found'));
});

describe('what the account of a contract is called (ADR 48)', () => {
  const renamed = { ...registerHosting.account, name: 'Aurora SE' };
  const follow = {
    type: 'FollowAccount',
    contractId: hostingId,
    happenedOn: on('2017-02-01'),
    account: renamed,
  } as const;
  const [first] = contract.decide(registerHosting, null);
  if (first?.type !== 'ContractCreated') throw new Error('Not created.');
  const created = first.data;
  const changed = ContractAmended.of({
    ...created,
    account: renamed,
    sequence: 2,
    changed: { account: registerHosting.account },
    effectiveOn: on('2017-02-01'),
    reasonCode: 'account-changed',
  });

  it('comes to it with an event that has the whole contract', () =>
    given(contract, first).when(follow).thenEvents(changed));
  it('comes to it on the day of its sale, where it was called so before', () => {
    const sold = contract.decide({ ...registerHosting, happenedOn: on('2017-03-01'), soldOn: on('2017-03-01') }, null);
    const events = contract.decide(follow, given(contract, ...sold).state);
    expect(events).toMatchObject([{ type: 'ContractAmended', data: { account: renamed, effectiveOn: '2017-03-01' } }]);
  });
  it('stays quiet where it is called so, of another account, and without a contract', () => {
    given(contract, first, changed).when(follow).thenNothing();
    given(contract, first)
      .when({ ...follow, account: { ...renamed, id: idOf('another') } })
      .thenNothing();
    given(contract).when(follow).thenNothing();
  });
  it('does not come to one that is over, until it runs again', () => {
    const why = { happenedOn: on('2017-01-15'), effectiveOn: on('2017-01-15'), reasonCode: 'removed' };
    const cancelled = contract.decide(
      { type: 'CancelContract', contractId: hostingId, ...why },
      given(contract, first).state,
    );
    given(contract, first, ...cancelled)
      .when(follow)
      .thenNothing();
    const ended = { type: 'TakeEffect', contractId: hostingId, happenedOn: on('2018-02-01') } as const;
    const expired = contract.decide(ended, given(contract, first).state);
    given(contract, first, ...expired)
      .when(follow)
      .thenNothing();
  });
});
