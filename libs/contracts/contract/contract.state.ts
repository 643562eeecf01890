import { changesBetween, pick, withChanges } from '../../kernel/changes.js';
import type { DateOnly } from '../../kernel/dates.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import { pricingRefusals } from '../../kernel/pricing.js';
import type { Contract, ContractCreated, ContractEvent } from './contract.events.js';

export const contractRefusals = refusals({
  ...pricingRefusals,
  'contract-exists': 'conflict',
  'contract-not-found': 'not-found',
  'contract-cancelled': 'conflict',
  'contract-expired': 'conflict',
  'effective-after-end': 'conflict',
  'scheduled-change-does-not-fit': 'conflict',
  'nothing-scheduled': 'conflict',
  'date-in-future': 'invalid',
  'date-before-sale': 'invalid',
  'name-required': 'invalid',
  'reason-required': 'invalid',
  'ends-before-start': 'invalid',
  'one-off-has-no-end': 'invalid',
});

export const reject = rejecting(contractRefusals);

export interface Existing {
  readonly created: DataOf<typeof ContractCreated>;
  readonly contract: Contract;
  readonly sequence: number;
  /** As the last sale said it, which may differ from what was agreed by hand since. */
  readonly asSold?: Contract | undefined;
  /** What was said last about why it is as it is. */
  readonly last?: Why & { readonly type: ContractEvent['type'] };
}
export type ContractState = Existing | null;

export interface Why {
  readonly effectiveOn: DateOnly;
  readonly reasonCode: string;
}

export function evolve(state: ContractState, event: ContractEvent): ContractState {
  switch (event.type) {
    case 'ContractCreated': {
      const { sequence, ...created } = event.data;
      const asSold = created.saleNumber === undefined ? undefined : created;
      return { created: event.data, contract: created, sequence, asSold };
    }
    case 'ContractAmended': {
      const { agreedByHand = [], ...data } = event.data;
      const { sequence, contract, last } = afterChange(event.type, data);
      if (state === null) return state;
      const bySale = contract.saleNumber !== state.contract.saleNumber;
      const kept = saleTerms.filter((field) => agreedByHand.includes(field));
      const asSold = bySale ? withFieldsOf(contract, state.asSold ?? contract, kept) : state.asSold;
      // One that stays cancelled was only given another name: why it is cancelled is said still.
      const staysCancelled = state.contract.status === 'cancelled' && contract.status === 'cancelled';
      return { ...state, contract, sequence, asSold, last: staysCancelled ? state.last : last };
    }
    case 'ContractCancelled':
    case 'ContractExpired':
    case 'ContractChangeScheduled':
    case 'ContractChangeWithdrawn':
      return state && { ...state, ...afterChange(event.type, event.data) };
  }
}

type Change = Exclude<ContractEvent, { readonly type: 'ContractCreated' | 'ContractAmended' }>['data'];

function afterChange(
  type: ContractEvent['type'],
  data: Change,
): Pick<Required<Existing>, 'contract' | 'sequence' | 'last'> {
  const { sequence, changed: _changed, reasonCode, effectiveOn, ...contract } = data;
  return { contract, sequence, last: { type, reasonCode, effectiveOn } };
}

/** What a sale says and a hand may amend. */
export const saleTerms = [
  'ownerId',
  'quantity',
  'unitPrice',
  'discount',
  'per',
  'term',
  'startsOn',
  'endsOn',
  'custom',
] as const satisfies readonly (keyof Contract)[];
export type SaleTerm = (typeof saleTerms)[number];

/** The contract, with these fields as the other has them. */
export function withFieldsOf(contract: Contract, other: Contract, fields: readonly SaleTerm[]): Contract {
  const { to = {} } = changesBetween(pick(contract, fields), pick(other, fields)) ?? {};
  return withChanges<Contract>(contract, to);
}
