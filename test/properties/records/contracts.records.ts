import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type { SoldContract } from '../../../libs/contracts/contract/contract.commands.js';
import { contractEvents } from '../../../libs/contracts/contract/contract.events.js';
import type { ContractState } from '../../../libs/contracts/contract/contract.state.js';
import type {
  AccountId,
  ContactId,
  ContractId,
  OpportunityId,
  PartnerId,
  ProjectId,
  UserId,
} from '../../../libs/kernel/ids.js';
import { minorOf } from '../../../libs/kernel/money.js';
import { idOf, on, seats, setUp } from '../../../libs/testing/sales/sales-examples.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { recordCase, shown } from './record-case.js';
import { clearable, dates, ids, optional, reference, references, words } from './values.js';

const contractId = idOf<ContractId>('recorded contract');
const of = { contractId: fc.constant(contractId) };
const happened = { happenedOn: dates };
// Mostly one date: what was scheduled for it can be withdrawn.
const effectiveOn = fc.oneof(
  dates,
  dates.map(() => on('2017-03-31')),
);
const why = { effectiveOn, reasonCode: fc.constantFrom('agreed', 'removed') };
const quantities = fc.constantFrom('1', '2', '12.5');
const discounts = fc.constantFrom({ percent: '10' }, { amount: '1' });
const terms = fc.constantFrom({ count: 1, unit: 'year' }, { count: 6, unit: 'month' }) as fc.Arbitrary<{
  count: number;
  unit: 'year' | 'month';
}>;
const accounts = ids<AccountId>('account').map((id) => ({ id, name: 'Aurora', references: [] }));
const deliverTo = fc.constantFrom({ addressId: 'main' }, { addressId: 'store' });
const contactIds = fc.uniqueArray(ids<ContactId>('contact'), { maxLength: 2 });
const custom = words.map((value) => ({ field: { name: 'costCentre', value } }));

/** What a line says that its contract says too. */
const lines = fc.constantFrom(seats, setUp).map(({ lineId: _line, priceId: _price, ...line }) => line);

const sold: fc.Arbitrary<SoldContract> = fc
  .record({
    line: lines,
    account: accounts,
    quantity: quantities,
    ownerId: optional(ids<UserId>('user')),
    partnerId: optional(ids<PartnerId>('partner')),
    projectId: ids<ProjectId>('project'),
    startsOn: dates,
    soldOn: optional(dates),
    custom: optional(custom),
  })
  .map(({ line: { category, ...line }, ...said }) => ({
    ...line,
    ...withoutUndefined(said),
    origin: { kind: 'sale', ref: idOf<OpportunityId>('recorded opportunity') },
    opportunityId: idOf<OpportunityId>('recorded opportunity'),
    category: { id: category.id, name: category.name },
    contractType: category.contractType,
    kind: category.kind,
    currency: 'EUR',
    netTotal: { amount: '10.00', currency: 'EUR' },
  }));

const sale = { ...of, ...why, happenedOn: optional(dates), saleNumber: fc.constantFrom(1, 2, 3) };

export const contract = recordCase({
  aggregate: aggregates.contract,
  events: contractEvents,
  first: 'ApplySale',
  commands: {
    ApplySale: fc.oneof(
      fc.record({ ...sale, action: fc.constantFrom('create', 'amend', 'keep'), contract: sold }),
      fc.record({ ...sale, action: fc.constant('cancel' as const) }),
    ),
    RegisterContract: fc
      .record({
        ...of,
        ...happened,
        line: lines,
        number: optional(words),
        origin: optional(fc.constant({ kind: 'import' as const, ref: 'erp 77' })),
        account: accounts,
        deliverTo: optional(deliverTo),
        projectId: ids<ProjectId>('project'),
        partnerId: optional(ids<PartnerId>('partner')),
        ownerId: optional(ids<UserId>('user')),
        contactIds: optional(contactIds),
        quantity: quantities,
        soldOn: optional(dates),
        startsOn: dates,
        renews: optional(ids<ContractId>('contract')),
        references,
        custom: optional(custom),
      })
      .map(({ line, ...said }) => ({ ...line, currency: 'EUR', ...said })),
    AmendContract: fc.record({
      ...of,
      ...happened,
      ...why,
      number: clearable(words),
      ownerId: clearable(ids<UserId>('user')),
      contactIds: optional(contactIds),
      deliverTo: clearable(deliverTo),
      quantity: optional(quantities),
      unitPrice: optional(fc.constantFrom('5', '12.5')),
      discount: clearable(discounts),
      per: optional(fc.constantFrom('once', 'month')),
      term: optional(terms),
      startsOn: optional(dates),
      endsOn: optional(dates),
      references: optional(references),
      custom: clearable(custom),
    }),
    CancelContract: fc.record({ ...of, ...happened, ...why }),
    WithdrawScheduledChange: fc.record({
      ...of,
      ...happened,
      ...why,
      action: optional(fc.constantFrom('amend', 'cancel')),
    }),
    ReferenceContract: fc.record({ ...of, ...happened, reference }),
    UnreferenceContract: fc.record({ ...of, ...happened, reference }),
    FollowAccount: fc.record({
      ...of,
      ...happened,
      account: accounts.map((account) => ({ ...account, name: 'Aurora SE' })),
    }),
    TakeEffect: fc.record({ ...of, ...happened }),
  },
  shown: [
    shown(contracts, (state: ContractState) => {
      if (state === null) return [];
      const { contractId: id, ...facts } = state.contract;
      return [
        {
          ...facts,
          scheduled: facts.scheduled ?? [],
          _id: id,
          sequence: state.sequence,
          accountId: facts.account.id,
          productId: facts.product?.id ?? null,
          originKind: facts.origin.kind,
          amountMinor: minorOf(facts.netTotal),
        },
      ];
    }),
  ],
});

/** As a command has it: what is not said is not there. */
function withoutUndefined<T extends object>(said: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as never;
}
