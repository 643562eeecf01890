import { pick } from '../../kernel/changes.js';
import { createdAgain } from '../../kernel/creation.js';
import type { DateOnly } from '../../kernel/dates.js';
import type { Decider } from '../../kernel/decider.js';
import { sameJson } from '../../kernel/json.js';
import { applySale } from './apply-sale.js';
import { amended, cameDue, cancelled } from './coming-due.js';
import type { AmendContract, CancelContract, ContractCommand, RegisterContract } from './contract.commands.js';
import { amendable, ContractCreated, type Contract, type ContractEvent } from './contract.events.js';
import { evolve, reject, type ContractState, type Existing } from './contract.state.js';
import { followed, named } from './naming.js';
import { refuseBeforeSale, refuseSaleToCome } from './order-of-dates.js';
import { mustFit, scheduleAmendment, scheduleCancellation, withdraw } from './scheduled.js';
import { amendedBy, dated, isOver, priced } from './terms.js';

export const contract: Decider<ContractCommand, ContractEvent, ContractState> = {
  category: 'contract',
  initialState: null,
  streamIdOf: (command) => command.contractId,
  evolve,

  /** Between what became true by date alone until the command, and what does so after it: a contract never runs after its end. */
  decide(command, state) {
    const on = happenedOn(command);
    const due = cameDue(state, on);
    const before = due.reduce(evolve, state);
    const events = carryOut(command, before);
    return [...due, ...events, ...cameDue(events.reduce(evolve, before), on)];
  },
};

const happenedOn = (command: ContractCommand): DateOnly =>
  command.type === 'ApplySale' ? (command.happenedOn ?? command.effectiveOn) : command.happenedOn;

function carryOut(command: ContractCommand, state: ContractState): readonly ContractEvent[] {
  switch (command.type) {
    case 'ApplySale':
      return applySale(command, state);
    case 'RegisterContract':
      return register(command, state);
    case 'AmendContract':
      return amend(command, state ?? unknownContract(command));
    case 'CancelContract':
      return cancel(command, state ?? unknownContract(command));
    case 'WithdrawScheduledChange':
      refuseWithoutReason(command.reasonCode);
      return withdraw(command, state ?? unknownContract(command));
    case 'ReferenceContract':
    case 'UnreferenceContract':
      return named(command, state ?? unknownContract(command));
    case 'FollowAccount':
      return followed(command, state);
    case 'TakeEffect':
      return [];
  }
}

function register(command: RegisterContract, state: ContractState): readonly ContractEvent[] {
  const { type: _, happenedOn, contractId, category, contactIds = [], ...facts } = command;
  if (command.name.trim() === '') reject('name-required', 'Name the contract.');
  const contract = priced({
    ...facts,
    contractId,
    contactIds,
    status: 'active',
    origin: command.origin ?? { kind: 'manual', ref: contractId },
    category: { id: category.id, name: category.name },
    contractType: category.contractType,
    kind: category.kind,
  });
  const event = ContractCreated.of({ ...dated(contract, command.endsOn), sequence: 1 });
  if (state === null) {
    refuseSaleToCome(command.soldOn, happenedOn);
    return [event];
  }
  return createdAgain(state.created, event, () =>
    reject('contract-exists', `There is already another contract ${contractId}. Amend it instead.`, { contractId }),
  );
}

/** An expired one too: with an end that is not over it runs again. */
function amend(command: AmendContract, state: Existing): readonly ContractEvent[] {
  const { effectiveOn, happenedOn: on } = command;
  refuseWithoutReason(command.reasonCode);
  if (state.contract.status === 'cancelled') alreadyCancelled(state.contract);
  refuseBeforeSale(effectiveOn, on, state);
  if (effectiveOn > on) return scheduleAmendment(command, state);
  const after = amendedBy(state.contract, pick(command, amendable));
  if (sameJson(state.contract, after)) return [];
  return [amended(state, mustFit({ ...after, status: isOver(after, on) ? after.status : 'active' }), command)];
}

/** An expired one only for a day on which it still ran. */
function cancel(command: CancelContract, state: Existing): readonly ContractEvent[] {
  const { reasonCode, effectiveOn, happenedOn: on } = command;
  const { contract, last } = state;
  refuseWithoutReason(reasonCode);
  if (contract.status === 'cancelled') {
    return last?.reasonCode === reasonCode && last.effectiveOn === effectiveOn ? [] : alreadyCancelled(contract);
  }
  refuseBeforeSale(effectiveOn, on, state);
  if (effectiveOn > on && contract.status === 'active') return scheduleCancellation(command, state);
  if (contract.status === 'expired' && isOver(contract, effectiveOn)) {
    reject(
      'contract-expired',
      `The contract ${contract.contractId} ended on ${contract.endsOn ?? ''}: there is nothing to cancel on ${effectiveOn}.`,
    );
  }
  return [cancelled(state, {}, command)];
}

function refuseWithoutReason(reasonCode: string): void {
  if (reasonCode.trim() === '') reject('reason-required', 'Say why, with the code of a reason.');
}

const alreadyCancelled = ({ contractId }: Contract): never =>
  reject('contract-cancelled', `The contract ${contractId} is cancelled. Sell it again, or register a new one.`);

const unknownContract = ({ contractId }: ContractCommand): never =>
  reject('contract-not-found', `There is no contract ${contractId}.`);
