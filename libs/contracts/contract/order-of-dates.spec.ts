import { given } from '../../testing/given.js';
import { hostingId, registerHosting } from '../../testing/sales/contract-examples.js';
import { on } from '../../testing/sales/sales-examples.js';
import type { AmendContract, CancelContract, RegisterContract } from './contract.commands.js';
import { ContractCreated } from './contract.events.js';
import { contract } from './contract.js';

const register: RegisterContract = {
  ...registerHosting,
  happenedOn: on('2017-03-31'),
  soldOn: on('2017-03-31'),
  startsOn: on('2018-01-01'),
};
const sold = (soldOn: string) =>
  contract.decide({ ...register, soldOn: on(soldOn), happenedOn: on(soldOn) }, contract.initialState);
const of = { contractId: hostingId, reasonCode: 'agreed' };
const cancel = (effectiveOn: string, happenedOn: string): CancelContract => ({
  ...of,
  type: 'CancelContract',
  effectiveOn: on(effectiveOn),
  happenedOn: on(happenedOn),
});
const amend = (effectiveOn: string, happenedOn: string): AmendContract => ({
  ...cancel(effectiveOn, happenedOn),
  type: 'AmendContract',
  quantity: '3',
});
const changes = [
  ['cancellation', cancel],
  ['amendment', amend],
] as const;

describe('a contract registered by hand (ADR 35)', () => {
  it('was sold by the day on which that is told, whenever it starts and ends', () => {
    expect(contract.decide(register, null)).toMatchObject([{ type: ContractCreated.type }]);
    given(contract)
      .when({ ...register, soldOn: on('2017-04-01') })
      .thenRejected('date-in-future', { soldOn: '2017-04-01', happenedOn: '2017-03-31' });
  });

  it('again is as it was, though the clock was put back before its sale', () =>
    given(contract, ...sold('2017-03-31'))
      .when({ ...register, happenedOn: on('2017-03-30') })
      .thenNothing());
});

describe.each(changes)('a %s (ADR 35)', (_what, change) => {
  const decided = (soldOn: string, command: CancelContract | AmendContract) =>
    contract.decide(command, sold(soldOn).reduce(contract.evolve, contract.initialState));

  it.each(['2017-03-30', '1924-04-01'])('of %s is not before the sale', (effectiveOn) =>
    given(contract, ...sold('2017-03-31'))
      .when(change(effectiveOn, '2017-05-01'))
      .thenRejected('date-before-sale', { soldOn: '2017-03-31' }),
  );

  it.each(['2017-03-31', '2017-04-30', '2018-02-01'])('of %s may be on any day from then on', (effectiveOn) =>
    expect(decided('2017-03-31', change(effectiveOn, '2017-05-01'))).toHaveLength(1),
  );

  it('of today is taken where the clock was put back before the sale, or the sale was stored as one to come', () => {
    expect(decided('2017-03-31', change('2017-03-30', '2017-03-30'))).toHaveLength(1);
    expect(decided('2199-01-01', change('2017-05-01', '2017-05-01'))).toHaveLength(1);
    given(contract, ...sold('2199-01-01'))
      .when(change('2017-04-30', '2017-05-01'))
      .thenRejected('date-before-sale');
  });
});
