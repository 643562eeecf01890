import { changesBetween, pick, withChanges } from '../../kernel/changes.js';
import type { DateOnly } from '../../kernel/dates.js';
import { createdAgain } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import { endOfTerm, lineTotal, needTerm, withPlainNumbers, pricingRefusals } from '../../kernel/pricing.js';
import type {
  AmendContract,
  ApplySale,
  CancelContract,
  ContractCommand,
  RegisterContract,
} from './contract.commands.js';
import {
  ContractAmended,
  ContractCancelled,
  ContractCreated,
  type Contract,
  type ContractEvent,
} from './contract.events.js';

export const contractRefusals = refusals({
  ...pricingRefusals,
  'contract-exists': 'conflict',
  'contract-not-found': 'not-found',
  'contract-cancelled': 'conflict',
  'name-required': 'invalid',
  'reason-required': 'invalid',
  'ends-before-start': 'invalid',
  'one-off-has-no-end': 'invalid',
});

const reject = rejecting(contractRefusals);

interface Existing {
  readonly created: DataOf<typeof ContractCreated>;
  readonly contract: Contract;
  readonly sequence: number;
  /** What was said last about why it is as it is. */
  readonly lastReason?: { readonly reasonCode: string; readonly effectiveOn: DateOnly };
}
export type ContractState = Existing | null;

export const contract: Decider<ContractCommand, ContractEvent, ContractState> = {
  category: 'contract',
  initialState: null,
  streamIdOf: (command) => command.contractId,

  decide(command, state) {
    switch (command.type) {
      case 'ApplySale':
        return applySale(command, state);
      case 'RegisterContract':
        return register(command, state);
      case 'AmendContract':
        return amend(command, state ?? unknownContract(command));
      case 'CancelContract':
        return cancel(command, state ?? unknownContract(command));
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ContractCreated': {
        const { sequence, ...created } = event.data;
        return { created: event.data, contract: created, sequence };
      }
      case 'ContractAmended':
      case 'ContractCancelled': {
        const { sequence, changed: _changed, reasonCode, effectiveOn, ...after } = event.data;
        return state && { ...state, contract: after, sequence, lastReason: { reasonCode, effectiveOn } };
      }
    }
  },
};

/** Decision 3. Keeping changes nothing, so that what was done by hand stays. */
function applySale(command: ApplySale, state: ContractState): readonly ContractEvent[] {
  const { contractId, saleNumber } = command;
  const passed = state?.contract.saleNumber ?? 0;
  switch (command.action) {
    case 'keep':
      return [];
    case 'cancel':
      return state === null || passed > saleNumber ? [] : cancelled(state, { saleNumber }, command);
    case 'create':
    case 'amend': {
      const sold = { ...command.contract, contractId, saleNumber, status: 'active' } as const;
      if (state === null) return [ContractCreated.of({ ...sold, contactIds: [], references: [], sequence: 1 })];
      if (passed >= saleNumber) return [];
      // Its own facts, and those that never change on a contract (decision 6).
      const { number, deliverTo, contactIds, references, origin, projectId, partnerId } = state.contract;
      const own = { number, deliverTo, contactIds, references, origin, projectId, partnerId };
      return amended(state, { ...sold, ...own }, command);
    }
  }
}

function register(command: RegisterContract, state: ContractState): readonly ContractEvent[] {
  const { type: _, contractId, category, contactIds = [], ...facts } = command;
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
  if (state === null) return [event];
  return createdAgain(state.created, event, () =>
    reject('contract-exists', `There is already another contract ${contractId}. Amend it instead.`, { contractId }),
  );
}

const amendable = [
  'number',
  'ownerId',
  'contactIds',
  'deliverTo',
  'quantity',
  'unitPrice',
  'discount',
  'per',
  'term',
  'startsOn',
  'references',
  'custom',
] as const;

function amend(command: AmendContract, state: Existing): readonly ContractEvent[] {
  const { contract } = state;
  refuseWithoutReason(command.reasonCode);
  if (contract.status === 'cancelled') alreadyCancelled(contract);
  const after = priced(withChanges<Contract>(contract, pick(command, amendable)));
  const moved = command.startsOn !== undefined || command.term !== undefined;
  return amended(state, dated(after, command.endsOn ?? (moved ? undefined : contract.endsOn)), command);
}

function cancel(command: CancelContract, state: Existing): readonly ContractEvent[] {
  refuseWithoutReason(command.reasonCode);
  const { reasonCode, effectiveOn } = command;
  const same = state.lastReason?.reasonCode === reasonCode && state.lastReason.effectiveOn === effectiveOn;
  if (state.contract.status === 'cancelled' && !same) alreadyCancelled(state.contract);
  return cancelled(state, {}, command);
}

type Why = { readonly effectiveOn: DateOnly; readonly reasonCode: string };

function amended(
  { contract, sequence }: Existing,
  after: Contract,
  { effectiveOn, reasonCode }: Why,
): readonly ContractEvent[] {
  const changes = changesBetween(contract, after);
  if (changes === undefined) return [];
  return [ContractAmended.of({ ...after, sequence: sequence + 1, changed: changes.from, effectiveOn, reasonCode })];
}

function cancelled(
  { contract, sequence }: Existing,
  bySale: { readonly saleNumber?: number },
  { effectiveOn, reasonCode }: Why,
): readonly ContractEvent[] {
  if (contract.status === 'cancelled') return [];
  const after: Contract = { ...contract, ...bySale, status: 'cancelled' };
  const changed = changesBetween(contract, after)?.from ?? {};
  return [ContractCancelled.of({ ...after, sequence: sequence + 1, changed, effectiveOn, reasonCode })];
}

/** With plain numbers and the net total that follows from them. */
function priced(contract: Omit<Contract, 'netTotal'>): Contract {
  needTerm(contract);
  const plain = withPlainNumbers(contract);
  return { ...plain, netTotal: lineTotal(plain) };
}

/** With its last day: the one given, or that of its term. */
function dated(contract: Contract, given: DateOnly | undefined): Contract {
  const { startsOn, term, kind, endsOn: _, ...rest } = contract;
  if (kind === 'oneOff') {
    if (given !== undefined)
      reject('one-off-has-no-end', `A one-off contract does not end on ${given}. Leave the end out.`);
    return { ...rest, kind, startsOn, term };
  }
  const endsOn = given ?? (term && endOfTerm(startsOn, term));
  if (endsOn !== undefined && endsOn < startsOn) {
    reject('ends-before-start', `The contract would end on ${endsOn}, before it starts on ${startsOn}.`);
  }
  return { ...rest, kind, startsOn, term, endsOn };
}

function refuseWithoutReason(reasonCode: string): void {
  if (reasonCode.trim() === '') reject('reason-required', 'Say why, with the code of a reason.');
}

const alreadyCancelled = ({ contractId }: Contract): never =>
  reject('contract-cancelled', `The contract ${contractId} is cancelled. Sell it again, or register a new one.`);

const unknownContract = ({ contractId }: ContractCommand): never =>
  reject('contract-not-found', `There is no contract ${contractId}.`);
