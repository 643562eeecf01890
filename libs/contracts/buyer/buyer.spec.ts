import type { AccountId, ContractId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { idOf } from '../../testing/sales/sales-examples.js';
import { BuyerContractsAdded } from './buyer.events.js';
import { buyer, contractsOf, type AddContracts } from './buyer.js';

const accountId = idOf<AccountId>('aurora');
const [first, second, third] = ['first', 'second', 'third'].map((name) => idOf<ContractId>(name)) as [
  ContractId,
  ContractId,
  ContractId,
];
const add = (...contractIds: readonly ContractId[]): AddContracts => ({ type: 'AddContracts', accountId, contractIds });
const added = (...contractIds: readonly ContractId[]) => BuyerContractsAdded.of({ accountId, contractIds });

describe('a buyer (ADR 48)', () => {
  it('has the contracts that were added', () =>
    given(buyer)
      .when(add(first, second, first))
      .thenEvents(added(first, second)));
  it('takes those that are new', () =>
    given(buyer, added(first, second)).when(add(second, third)).thenEvents(added(third)));
  it('stays quiet on a repeat', () => given(buyer, added(first), added(second)).when(add(first, second)).thenNothing());
  it('knows them all', () => {
    const { state } = given(buyer, added(first), added(second, third));
    expect(new Set(contractsOf(state))).toEqual(new Set([first, second, third]));
  });
});
