import type { GroupBy } from '../../../libs/application/reports/sales-groupings.js';
import type { RecordedEvent, RecordedOf } from '../../../libs/kernel/events.js';
import type { Money } from '../../../libs/kernel/money.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import type { OpportunityEvent } from '../../../libs/sales/opportunity/opportunity.events.js';
import { Sums } from './amounts.js';
import { assignmentsAt } from './assignments.oracle.js';
import { cut, streamsOf } from './cut.js';
import { namesAt, type Names } from './names.js';
import { projectsWithin } from './projects.oracle.js';
import { standingSale, type OpportunityLog } from './opportunity.oracle.js';

export interface SalesAsked {
  readonly at: AsOf;
  readonly groupBy: GroupBy;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly project?: string | undefined;
  readonly pipeline?: string | undefined;
}

type Sold = RecordedOf<Extract<OpportunityEvent, { type: 'OpportunitySold' }>>['data'];

/** One entry of decision 15's book: a sale, or the undoing of one. */
interface Booking {
  readonly bookedOn: string;
  /** When the sale was: its manager and office are those of that date. */
  readonly attributedOn: string;
  readonly ownerId: string | null;
  readonly accountId: string | null;
  readonly projectId: string;
  readonly pipelineId: string;
  readonly won: number;
  readonly lost: number;
  readonly amounts: readonly Money[];
  /** The same by product, null for none. */
  readonly products: ReadonlyMap<string | null, readonly Money[]>;
}

const none = '(none)';

/** Decision 15 over the raw events: each sale, undone on the date of the next or of the loss, and each loss that stands. */
export async function salesFold(
  events: readonly RecordedEvent[],
  asked: SalesAsked,
  open: <T>(value: T) => Promise<T>,
  booksOf: (stream: OpportunityLog) => readonly Booking[] = bookingsOf,
) {
  const { at, groupBy, from, to, project, pipeline } = asked;
  const within = projectsWithin(events, project, at);
  const bookings = [...streamsOf(cut(events, at), 'opportunity').values()]
    .flatMap(booksOf)
    .filter(({ bookedOn }) => (from === undefined || bookedOn >= from) && (to === undefined || bookedOn <= to))
    .filter((one) => (pipeline === undefined || one.pipelineId === pipeline) && (within?.has(one.projectId) ?? true));

  const assignments = assignmentsAt(events, at);
  const keysOf = (one: Booking): readonly (string | null)[] => {
    const quarter = Math.floor((Number(one.bookedOn.slice(5, 7)) + 2) / 3);
    switch (groupBy) {
      case 'month':
        return [one.bookedOn.slice(0, 7)];
      case 'quarter':
        return [`${one.bookedOn.slice(0, 4)}-Q${String(quarter)}`];
      case 'owner':
        return [one.ownerId];
      case 'account':
        return [one.accountId];
      case 'project':
        return [one.projectId];
      case 'product':
        return [...one.products.keys()];
      case 'manager':
        return [assignments(one.ownerId, one.attributedOn).managerId];
      case 'office':
        return [assignments(one.ownerId, one.attributedOn).office];
    }
  };
  const names = await labels(events, groupBy, at, open);
  const keys = new Set(bookings.flatMap(keysOf).map((key) => key ?? none));
  const rows = [...keys].sort().map((key) => {
    const own = bookings.filter((one) => keysOf(one).some((each) => (each ?? none) === key));
    const figures = groupBy === 'product' ? ofProduct(own, key === none ? null : key) : figuresOf(own);
    return { key, label: names.get(key) ?? key, ...datesOf(groupBy, key), ...figures };
  });
  return { asOf: at.asOf ?? null, knownAt: at.knownAt ?? null, groupBy, rows, total: figuresOf(bookings) };
}

function figuresOf(bookings: readonly Pick<Booking, 'won' | 'lost' | 'amounts'>[]) {
  const amounts = new Sums().add(bookings.flatMap((one) => one.amounts)).amounts();
  return {
    won: { count: bookings.reduce((sum, { won }) => sum + won, 0), amounts },
    lost: { count: bookings.reduce((sum, { lost }) => sum + lost, 0) },
  };
}

const ofProduct = (bookings: readonly Booking[], product: string | null) =>
  figuresOf(
    bookings.flatMap((one) => {
      const amounts = one.products.get(product);
      return amounts === undefined ? [] : [{ ...one, amounts }];
    }),
  );

function bookingsOf(stream: OpportunityLog): readonly Booking[] {
  const bookings: Booking[] = [];
  let standing: Sold | undefined;
  let loss: Booking | undefined;
  for (const { type, data } of stream) {
    if (type === 'OpportunitySold') {
      bookings.push(...undone(standing, data.soldOn), booked(data));
      standing = data;
    }
    if (type === 'OpportunityLost') {
      bookings.push(...undone(standing, data.lostOn));
      standing = undefined;
      const { lostOn, ownerId = null, accountId = null, projectId, pipelineId } = data;
      const nothing = { won: 0, amounts: [], products: new Map([[null, []]]) };
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
  won: 1,
  lost: 0,
  amounts: [sale.revenue],
  products: partsOf(sale),
});

/** The same with the other sign, where it was. */
function undone(sale: Sold | undefined, bookedOn: string): readonly Booking[] {
  if (sale === undefined) return [];
  const { products, amounts, ...rest } = booked(sale);
  const negative = (each: readonly Money[]) => new Sums().add(each, -1n).amounts();
  const parts = [...products].map(([product, each]) => [product, negative(each)] as const);
  return [{ ...rest, bookedOn, won: -1, amounts: negative(amounts), products: new Map(parts) }];
}

/** What each product stands for in a sale; without lines all of it stands for none. */
function partsOf(sale: Sold): ReadonlyMap<string | null, readonly Money[]> {
  const parts = new Map<string | null, readonly Money[]>();
  const lines = sale.lines.filter(({ action }) => action !== 'cancel');
  for (const { product, total } of lines)
    parts.set(product?.id ?? null, [...(parts.get(product?.id ?? null) ?? []), total]);
  return lines.length > 0 ? parts : new Map([[null, [sale.revenue]]]);
}

async function labels(
  events: readonly RecordedEvent[],
  groupBy: GroupBy,
  at: AsOf,
  open: <T>(value: T) => Promise<T>,
): Promise<Names> {
  switch (groupBy) {
    case 'month':
    case 'quarter':
    case 'office':
      return new Map();
    case 'owner':
    case 'manager':
      return namesAt(events, 'user', at, open);
    case 'account':
    case 'product':
    case 'project':
      return namesAt(events, groupBy, at, open);
  }
}

function datesOf(groupBy: GroupBy, key: string) {
  if (groupBy !== 'month' && groupBy !== 'quarter') return {};
  const year = Number(key.slice(0, 4));
  const [first, last] =
    groupBy === 'month'
      ? [Number(key.slice(5)), Number(key.slice(5))]
      : [Number(key.slice(6)) * 3 - 2, Number(key.slice(6)) * 3];
  const day = (month: number, date: number) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
  return { from: day(first - 1, 1), to: day(last, 0) };
}
