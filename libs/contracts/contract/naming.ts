import { hasReference, withoutReference, withReference } from '../../kernel/references.js';
import { amended } from './coming-due.js';
import type { NameContract } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import type { Existing } from './contract.state.js';

/** A name in another system comes or goes, whatever became of the contract: delivery writes back what it has acted on. */
export function named({ type, reference, happenedOn }: NameContract, state: Existing): readonly ContractEvent[] {
  const { contract } = state;
  const adds = type === 'ReferenceContract';
  if (adds === hasReference(contract.references, reference)) return [];
  const references = (adds ? withReference : withoutReference)(contract.references, reference);
  const reasonCode = adds ? 'referenced' : 'unreferenced';
  return [amended(state, { ...contract, references }, { effectiveOn: happenedOn, reasonCode })];
}
