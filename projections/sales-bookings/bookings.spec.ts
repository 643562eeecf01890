import type { ProjectId, UserId } from '../../libs/kernel/ids.js';
import type { Money } from '../../libs/kernel/money.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import {
  activateQuote,
  after,
  aurora,
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
import { streamOf } from '../../libs/testing/projection/rows-after.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import { salesBookings } from './sales-bookings.read-model.js';

const eur = (amount: string): Money => ({ amount, currency: 'EUR' });
const productId = seats.product?.id ?? null;

/** What the last of these commands books beside what was booked before. */
function booked(...commands: readonly OpportunityCommand[]): readonly BookingRow[] {
  const rows = (last: number) =>
    rowsOf(salesBookings, streamOf(`opportunity-${opportunityId}`, ...after(...commands.slice(0, last))));
  const before = rows(-1);
  return [...rows(commands.length)].flatMap(([id, row]) => (before.has(id) ? [] : [row]));
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
const resale = { ...sellCommand, soldOn: on('2017-04-30') };
const partners = idOf<typeof openCommand.pipelineId>('partners');
const toPartners = {
  type: 'MoveOpportunity',
  opportunityId,
  pipelineId: partners,
  stageId: openCommand.stageId,
  category: 'open',
} as const;

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
    const rows = booked(...sellingCommands, unlockCommand, resale);
    expect(rows.filter(({ grain }) => grain !== 'move')).toEqual([]);
    expect(booked(...sellingCommands, unlockCommand, sellCommand)).toEqual([]);
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
    const rows = booked(...sellingCommands, unlockCommand, toPartners, loseCommand);
    expect(shown(rows, 'sale')).toEqual([
      ['2017-05-31', 0, 1, null, null],
      ['2017-05-31', -1, 0, eur('-1900.00'), null],
    ]);
    expect(new Set(rows.map(({ lostCount, pipelineId }) => `${String(lostCount)} ${pipelineId}`))).toEqual(
      new Set([`1 ${partners}`, `0 ${openCommand.pipelineId}`]),
    );
    expect(shown(rows, 'product').map(([, won, , amount]) => [won, amount])).toEqual([
      [-1, eur('-1500.00')],
      [-1, eur('-400.00')],
    ]);
  });
});

describe('what a sale books elsewhere than the one before (decision 15, ADR 40)', () => {
  const olga = openCommand.ownerId ?? null;
  const boris = idOf<UserId>('boris');
  const toBoris = { type: 'ChangeOpportunityOwner', opportunityId, ownerId: boris } as const;
  const borealis = { id: idOf<typeof aurora.id>('borealis'), name: 'Borealis AG', references: [] };
  const toBorealis = { type: 'EditOpportunity', opportunityId, accountId: borealis.id } as const;
  const toProject = { type: 'EditOpportunity', opportunityId, projectId: idOf<ProjectId>('other') } as const;
  const saleOnly = (rows: readonly BookingRow[]) => rows.filter(({ grain }) => grain === 'sale');

  it('is a negative under the former owner and a positive under the new one', () => {
    const rows = booked(...sellingCommands, unlockCommand, toBoris, more, resale);
    expect(saleOnly(rows).map((row) => [row.ownerId, row.bookedOn, row.wonCount, row.amount])).toEqual([
      [olga, '2017-04-30', -1, eur('-1900.00')],
      [boris, '2017-04-30', 1, eur('2200.00')],
    ]);
    expect(
      rows
        .filter(({ grain }) => grain === 'product')
        .map((row) => [row.ownerId, row.productId, row.wonCount, row.amount]),
    ).toEqual([
      [olga, productId, -1, eur('-1500.00')],
      [olga, null, -1, eur('-400.00')],
      [boris, productId, 1, eur('1800.00')],
      [boris, null, 1, eur('400.00')],
    ]);
  });

  it('is one also when nothing else changed, and when it was given away while sold', () => {
    const rows = booked(...sellingCommands, toBoris, unlockCommand, resale);
    expect(saleOnly(rows).map((row) => [row.ownerId, row.wonCount])).toEqual([
      [olga, -1],
      [boris, 1],
    ]);
  });

  it.each([
    ['account', toBorealis, { ...resale, account: borealis }],
    ['project', toProject, resale],
    ['pipeline', toPartners, resale],
  ] as const)('is one when the %s is another', (_what, change, again) => {
    const rows = booked(...sellingCommands, unlockCommand, change, again);
    expect(saleOnly(rows).map(({ wonCount, amount }) => [wonCount, amount])).toEqual([
      [-1, eur('-1900.00')],
      [1, eur('1900.00')],
    ]);
    const places = saleOnly(rows).map((row) => [row.accountId, row.projectId, row.pipelineId]);
    expect(places[0]).toEqual([openCommand.accountId, openCommand.projectId, openCommand.pipelineId]);
    expect(places[1]).not.toEqual(places[0]);
  });

  it('goes over to the manager and the office of its new date, where it stays with its owner', () => {
    const rows = booked(...sellingCommands, unlockCommand, more, resale);
    expect(
      rows
        .filter(({ grain }) => grain === 'move')
        .map((row) => [row.bookedOn, row.attributedOn, row.wonCount, row.amount]),
    ).toEqual([
      ['2017-04-30', '2017-03-31', -1, eur('-1900.00')],
      ['2017-04-30', '2017-04-30', 1, eur('1900.00')],
    ]);
  });
});
