import type { TakeEffect } from '../contracts/contract/contract.commands.js';
import { contractEvents, type ContractEvent } from '../contracts/contract/contract.events.js';
import { dayAfter } from '../contracts/contract/coming-due.js';
import { dateIn, type DateOnly } from '../kernel/dates.js';
import type { RecordedEvent, RecordedOf } from '../kernel/events.js';
import type { ContractId } from '../kernel/ids.js';
import type { Due, DueProcess } from './process.js';

/** When something of a contract comes true by date alone. */
interface Schedule {
  readonly contractId: ContractId;
  readonly due: readonly Due[];
}

/** ADR 38: what is scheduled for a contract takes effect on its day, and one that runs expires on the day after its last. */
export const contractsComeDue: DueProcess<TakeEffect, Schedule> = {
  name: 'contracts-come-due',
  startsAt: 'beginning',
  handles: contractEvents.map(({ type }) => type),
  keyOf: ({ stream }) => stream,
  react(event) {
    if (!isContractEvent(event)) return { commands: [] };
    const { contractId, sequence } = event.data;
    const dates = datesOf(event.data);
    // By the sequence too: a day that was due once may be so again after another change.
    const due = dates.map((at) => ({ key: String(sequence), at }));
    return { commands: [], state: due.length === 0 ? null : { contractId, due } };
  },
  onDue: ({ at }, { contractId }) => [
    {
      decider: 'contract',
      target: contractId,
      command: { type: 'TakeEffect', contractId, happenedOn: dateIn(at) },
    },
  ],
};

const isContractEvent = (event: RecordedEvent): event is RecordedOf<ContractEvent> =>
  contractEvents.some(({ type }) => type === event.type);

function datesOf(contract: ContractEvent['data']): readonly DateOnly[] {
  const over = dayAfter(contract);
  const scheduled = (contract.scheduled ?? []).map(({ effectiveOn }) => effectiveOn);
  return [...new Set(over === undefined ? scheduled : [...scheduled, over])];
}
