import fc from 'fast-check';
import { isDomainError } from '../../libs/kernel/domain-error.js';
import type {
  AccountId,
  LineId,
  ProductId,
  QuoteId,
  PipelineId,
  ProjectId,
  PriceBookId,
  UserId,
} from '../../libs/kernel/ids.js';
import { Exact } from '../../libs/kernel/decimal.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import { opportunity } from '../../libs/sales/opportunity/opportunity.js';
import type { NewLine } from '../../libs/sales/opportunity/quote.commands.js';
import { streamOf } from '../../libs/testing/projection/rows-after.js';
import {
  idOf,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  seats,
  sellCommand,
} from '../../libs/testing/sales/sales-examples.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import type { BookingRow } from './booking-row.js';
import { salesBookings } from './sales-bookings.read-model.js';

const some = <T extends string>(...names: readonly T[]) => fc.constantFrom(...names);
const date = some('2017-01-31', '2017-02-28', '2017-03-31').map(on);
const quoteId = some('q1', 'q2').map((name) => idOf<QuoteId>(name));
const line = fc
  .record({
    id: some('l1', 'l2', 'l3'),
    product: some('p1', 'p2', ''),
    book: some('b1', 'b2', ''),
    quantity: some('1', '2'),
  })
  .map(({ id, product, book, quantity }): NewLine => {
    const { product: _, priceId: __, ...hand } = seats;
    return {
      ...hand,
      lineId: idOf<LineId>(id),
      quantity,
      ...(product && { product: { id: idOf<ProductId>(product), code: product, name: product } }),
      ...(book && { priceBookId: idOf<PriceBookId>(book) }),
    };
  });
const lines = fc.uniqueArray(line, { maxLength: 3, selector: ({ lineId }) => lineId });

type Command = OpportunityCommand | 'sell' | 'lose';
const edit = { type: 'EditOpportunity', opportunityId } as const;
const sold = fc.record({ soldOn: date, command: fc.constant('sell' as const) });
const command: fc.Arbitrary<{ readonly command: Command; readonly soldOn?: typeof loseCommand.lostOn }> = fc.oneof(
  { weight: 4, arbitrary: sold },
  { weight: 4, arbitrary: fc.constant({ command: { type: 'UnlockOpportunity', opportunityId } as const }) },
  { weight: 1, arbitrary: fc.record({ soldOn: date, command: fc.constant('lose' as const) }) },
  { weight: 1, arbitrary: fc.constant({ command: { type: 'ReopenOpportunity', opportunityId } as const }) },
  {
    weight: 4,
    arbitrary: fc
      .oneof(
        some('u1', 'u2').map(
          (name) => ({ type: 'ChangeOpportunityOwner', opportunityId, ownerId: idOf<UserId>(name) }) as const,
        ),
        some('a1', 'a2').map((name) => ({ ...edit, accountId: idOf<AccountId>(name) })),
        some('r1', 'r2').map((name) => ({ ...edit, projectId: idOf<ProjectId>(name) })),
        some('10', '20').map((amount) => ({ ...edit, expectedAmount: { amount, currency: 'USD' } })),
        some('i1', 'i2').map(
          (name) =>
            ({
              type: 'MoveOpportunity',
              opportunityId,
              pipelineId: idOf<PipelineId>(name),
              stageId: openCommand.stageId,
              category: 'open',
            }) as const,
        ),
        fc
          .record({ quoteId, currency: some('EUR', 'JPY'), lines })
          .map((own) => ({ type: 'CreateQuote', opportunityId, name: 'Q', ...own }) as const),
        quoteId.map((own) => ({ type: 'ActivateQuote', opportunityId, quoteId: own }) as const),
        fc
          .record({
            quoteId,
            add: lines,
            remove: fc.subarray(
              ['l1', 'l2'].map((name) => idOf<LineId>(name)),
              { maxLength: 1 },
            ),
          })
          .map((own) => ({ type: 'ChangeQuoteLines', opportunityId, ...own }) as const),
      )
      .map((one) => ({ command: one })),
  },
);

const reached = { elsewhere: 0, again: 0, undone: 0 };

