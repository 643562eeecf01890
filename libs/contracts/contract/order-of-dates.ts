import { earlier, type DateOnly } from '../../kernel/dates.js';
import { reject, type Existing } from './contract.state.js';

/** ADR 35: what is sold has been sold by the date on which that is told. */
export function refuseSaleToCome(soldOn: DateOnly | undefined, happenedOn: DateOnly): void {
  if (soldOn === undefined || soldOn <= happenedOn) return;
  reject(
    'date-in-future',
    `soldOn ${soldOn} is after ${happenedOn}, when this happens. Name that date or an earlier one.`,
    { soldOn, happenedOn },
  );
}

/**
 * ADR 35: nothing changes a contract before it was first sold. Where a clock was put back, or a sale of a date to come was stored, it
 * may hold from the date on which it happens: honest work is not refused for time.
 */
export function refuseBeforeSale(effectiveOn: DateOnly, happenedOn: DateOnly, { created: { soldOn } }: Existing): void {
  if (soldOn === undefined || effectiveOn >= earlier(soldOn, happenedOn)) return;
  reject(
    'date-before-sale',
    `effectiveOn ${effectiveOn} is before ${soldOn}, when the contract was sold. Name that date or a later one.`,
    { soldOn },
  );
}
