import type { Money } from '../../libs/kernel/money.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import { streamOf } from '../../libs/testing/projection/rows-after.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import {
  after,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  sellCommand,
  sellingCommands,
  unlockCommand,
} from '../../libs/testing/sales/sales-examples.js';
import { salesBookings } from './sales-bookings.read-model.js';

const more = {
  type: 'ChangeQuoteLines',
  opportunityId,
  quoteId,
  change: [{ lineId: seats.lineId, quantity: '12' }],
} as const;
const resale: OpportunityCommand = { ...sellCommand, soldOn: on('2017-04-30') };
const reopen = { type: 'ReopenOpportunity', opportunityId } as const;
const eur = (amount: string): Money => ({ amount, currency: 'EUR' });

/** As sales: when, how many won and lost, and how much. */
const sales = (...commands: readonly OpportunityCommand[]) =>
  [...rowsOf(salesBookings, streamOf(`opportunity-${opportunityId}`, ...after(...commands))).values()]
    .filter(({ grain }) => grain === 'sale')
    .map(({ bookedOn, wonCount, lostCount, amount }) => [bookedOn, wonCount, lostCount, amount]);

const first = ['2017-03-31', 1, 0, eur('1900.00')];
const difference = ['2017-04-30', 0, 0, eur('300.00')];

describe('the bookings of sales (decision 15)', () => {
  it('have a sale, and stay while it is unlocked', () => {
    expect(sales(...sellingCommands)).toEqual([first]);
    expect(sales(...sellingCommands, unlockCommand)).toEqual([first]);
  });
  it('have the difference of a resale beside the sale', () =>
    expect(sales(...sellingCommands, unlockCommand, more, resale)).toEqual([first, difference]));
  it('have a loss, and the negative of the sale that was lost beside that sale', () => {
    expect(sales(openCommand, loseCommand)).toEqual([['2017-05-31', 0, 1, null]]);
    expect(sales(...sellingCommands, unlockCommand, loseCommand)).toEqual([
      first,
      ['2017-05-31', 0, 1, null],
      ['2017-05-31', -1, 0, eur('-1900.00')],
    ]);
  });
  it('have no loss of an opportunity that was reopened, or deleted', () => {
    expect(sales(openCommand, loseCommand, reopen)).toEqual([]);
    expect(sales(openCommand, loseCommand, { type: 'DeleteOpportunity', opportunityId })).toEqual([]);
  });
  it('keep the negative of a sale that was lost when that is reopened: the contracts were cancelled', () =>
    expect(sales(...sellingCommands, unlockCommand, loseCommand, reopen)).toEqual([
      first,
      ['2017-05-31', -1, 0, eur('-1900.00')],
    ]));
});
