import { changesBetween, pick } from '../../kernel/changes.js';
import { isDomainError } from '../../kernel/domain-error.js';
import type { DateOnly } from '../../kernel/dates.js';
import type { AmendContract, CancelContract, WithdrawScheduledChange } from './contract.commands.js';
import {
  amendable,
  amendableFacts,
  ContractChangeScheduled,
  ContractChangeWithdrawn,
  type Amendments,
  type Contract,
  type ContractEvent,
  type ScheduledChange,
} from './contract.events.js';
import { reject, type Existing, type Why } from './contract.state.js';
import { changeTo, listed } from './coming-due.js';
import { amendedBy, isOver } from './terms.js';

/** ADR 38: an amendment that holds from a later day; what is scheduled for that day already stays beside it, field by field. */
export function scheduleAmendment(command: AmendContract, state: Existing): readonly ContractEvent[] {
  const { effectiveOn, reasonCode } = command;
  const { scheduled = [] } = state.contract;
  const cancelledOn = scheduled.find(({ action }) => action === 'cancel')?.effectiveOn;
  if (cancelledOn !== undefined && cancelledOn <= effectiveOn) {
    reject('contract-cancelled', `The contract will be cancelled on ${cancelledOn}. Withdraw that first.`);
  }
  const before = contractOn(state.contract, effectiveOn);
  const given = pick(command, amendable);
  const after = amendedBy(before, given);
  if (changesBetween(before, after) === undefined) return [];
  refuseAfterEnd(after, effectiveOn);
  const there = scheduled.find((one) => one.action === 'amend' && one.effectiveOn === effectiveOn);
  const to = whatChanges(given, before, after);
  const beside = there?.action === 'amend' ? besideOf(there.to, to) : {};
  const others = scheduled.filter((one) => one !== there);
  return [
    scheduledAs(state, [...others, { effectiveOn, reasonCode, action: 'amend', to: { ...beside, ...to } }], command),
  ];
}

/** In place of one that was scheduled before; amendments for after it stay, and fall away when it takes effect. */
export function scheduleCancellation(command: CancelContract, state: Existing): readonly ContractEvent[] {
  const { effectiveOn, reasonCode } = command;
  const { scheduled = [] } = state.contract;
  refuseAfterEnd(contractOn(state.contract, effectiveOn), effectiveOn);
  const isThere = scheduled.some(
    (one) => one.action === 'cancel' && one.effectiveOn === effectiveOn && one.reasonCode === reasonCode,
  );
  if (isThere) return [];
  const amendments = scheduled.filter(({ action }) => action === 'amend');
  return [scheduledAs(state, [...amendments, { effectiveOn, reasonCode, action: 'cancel' }], command)];
}

/** What comes on that day (with `action`: only that) is called off. */
export function withdraw(command: WithdrawScheduledChange, state: Existing): readonly ContractEvent[] {
  const { effectiveOn, action, reasonCode } = command;
  const { scheduled = [] } = state.contract;
  const left = scheduled.filter(
    (one) => one.effectiveOn !== effectiveOn || (action !== undefined && one.action !== action),
  );
  if (left.length === scheduled.length) {
    const { last } = state;
    const isRepeat = last?.type === 'ContractChangeWithdrawn' && last.effectiveOn === effectiveOn;
    if (isRepeat && last.reasonCode === reasonCode) return [];
    const days = scheduled.map((one) => `${one.action} on ${one.effectiveOn}`).join(', ');
    return reject(
      'nothing-scheduled',
      `No ${action ?? 'change'} is scheduled for ${effectiveOn}. Scheduled: ${days === '' ? 'nothing' : days}.`,
    );
  }
  const after = { ...state.contract, scheduled: listed(left) };
  mustFit(after);
  return [ContractChangeWithdrawn.of(changeTo(state, after, command))];
}

/** Refused where what is scheduled could not be carried out on this contract. */
export function mustFit(contract: Contract): Contract {
  const { scheduled = [] } = contract;
  const misfit = scheduled.reduce<{ readonly on: DateOnly; readonly why: string } | Contract>((before, change) => {
    if ('why' in before || change.action === 'cancel') return before;
    try {
      return amendedBy(before, change.to);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return { on: change.effectiveOn, why: error.message };
    }
  }, contract);
  return 'why' in misfit
    ? reject(
        'scheduled-change-does-not-fit',
        `What is scheduled for ${misfit.on} could not be done then: ${misfit.why} Withdraw it first.`,
      )
    : contract;
}

/** What is scheduled, without the fields that a sale has changed; a cancellation stays unless the sale moves start, term or end. */
export function leftAfterSale(
  scheduled: readonly ScheduledChange[],
  changedBySale: ReadonlySet<string>,
): readonly ScheduledChange[] {
  const runs = ['startsOn', 'term', 'endsOn'].some((field) => changedBySale.has(field));
  return scheduled.flatMap((change): readonly ScheduledChange[] => {
    if (change.action === 'cancel') return runs ? [] : [change];
    const to = pick(
      change.to,
      amendable.filter((field) => !changedBySale.has(field)),
    );
    return Object.keys(to).length === 0 ? [] : [{ ...change, to }];
  });
}

function scheduledAs(state: Existing, scheduled: readonly ScheduledChange[], why: Why): ContractEvent {
  const after = mustFit({ ...state.contract, scheduled: listed(scheduled) });
  return ContractChangeScheduled.of(changeTo(state, after, why));
}

/** As it will be on that day, with the amendments that come until then. */
const contractOn = (contract: Contract, on: DateOnly): Contract =>
  (contract.scheduled ?? []).reduce(
    (before, change) => (change.action === 'amend' && change.effectiveOn <= on ? amendedBy(before, change.to) : before),
    contract,
  );

/** Of what is given, what differs; and the end that is agreed for another start or term, though it be the same. */
function whatChanges(given: Amendments, before: Contract, after: Contract): Amendments {
  const { to = {} } = changesBetween(before, after) ?? {};
  const differing = pick(
    to,
    amendableFacts.filter((field) => given[field] !== undefined),
  );
  const moves = differing.startsOn !== undefined || differing.term !== undefined;
  const isAgreed = given.endsOn !== undefined && (moves || given.endsOn !== before.endsOn);
  return { ...differing, ...(isAgreed && { endsOn: given.endsOn }) };
}

/** What was scheduled for the day before, without an end that follows from start or term now. */
function besideOf({ endsOn, ...others }: Amendments, to: Amendments): Amendments {
  const follows = to.startsOn !== undefined || to.term !== undefined;
  return { ...others, ...(endsOn !== undefined && !follows && { endsOn }) };
}

function refuseAfterEnd(contract: Contract, effectiveOn: DateOnly): void {
  if (!isOver(contract, effectiveOn)) return;
  reject(
    'effective-after-end',
    `The contract ends on ${contract.endsOn ?? ''}, before ${effectiveOn}. Name a day up to its end, or give it a later end.`,
  );
}
