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
import type { OpportunityLog } from './opportunity.oracle.js';

export interface SalesAsked {
  readonly at: AsOf;
  readonly groupBy: GroupBy;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly project?: string | undefined;
  readonly pipeline?: string | undefined;
}

type Sold = RecordedOf<Extract<OpportunityEvent, { type: 'OpportunitySold' }>>['data'];

/** One entry of decision 15's book. */
interface Booking {
  readonly bookedOn: string;
  readonly ownerId: string | null;
  readonly accountId: string | null;
  readonly projectId: string;
  readonly pipelineId: string;
  readonly won: number;
  readonly lost: number;
  readonly amounts: readonly Money[];
  /** The same by product, null for none. */
  readonly products: ReadonlyMap<string | null, { readonly won: number; readonly amounts: readonly Money[] }>;
}

const none = '(none)';

/** Decision 15 over the raw events: sales, resales' differences, reversals and losses, each on its own date. */
export async function salesFold(
  events: readonly RecordedEvent[],
  asked: SalesAsked,
  open: <T>(value: T) => Promise<T>,
) {
  const { at, groupBy, from, to, project, pipeline } = asked;
  const within = projectsWithin(events, project, at);
  const bookings = [...streamsOf(cut(events, at), 'opportunity').values()]
    .flatMap(bookingsOf)
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
        return [assignments(one.ownerId, one.bookedOn).managerId];
      case 'office':
        return [assignments(one.ownerId, one.bookedOn).office];
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

function figuresOf(bookings: readonly Booking[]) {
  const amounts = new Sums().add(bookings.flatMap((one) => one.amounts)).amounts();
  return {
    won: { count: bookings.reduce((sum, { won }) => sum + won, 0), amounts },
    lost: { count: bookings.reduce((sum, { lost }) => sum + lost, 0) },
  };
}

function ofProduct(bookings: readonly Booking[], product: string | null) {
  const parts = bookings.flatMap(({ products }) => products.get(product) ?? []);
  const lost = product === null ? figuresOf(bookings).lost : { count: 0 };
  const amounts = new Sums().add(parts.flatMap((part) => part.amounts)).amounts();
  return { won: { count: parts.reduce((sum, { won }) => sum + won, 0), amounts }, lost };
}

function bookingsOf(stream: OpportunityLog): readonly Booking[] {
  const bookings: Booking[] = [];
  let standing: Sold | undefined;
  let loss: Booking | undefined;
  for (const { type, data } of stream) {
    if (type === 'OpportunitySold') {
      const booking = { ...ofSale(data), bookedOn: data.soldOn, lost: 0, ...difference(standing, data) };
      if (booking.won !== 0 || booking.amounts.length > 0 || booking.products.size > 0) bookings.push(booking);
      standing = data;
    }
    if (type === 'OpportunityLost') {
      if (standing)
        bookings.push({ ...ofSale(standing), bookedOn: data.lostOn, lost: 0, ...difference(standing, undefined) });
      standing = undefined;
      const { lostOn, ownerId = null, accountId = null, projectId, pipelineId } = data;
      const nothing = { won: 0, amounts: [], products: new Map([[null, { won: 0, amounts: [] }]]) };
      loss = { bookedOn: lostOn, ownerId, accountId, projectId, pipelineId, lost: 1, ...nothing };
    }
    // Open again, or deleted: it is not lost any more.
    if (type === 'OpportunityReopened' || type === 'OpportunityDeleted') loss = undefined;
  }
  return loss === undefined ? bookings : [...bookings, loss];
}

const ofSale = ({ credits, account, projectId, pipelineId }: Sold) => ({
  ownerId: credits[0]?.userId ?? null,
  accountId: account.id,
  projectId,
  pipelineId,
});

/** What a sale adds to the one before it, or takes from it. */
function difference(before: Sold | undefined, after: Sold | undefined): Pick<Booking, 'won' | 'amounts' | 'products'> {
  const [was, is] = [partsOf(before), partsOf(after)];
  const products = [...new Set([...was.keys(), ...is.keys()])].map((product) => {
    const [left, right] = [was.get(product), is.get(product)];
    const amounts = new Sums()
      .add(right ?? [])
      .add(left ?? [], -1n)
      .amounts();
    return [product, { won: Number(right !== undefined) - Number(left !== undefined), amounts }] as const;
  });
  return {
    won: Number(after !== undefined) - Number(before !== undefined),
    amounts: new Sums()
      .add(after ? [after.revenue] : [])
      .add(before ? [before.revenue] : [], -1n)
      .amounts(),
    products: new Map(products.filter(([, { won, amounts }]) => won !== 0 || amounts.length > 0)),
  };
}

/** What each product stands for in a sale; without lines all of it stands for none. */
function partsOf(sale: Sold | undefined): ReadonlyMap<string | null, readonly Money[]> {
  const parts = new Map<string | null, readonly Money[]>();
  if (sale === undefined) return parts;
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
