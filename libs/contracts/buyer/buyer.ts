import type { Decider } from '../../kernel/decider.js';
import type { AccountId, ContractId } from '../../kernel/ids.js';
import { BuyerContractsAdded, type BuyerEvent } from './buyer.events.js';

export interface AddContracts {
  readonly type: 'AddContracts';
  readonly accountId: AccountId;
  readonly contractIds: readonly ContractId[];
}

/** The last that were added, and those before: folding copies none of them. */
export type BuyerState = { readonly added: readonly ContractId[]; readonly before: BuyerState } | null;

/** ADR 48: which contracts an account has, also those that have gone to another one since. */
export const buyer: Decider<AddContracts, BuyerEvent, BuyerState> = {
  category: 'buyer',
  initialState: null,
  streamIdOf: (command) => command.accountId,

  decide({ accountId, contractIds }, state) {
    const known = new Set(contractsOf(state));
    const added = [...new Set(contractIds)].filter((contractId) => !known.has(contractId));
    return added.length === 0 ? [] : [BuyerContractsAdded.of({ accountId, contractIds: added })];
  },

  evolve: (before, { data }) => ({ added: data.contractIds, before }),
};

/** In no order. */
export function contractsOf(state: BuyerState): readonly ContractId[] {
  const all: ContractId[] = [];
  for (let at = state; at !== null; at = at.before) all.push(...at.added);
  return all;
}