describe('whatever is sold, given away, sold again and lost', () => {
  it('the bookings of every key come to the sale that stands with it, after every event (decision 15, ADR 40)', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 10, maxLength: 40, size: 'max' }), (commands) => {
        const events = lived(commands);
        for (const [index, { type }] of events.entries()) {
          if (type !== 'OpportunitySold' && type !== 'OpportunityLost' && type !== 'OpportunityReopened') continue;
          agree(events.slice(0, index + 1));
        }
      }),
      { numRuns: 300 },
    );
    expect(Object.values(reached).every((times) => times > 20)).toBe(true);
  });
});

function lived(commands: readonly { readonly command: Command; readonly soldOn?: typeof loseCommand.lostOn }[]) {
  let state = opportunity.initialState;
  const events: OpportunityEvent[] = [];
  const take = (one: OpportunityCommand): void => {
    try {
      for (const event of opportunity.decide(one, state)) {
        events.push(event);
        state = opportunity.evolve(state, event);
      }
    } catch (error) {
      if (!isDomainError(error)) throw error;
    }
  };
  take({ ...openCommand, expectedAmount: { amount: '5', currency: 'EUR' } });
  for (const { command: one, soldOn = sellCommand.soldOn } of commands) {
    const accountId = 'accountId' in state ? state.accountId : undefined;
    if (one === 'sell') {
      take({ ...sellCommand, soldOn, quoteRequired: false, account: accountId && { id: accountId, references: [] } });
    } else if (one === 'lose') take({ ...loseCommand, lostOn: soldOn });
    else take(one);
  }
  return events;
}

type Key = (row: BookingRow) => string | null;
const keys: readonly (readonly [grains: readonly BookingRow['grain'][], of: Key])[] = [
  [['sale'], () => 'all'],
  [['sale'], (row) => row.ownerId],
  [['sale'], (row) => row.accountId],
  [['sale'], (row) => row.projectId],
  [['sale'], (row) => row.pipelineId],
  [['sale', 'move'], (row) => `${row.ownerId ?? ''} ${row.attributedOn}`],
  [['product'], (row) => row.productId],
  [['product'], (row) => `${row.ownerId ?? ''} ${row.productId ?? ''}`],
  [['priceBook'], (row) => row.priceBookId],
];

/** The bookings, against those of a history in which only the standing sale was ever sold. */
function agree(events: readonly OpportunityEvent[]): void {
  const stream = `opportunity-${opportunityId}`;
  const rows = [...rowsOf(salesBookings, streamOf(stream, ...events)).values()];
  const last = events.findLast(({ type }) => type === 'OpportunitySold' || type === 'OpportunityLost');
  const standing = last?.type === 'OpportunitySold' ? [asFirst(last)] : [];
  const wanted = [...rowsOf(salesBookings, streamOf(stream, ...standing)).values()];
  for (const [grains, of] of keys) {
    const summed = (all: readonly BookingRow[]) =>
      sums(
        all.filter(({ grain }) => grains.includes(grain)),
        of,
      );
    expect(summed(rows)).toEqual(summed(wanted));
  }
  const sales = rows.filter(({ grain }) => grain === 'sale');
  if (last?.type === 'OpportunityLost' && last.data.reversed) reached.undone += 1;
  if (last?.type === 'OpportunitySold' && last.data.previousRevenue) {
    if (sales.some(({ wonCount, bookedOn }) => wonCount < 0 && bookedOn === last.data.soldOn)) reached.elsewhere += 1;
    else reached.again += 1;
  }
}

const asFirst = (sold: Extract<OpportunityEvent, { type: 'OpportunitySold' }>): OpportunityEvent => {
  const { previousRevenue: _, lines, ...data } = sold.data;
  const stands = lines.filter(({ action }) => action !== 'cancel').map(({ previousTotal: __, ...own }) => own);
  return { ...sold, data: { ...data, saleNumber: 1, lines: stands } };
};

/** Counts and amounts by key and currency that are not zero. */
function sums(rows: readonly BookingRow[], keyOf: Key): Readonly<Record<string, string>> {
  const found = new Map<string, Exact>();
  const add = (key: string, by: string | number) => found.set(key, (found.get(key) ?? new Exact(0)).plus(by));
  for (const row of rows) {
    add(`${String(keyOf(row))} won`, row.wonCount);
    if (row.amount) add(`${String(keyOf(row))} ${row.amount.currency}`, row.amount.amount);
  }
  const left = [...found]
    .filter(([, value]) => !value.isZero())
    .map(([key, value]) => [key, value.toString()] as const);
  return Object.fromEntries(left.sort(([a], [b]) => (a < b ? -1 : 1)));
}
