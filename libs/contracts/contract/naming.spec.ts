import { given } from '../../testing/given.js';
import { hostingId, registerHosting } from '../../testing/sales/contract-examples.js';
import { on } from '../../testing/sales/sales-examples.js';
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
