import type { RecordedOf } from '../../libs/kernel/events.js';
import type { Money } from '../../libs/kernel/money.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import {
  activateQuote,
  after,
  idOf,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  sellCommand,
  sellingCommands,
  setUp,
  unlockCommand,
} from '../../libs/testing/sales/sales-examples.js';
import type { BookingRow } from './booking-row.js';
import { bookingsOfLoss, bookingsOfSale } from './bookings.js';

const eur = (amount: string): Money => ({ amount, currency: 'EUR' });
const productId = seats.product?.id ?? null;

type Event<Name> = RecordedOf<Extract<OpportunityEvent, { type: Name }>>;

/** What the last event of these commands books. */
function booked(...commands: readonly OpportunityCommand[]): readonly BookingRow[] {
  const last = after(...commands).at(-1);
  if (last?.type === 'OpportunitySold') return bookingsOfSale(last as Event<'OpportunitySold'>);
  return bookingsOfLoss(last as Event<'OpportunityLost'>);
}

const shown = (rows: readonly BookingRow[], grain: BookingRow['grain']) =>
  rows
    .filter((row) => row.grain === grain)
    .map((row) => [row.bookedOn, row.wonCount, row.lostCount, row.amount, row.productId]);

const more = {
  type: 'ChangeQuoteLines',
  opportunityId,
  quoteId,
  change: [{ lineId: seats.lineId, quantity: '12' }],
} as const;
const resale: OpportunityCommand = { ...sellCommand, soldOn: on('2017-04-30') };

describe('what a sale books (decision 15)', () => {
  it('is itself when it is the first, as a whole and by product', () => {
    const rows = booked(...sellingCommands);
    expect(shown(rows, 'sale')).toEqual([['2017-03-31', 1, 0, eur('1900.00'), null]]);
    expect(shown(rows, 'product')).toEqual([
      ['2017-03-31', 1, 0, eur('1500.00'), productId],
      ['2017-03-31', 1, 0, eur('400.00'), null],
    ]);
  });

  it('is the difference when it is sold again, on its own date', () => {
    const rows = booked(...sellingCommands, unlockCommand, more, resale);
    expect(shown(rows, 'sale')).toEqual([['2017-04-30', 0, 0, eur('300.00'), null]]);
    expect(shown(rows, 'product')).toEqual([['2017-04-30', 0, 0, eur('300.00'), productId]]);
  });

  it('is nothing when it is sold again as it was', () => {
    expect(booked(...sellingCommands, unlockCommand, resale)).toEqual([]);
  });

  it('is a negative and a positive in another currency', () => {
    const dollars = idOf<typeof quoteId>('dollars');
    const rows = booked(
      ...sellingCommands,
      unlockCommand,
      {
        type: 'CreateQuote',
        opportunityId,
        quoteId: dollars,
        name: 'In dollars',
        currency: 'USD',
        lines: [{ ...setUp, lineId: idOf('other') }],
      },
      { ...activateQuote, quoteId: dollars },
      resale,
    );
    expect(shown(rows, 'sale').map(([, won, , amount]) => [won, amount])).toEqual([
      [0, eur('-1900.00')],
      [0, { amount: '400.00', currency: 'USD' }],
    ]);
  });

  it('takes the own amount it was first sold with from no product', () => {
    const ownAmount = { ...openCommand, expectedAmount: eur('1000') };
    const free = { ...sellCommand, quoteRequired: false };
    const quote = {
      type: 'CreateQuote',
      opportunityId,
      quoteId,
      name: 'First',
      currency: 'EUR',
      lines: [seats],
    } as const;
    const rows = booked(ownAmount, free, unlockCommand, quote, activateQuote, resale);
    expect(shown(rows, 'sale').map(([, won, , amount]) => [won, amount])).toEqual([[0, eur('500.00')]]);
    expect(shown(rows, 'product').map(([, won, , amount, product]) => [won, amount, product])).toEqual([
      [-1, eur('-1000.00'), null],
      [1, eur('1500.00'), productId],
    ]);
  });
});

describe('what a loss books (decision 15)', () => {
  it('is itself when nothing was sold', () => {
    const rows = booked(openCommand, loseCommand);
    expect(shown(rows, 'sale')).toEqual([['2017-05-31', 0, 1, null, null]]);
  });

  it('is the negative of the sale that stood, on the date of the loss and where the sale was booked', () => {
    const elsewhere = {
      type: 'MoveOpportunity',
      opportunityId,
      pipelineId: idOf<typeof openCommand.pipelineId>('partners'),
      stageId: openCommand.stageId,
      category: 'open',
    } as const;
    const rows = booked(...sellingCommands, unlockCommand, elsewhere, loseCommand);
    expect(shown(rows, 'sale')).toEqual([
      ['2017-05-31', 0, 1, null, null],
      ['2017-05-31', -1, 0, eur('-1900.00'), null],
    ]);
    expect(rows.map(({ lostCount, pipelineId }) => [lostCount, pipelineId === openCommand.pipelineId])).toEqual([
      [1, false],
      [1, false],
      [0, true],
      [0, true],
      [0, true],
    ]);
    expect(shown(rows, 'product').map(([, won, , amount]) => [won, amount])).toEqual([
      [0, null],
      [-1, eur('-1500.00')],
      [-1, eur('-400.00')],
    ]);
  });
});
