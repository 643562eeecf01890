import { changesBetween } from '../../kernel/changes.js';
import { addDays, parseDate, type DateOnly } from '../../kernel/dates.js';
import {
  ContractAmended,
  ContractCancelled,
  ContractExpired,
  type Contract,
  type ContractEvent,
  type ScheduledChange,
} from './contract.events.js';
import { evolve, type ContractState, type Existing, type Why } from './contract.state.js';
import { amendedBy, isOver } from './terms.js';

/** ADR 38: what has become true by date alone when it is this date, in the order of the dates. */
export function cameDue(state: ContractState, on: DateOnly): readonly ContractEvent[] {
  const event = state && nextDue(state, on);
  return event ? [event, ...cameDue(evolve(state, event), on)] : [];
}

/** An amendment comes before the end of the same day, which it may move; a cancellation of the day after the end is too late. */
function nextDue(state: Existing, on: DateOnly): ContractEvent | undefined {
  const [first, ...later] = state.contract.scheduled ?? [];
  const over = dayAfter(state.contract);
  if (first !== undefined && (over === undefined || comesBefore(first, over))) {
    return first.effectiveOn <= on ? tookEffect(state, first, later) : undefined;
  }
  return over !== undefined && over <= on ? expired(state, over) : undefined;
}

const comesBefore = ({ action, effectiveOn }: ScheduledChange, over: DateOnly): boolean =>
  effectiveOn < over || (effectiveOn === over && action === 'amend');

/** The day on which a running contract is over; none for one that has no end, or that ends with the calendar. */
export function dayAfter({ status, endsOn }: Pick<Contract, 'status' | 'endsOn'>): DateOnly | undefined {
  return status === 'active' && endsOn !== undefined ? parseDate(addDays(endsOn, 1)) : undefined;
}

function tookEffect(state: Existing, change: ScheduledChange, later: readonly ScheduledChange[]): ContractEvent {
  switch (change.action) {
    case 'cancel':
      return cancelled(state, {}, change);
    case 'amend': {
      const after = { ...amendedBy(state.contract, change.to), scheduled: listed(later) };
      return amended(state, { ...after, status: isOver(after, change.effectiveOn) ? after.status : 'active' }, change);
    }
  }
}

/** Amendments that were to come fall away, unless one of them makes the contract run again. */
function expired(state: Existing, effectiveOn: DateOnly): ContractEvent {
  const { contract } = state;
  const amendments = (contract.scheduled ?? []).filter(({ action }) => action === 'amend');
  const scheduled = runsAgain(contract, amendments) ? listed(amendments) : undefined;
  const after: Contract = { ...contract, status: 'expired', scheduled };
  return ContractExpired.of(changeTo(state, after, { effectiveOn, reasonCode: 'expired' }));
}

function runsAgain(contract: Contract, [first, ...later]: readonly ScheduledChange[]): boolean {
  if (first?.action !== 'amend') return false;
  const after = amendedBy(contract, first.to);
  return !isOver(after, first.effectiveOn) || runsAgain(after, later);
}

export const amended = (state: Existing, after: Contract, why: Why, agreedByHand: readonly string[] = []) =>
  ContractAmended.of({ ...changeTo(state, after, why), ...(agreedByHand.length > 0 && { agreedByHand }) });

/** With it, all that was to come falls away. */
export const cancelled = (state: Existing, bySale: { readonly saleNumber?: number }, why: Why) =>
  ContractCancelled.of(
    changeTo(state, { ...state.contract, ...bySale, status: 'cancelled', scheduled: undefined }, why),
  );

/** What every event after the first says: the whole contract, and what changed. */
export const changeTo = ({ contract, sequence }: Existing, after: Contract, { effectiveOn, reasonCode }: Why) => ({
  ...after,
  sequence: sequence + 1,
  changed: changesBetween(contract, after)?.from ?? {},
  effectiveOn,
  reasonCode,
});

/** In the order in which they come; nothing where there is none. */
export function listed(scheduled: readonly ScheduledChange[]): readonly ScheduledChange[] | undefined {
  const placeOf = ({ effectiveOn, action }: ScheduledChange): string => `${effectiveOn} ${action}`;
  return scheduled.length === 0 ? undefined : [...scheduled].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}
