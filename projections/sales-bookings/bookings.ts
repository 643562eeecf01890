import type { DateOnly } from '../../libs/kernel/dates.js';
import type { RecordedOf } from '../../libs/kernel/events.js';
import { derivedId } from '../../libs/kernel/ids.js';
import { changeOf, isZero, minorOf, negated, totals, zero, type Money } from '../../libs/kernel/money.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import { bookedSale, sameAttribution } from './booked-sale.js';
import type { BookedSale, BookingRow } from './booking-row.js';

type Event<Name extends OpportunityEvent['type']> = RecordedOf<Extract<OpportunityEvent, { type: Name }>>;
export type Sold = Event<'OpportunitySold'>;
export type Lost = Event<'OpportunityLost'>;
type Grain = BookingRow['grain'];
/** A booking before it is known when and for which opportunity. */
type Entry = Omit<BookingRow, '_id' | 'opportunityId' | 'bookedOn'>;

/** What a sale books: itself where nothing stood, else what it changes, and where (ADR 40). */
export function bookingsOfSale({ data }: Sold, before: BookedSale | null): readonly BookingRow[] {
  const { opportunityId, saleNumber, soldOn } = data;
  return changeBy(before, bookedSale(data)).map((entry, index) => ({
    _id: saleKey(opportunityId, saleNumber, index),
    opportunityId,
    bookedOn: soldOn,
    ...entry,
  }));
}

/** The booking that every sold opportunity has: it keeps the sale that stands. */
export const firstKey = (opportunityId: string): string => saleKey(opportunityId, 1, 0);

/** At least the keys that a sale books under, whatever stood before it. */
export function saleKeys(sold: Sold): readonly string[] {
  const { opportunityId, saleNumber, lines, previousRevenue } = sold.data;
  if (previousRevenue === undefined) return bookingsOfSale(sold, null).map(({ _id }) => _id);
  const stood = lines.filter(({ previousTotal }) => previousTotal !== undefined).length;
  const stands = lines.filter(({ action }) => action !== 'cancel').length;
  // Both as sales and, of each, as many products and price books as lines at most, or none; and a move.
  const most = 2 + 2 * (Math.max(stood, 1) + Math.max(stands, 1)) + 2;
  return Array.from({ length: most }, (_, index) => saleKey(opportunityId, saleNumber, index));
}

const saleKey = (opportunityId: string, saleNumber: number, index: number): string =>
  derivedId('booking', opportunityId, 'sale', String(saleNumber), String(index));

/** The negative of the sale that stood when it was lost, where that was booked. */
export function reversalsOf({ data }: Lost): readonly BookingRow[] {
  const { opportunityId, lostOn, reversed } = data;
  if (reversed === undefined) return [];
  const stood = bookedSale(reversed);
  return difference(stood, null, stood).map((entry, index) => ({
    _id: derivedId('booking', opportunityId, 'reversal', String(reversed.saleNumber), String(index)),
    opportunityId,
    bookedOn: lostOn,
    ...entry,
  }));
}

/** The loss itself, as a whole: under which products and price books it counts, `lostOffers` says (ADR 44). */
export function lossOf({ data }: Lost): BookingRow {
  const { opportunityId, lostOn, ownerId = null, accountId = null, projectId, pipelineId } = data;
  const whose = { ownerId, accountId, projectId, partnerId: null, pipelineId, soldOn: lostOn };
  return {
    ...entryOf('sale', whose, null, null),
    _id: lossKey(opportunityId),
    opportunityId,
    bookedOn: lostOn,
    lostCount: 1,
  };
}

/** The row that says an opportunity is lost; a reopened one has none. */
export const lossKey = (opportunityId: string): string => derivedId('booking', opportunityId, 'lost');

function changeBy(before: BookedSale | null, after: BookedSale): readonly Entry[] {
  if (before === null) return difference(null, after, after);
  if (sameAttribution(before, after)) return [...difference(before, after, after), ...moved(before, after.soldOn)];
  return [...difference(before, null, before), ...difference(null, after, after)];
}

/** What stood goes over to the settings of another date; what is booked stays. */
function moved(sale: BookedSale, soldOn: DateOnly): readonly Entry[] {
  if (sale.soldOn === soldOn) return [];
  const then = { ...sale, soldOn };
  return [...bySale(sale, null, sale), ...bySale(null, then, then)].map((entry) => ({ ...entry, grain: 'move' }));
}

/** What is booked under `whose` when this comes in place of that: as sales, by product and by price book. */
const difference = (before: BookedSale | null, after: BookedSale | null, whose: BookedSale): readonly Entry[] => [
  ...bySale(before, after, whose),
  ...byPart('product', 'productId', before, after, whose),
  ...byPart('priceBook', 'priceBookId', before, after, whose),
];

const bySale = (before: BookedSale | null, after: BookedSale | null, whose: BookedSale): readonly Entry[] =>
  entries('sale', whose, null, {
    wonCount: Number(after !== null) - Number(before !== null),
    change: changeOf(before?.revenue, after?.revenue),
  });

function byPart(
  grain: Grain,
  field: 'productId' | 'priceBookId',
  before: BookedSale | null,
  after: BookedSale | null,
  whose: BookedSale,
): readonly Entry[] {
  const ids = new Set([...(before?.parts ?? []), ...(after?.parts ?? [])].map((part) => part[field]));
  return [...ids].flatMap((id) => {
    const amountsIn = (sale: BookedSale | null): readonly Money[] =>
      (sale?.parts ?? []).filter((part) => part[field] === id).map(({ amount }) => amount);
    const [was, is] = [amountsIn(before), amountsIn(after)];
    return entries(grain, whose, id, {
      wonCount: Math.sign(is.length) - Math.sign(was.length),
      change: totals([...was.map(negated), ...is]).filter((amount) => !isZero(amount)),
    });
  });
}

/** One per currency; the first carries the count. Nothing changed and nothing to count: none. */
function entries(
  grain: Grain,
  whose: BookedSale,
  id: string | null,
  { wonCount, change }: { readonly wonCount: number; readonly change: readonly Money[] },
): readonly Entry[] {
  const amounts = change.length > 0 ? change : wonCount === 0 ? [] : [zero(whose.revenue.currency)];
  return amounts.map((amount, index) => ({
    ...entryOf(grain, whose, id, amount),
    wonCount: index === 0 ? wonCount : 0,
  }));
}

const entryOf = (
  grain: Grain,
  { ownerId, accountId, projectId, partnerId, pipelineId, soldOn }: Omit<BookedSale, 'revenue' | 'parts'>,
  id: string | null,
  amount: Money | null,
): Entry => ({
  grain,
  attributedOn: soldOn,
  wonCount: 0,
  lostCount: 0,
  amount,
  amountMinor: amount && minorOf(amount),
  currency: amount && amount.currency,
  ownerId,
  accountId,
  projectId,
  partnerId,
  pipelineId,
  productId: grain === 'product' ? id : null,
  priceBookId: grain === 'priceBook' ? id : null,
  standing: null,
});
