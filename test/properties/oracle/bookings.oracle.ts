import type { RecordedOf } from '../../../libs/kernel/events.js';
import type { Money } from '../../../libs/kernel/money.js';
import type { OpportunityEvent } from '../../../libs/sales/opportunity/opportunity.events.js';
import { Sums, summed } from './amounts.js';
import { activeLines, standingSale, type OpportunityLog } from './opportunity.oracle.js';

type Sold = RecordedOf<Extract<OpportunityEvent, { type: 'OpportunitySold' }>>['data'];

/** One entry of decision 15's book: a sale, or the undoing of one. */
export interface Booking {
  readonly bookedOn: string;
  /** When the sale was: its manager and office are those of that date. */
  readonly attributedOn: string;
  /** Of a resale where the sale before it was: what of it is another. A row that has only what stays as it was is none. */
  readonly changes: { readonly whole: boolean; readonly date: boolean };
  readonly ownerId: string | null;
  readonly accountId: string | null;
  readonly projectId: string;
  readonly pipelineId: string;
  readonly won: number;
  readonly lost: number;
  readonly amounts: readonly Money[];
  /** The same by product and by price book, null for none. */
  readonly products: Parts;
  readonly priceBooks: Parts;
}

type Parts = ReadonlyMap<string | null, readonly Money[]>;

/** Each sale, undone on the date of the next or of the loss, and each loss that stands. */
export function bookingsOf(stream: OpportunityLog): readonly Booking[] {
  const bookings: Booking[] = [];
  let standing: Sold | undefined;
  let loss: Booking | undefined;
  for (const [index, { type, data }] of stream.entries()) {
    if (type === 'OpportunitySold') {
      bookings.push(...soldAfter(standing, data));
      standing = data;
    }
    if (type === 'OpportunityLost') {
      const offered = activeLines(stream.slice(0, index));
      const under = offered.length > 0 ? offered : soldLines(standing);
      bookings.push(...undone(standing, data.lostOn));
      standing = undefined;
      const { lostOn, ownerId = null, accountId = null, projectId, pipelineId } = data;
      const nothing = {
        changes: { whole: true, date: true },
        won: 0,
        amounts: [],
        products: lostUnder(under, productOf),
        priceBooks: lostUnder(under, bookOf),
      };
      loss = { bookedOn: lostOn, attributedOn: lostOn, ownerId, accountId, projectId, pipelineId, lost: 1, ...nothing };
    }
    // Open again, or deleted: it is not lost any more.
    if (type === 'OpportunityReopened' || type === 'OpportunityDeleted') loss = undefined;
  }
  return loss === undefined ? bookings : [...bookings, loss];
}

/** What all bookings of an opportunity come to: the sale that stands, and the loss. */
export function standingOnly(stream: OpportunityLog): readonly Booking[] {
  const sale = standingSale(stream);
  return [...(sale ? [booked(sale)] : []), ...bookingsOf(stream).filter(({ lost }) => lost > 0)];
}

const booked = (sale: Sold): Booking => ({
  bookedOn: sale.soldOn,
  attributedOn: sale.soldOn,
  ownerId: sale.credits[0]?.userId ?? null,
  accountId: sale.account.id,
  projectId: sale.projectId,
  pipelineId: sale.pipelineId,
  changes: { whole: true, date: true },
  won: 1,
  lost: 0,
  amounts: [sale.revenue],
  products: partsOf(sale, productOf),
  priceBooks: partsOf(sale, bookOf),
});

/** The sale, after the one that stood is undone; without the parts that are as they were, where both are in the same place. */
function soldAfter(before: Sold | undefined, after: Sold): readonly Booking[] {
  const pair = [...undone(before, after.soldOn), booked(after)];
  if (before === undefined || whereOf(before) !== whereOf(after)) return pair;
  const changes = {
    whole: JSON.stringify(before.revenue) !== JSON.stringify(after.revenue),
    date: before.soldOn !== after.soldOn,
  };
  const [was, is] = [booked(before), booked(after)];
  const changed = (field: 'products' | 'priceBooks', parts: Parts): Parts => {
    const differs = (part: string | null) =>
      JSON.stringify(summedIn(was[field], part)) !== JSON.stringify(summedIn(is[field], part));
    return new Map([...parts].filter(([part]) => differs(part)));
  };
  return pair.map((one) => ({
    ...one,
    changes,
    products: changed('products', one.products),
    priceBooks: changed('priceBooks', one.priceBooks),
  }));
}

/** What of a sale is of this part; undefined: nothing is. */
const summedIn = (parts: Parts, part: string | null) => {
  const amounts = parts.get(part);
  return amounts && summed(amounts);
};

const whereOf = ({ credits, account, projectId, partnerId, pipelineId }: Sold): string =>
  JSON.stringify([credits[0]?.userId, account.id, projectId, partnerId, pipelineId]);

/** The same with the other sign, where it was. */
function undone(sale: Sold | undefined, bookedOn: string): readonly Booking[] {
  if (sale === undefined) return [];
  const { products, priceBooks, amounts, ...rest } = booked(sale);
  const negative = (each: readonly Money[]) => new Sums().add(each, -1n).amounts();
  const parts = (all: Parts): Parts => new Map([...all].map(([part, each]) => [part, negative(each)]));
  const undoing = { amounts: negative(amounts), products: parts(products), priceBooks: parts(priceBooks) };
  return [{ ...rest, bookedOn, won: -1, ...undoing }];
}

type Line = Pick<Sold['lines'][number], 'product' | 'priceBookId'>;
const productOf = ({ product }: Line): string | null => product?.id ?? null;
const bookOf = ({ priceBookId }: Line): string | null => priceBookId ?? null;

const soldLines = (sale: Sold | undefined) => (sale?.lines ?? []).filter(({ action }) => action !== 'cancel');

/** What each product or book stands for in a sale; without lines all of it stands for none. */
function partsOf(sale: Sold, placeOf: (line: Line) => string | null): Parts {
  const parts = new Map<string | null, readonly Money[]>();
  const lines = soldLines(sale);
  for (const line of lines) parts.set(placeOf(line), [...(parts.get(placeOf(line)) ?? []), line.total]);
  return lines.length > 0 ? parts : new Map([[null, [sale.revenue]]]);
}

/** A loss under each product or book of these lines; under none where there are no lines. */
const lostUnder = (lines: readonly Line[], placeOf: (line: Line) => string | null): Parts =>
  new Map((lines.length > 0 ? lines.map(placeOf) : [null]).map((place) => [place, []]));
