import { later } from '../../kernel/dates.js';
import { sameJson } from '../../kernel/json.js';
import { hasReference, withoutReference, withReference } from '../../kernel/references.js';
import { amended } from './coming-due.js';
import type { FollowAccount, NameContract } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import type { ContractState, Existing } from './contract.state.js';

/** A name in another system comes or goes, whatever became of the contract: delivery writes back what it has acted on. */
export function named({ type, reference, happenedOn }: NameContract, state: Existing): readonly ContractEvent[] {
  const { contract } = state;
  const adds = type === 'ReferenceContract';
  if (adds === hasReference(contract.references, reference)) return [];
  const references = (adds ? withReference : withoutReference)(contract.references, reference);
  const reasonCode = adds ? 'referenced' : 'unreferenced';
  return [amended(state, { ...contract, references }, { effectiveOn: happenedOn, reasonCode })];
}

/** What the account is called, of a contract that runs: one that is over stays as it ended, and one of another account as that says. */
export function followed({ account, happenedOn }: FollowAccount, state: ContractState): readonly ContractEvent[] {
  if (state?.contract.status !== 'active' || state.contract.account.id !== account.id) return [];
  const { contract, created } = state;
  if (sameJson(contract.account, account)) return [];
  const effectiveOn = later(happenedOn, created.soldOn ?? happenedOn);
  return [amended(state, { ...contract, account }, { effectiveOn, reasonCode: 'account-changed' })];
}
