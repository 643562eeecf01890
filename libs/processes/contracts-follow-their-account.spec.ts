import { AccountEdited, AccountReferenced, AccountUnreferenced } from '../accounts/account/account.events.js';
import { ContractAmended, ContractCreated } from '../contracts/contract/contract.events.js';
import { contract } from '../contracts/contract/contract.js';
import { SaleCompleted } from '../contracts/sale/sale.events.js';
import { saleIdOf } from '../contracts/sale/sale.js';
import type { DomainEvent } from '../kernel/decider.js';
import type { AccountId, PersonId } from '../kernel/ids.js';
import { recorded } from '../testing/log/builders.js';
import { hostingId, registerHosting } from '../testing/sales/contract-examples.js';
import { idOf, on, opportunityId, seats } from '../testing/sales/sales-examples.js';
import { contractsFollowTheirAccount } from './contracts-follow-their-account.js';

const accountId = idOf<AccountId>('aurora');
const commandsAfter = (event: DomainEvent) =>
  contractsFollowTheirAccount.react(recorded(event)).map(({ command }) => command);
const [created] = contract.decide(registerHosting, null);
if (created?.type !== 'ContractCreated') throw new Error('Not created.');
const { sequence: _, ...whole } = created.data;
const tellAll = [{ type: 'TellContracts', accountId }];
const list = [
  { type: 'AddContracts', accountId, contractIds: [hostingId] },
  { type: 'TellContracts', accountId, contractIds: [hostingId] },
];

describe('contracts follow their account (ADR 48)', () => {
  it.each([
    AccountEdited.of({ accountId, name: 'Aurora SE', before: { name: 'Aurora AG' } }),
    AccountReferenced.of({ accountId, reference: { system: 'erp', type: 'customer', id: '1' } }),
    AccountUnreferenced.of({ accountId, reference: { system: 'erp', type: 'customer', id: '1' } }),
  ])('all of them after $type', (event) => expect(commandsAfter(event)).toEqual(tellAll));

  it('not after what they do not say', () => {
    expect(commandsAfter(AccountEdited.of({ accountId, city: 'Brno', before: { city: 'Prague' } }))).toEqual([]);
    const person = { accountId, personId: idOf<PersonId>('jane') };
    expect(commandsAfter(AccountEdited.of({ ...person, name: 'Jane', before: { name: 'J.' } }))).toEqual([]);
  });

  it('and are compared once they are on its list', () => {
    expect(commandsAfter(ContractCreated.of(created.data))).toEqual(list);
    const runsAgain = { ...whole, sequence: 3, effectiveOn: on('2018-02-01'), reasonCode: 'agreed' };
    expect(commandsAfter(ContractAmended.of({ ...runsAgain, changed: { status: 'expired' } }))).toEqual(list);
    expect(commandsAfter(ContractAmended.of({ ...runsAgain, changed: { quantity: '9' } }))).toEqual([]);
  });

  it('those of a sale at once, when it is whole', () => {
    expect(commandsAfter(ContractCreated.of({ ...created.data, saleNumber: 1 }))).toEqual([]);
    const sale = {
      saleId: saleIdOf(opportunityId, 1),
      opportunityId,
      saleNumber: 1,
      soldOn: on('2017-03-31'),
      origin: { kind: 'sale', ref: opportunityId },
      account: { id: accountId, name: 'Aurora AG', references: [] },
      projectId: created.data.projectId,
    } as const;
    const of = (contractId: typeof hostingId, outcome: 'created' | 'cancelled' | 'kept') =>
      ({ contractId, lineId: seats.lineId, originLineId: seats.lineId, outcome }) as const;
    const contracts = [of(hostingId, 'kept'), of(idOf('gone'), 'cancelled')];
    expect(commandsAfter(SaleCompleted.of({ ...sale, contracts }))).toEqual(list);
    expect(commandsAfter(SaleCompleted.of({ ...sale, contracts: [of(hostingId, 'cancelled')] }))).toEqual([]);
  });
});
