import Type from 'typebox';
import { contractFields, ScheduledChange, type ContractEvent } from '../../libs/contracts/contract/contract.events.js';
import { minorOf } from '../../libs/kernel/money.js';
import type { RecordedOf } from '../../libs/kernel/events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

const { contractId: _contractId, scheduled: _scheduled, ...wholeContract } = contractFields;

const ContractRow = Type.Object({
  _id: key,
  ...wholeContract,
  /** ADR 38: what is to come, in its order. */
  scheduled: Type.Immutable(Type.Array(ScheduledChange)),
  /** 1, 2, … per contract */
  sequence: Type.Integer(),
  accountId: Type.String(),
  productId: Nullable(Type.String()),
  originKind: Type.String(),
  amountMinor: Type.Integer(),
});

/** CON-01, CON-05, CON-11, CON-12: contracts as they stand. */
export const contracts = readModel<ContractEvent>()({
  name: 'contracts',
  version: 4,
  row: ContractRow,
  fields: {
    status: 'text',
    originKind: 'text',
    opportunityId: 'text',
    accountId: 'text',
    projectId: 'text',
    partnerId: 'text',
    ownerId: 'text',
    productId: 'text',
    contractType: 'text',
    kind: 'text',
    currency: 'text',
    amountMinor: 'integer',
    soldOn: 'date',
    startsOn: 'date',
    endsOn: 'date',
    references: 'references',
  },
  indexes: [
    ['accountId'],
    ['opportunityId'],
    ['partnerId', 'status'],
    ['contractType', 'status'],
    ['endsOn'],
    ['soldOn'],
  ],
  keepsHistory: true,
  on: {
    ContractCreated: (_row, event) => rowOf(event),
    ContractAmended: (_row, event) => rowOf(event),
    ContractCancelled: (_row, event) => rowOf(event),
    ContractExpired: (_row, event) => rowOf(event),
    ContractChangeScheduled: (_row, event) => rowOf(event),
    ContractChangeWithdrawn: (_row, event) => rowOf(event),
  },
});

// Each event carries the whole contract, so that the row is the event's.
function rowOf({ data }: RecordedOf<ContractEvent>) {
  const {
    contractId,
    changed: _changed,
    effectiveOn: _effectiveOn,
    reasonCode: _reasonCode,
    agreedByHand: _agreedByHand,
    scheduled = [],
    ...contract
  } = {
    changed: undefined,
    effectiveOn: undefined,
    reasonCode: undefined,
    agreedByHand: undefined,
    ...data,
  };
  return {
    ...contract,
    scheduled,
    _id: contractId,
    accountId: contract.account.id,
    productId: contract.product?.id ?? null,
    originKind: contract.origin.kind,
    amountMinor: minorOf(contract.netTotal),
  };
}
