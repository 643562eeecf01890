import { later, type DateOnly } from '../../kernel/dates.js';
import type { OutcomeDates } from './opportunity.commands.js';
import { reject, type Open } from './opportunity.state.js';

/**
 * ADR 35: an opportunity is sold or lost while it exists, as far as it has come, and in order: what changes or undoes a sale is not
 * before it, and what is sold after that was lost is not before the loss. Where a clock was put back, time has come as far as what was
 * booked last: honest work is not refused for it.
 */
export function outcomeDate(
  date: DateOnly | undefined,
  { openedOn, today }: OutcomeDates,
  { lastBooked }: Open,
): DateOnly {
  const reached = later(today, lastBooked?.on ?? today);
  if (date === undefined) return later(openedOn, reached);
  if (date > reached)
    reject('date-in-future', `${date} is after ${reached}, when this happens. Name that date or an earlier one.`);
  if (date < openedOn)
    reject('date-before-opened', `${date} is before ${openedOn}, when the opportunity was opened. Name a later date.`, {
      openedOn,
    });
  if (lastBooked === undefined || date >= lastBooked.on) return date;
  const { by, on } = lastBooked;
  switch (by) {
    case 'sale':
      return reject('date-before-sale', `${date} is before ${on}, when it was sold. Name that date or a later one.`, {
        soldOn: on,
      });
    case 'loss':
      return reject(
        'date-before-loss',
        `${date} is before ${on}, when the sale was lost. Name that date or a later one.`,
        {
          lostOn: on,
        },
      );
  }
}
