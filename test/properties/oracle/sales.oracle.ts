import type { GroupBy } from '../../../libs/application/reports/sales-groupings.js';
import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { Sums } from './amounts.js';
import { assignmentsAt } from './assignments.oracle.js';
import { cut, streamsOf } from './cut.js';
import { namesAt, type Names } from './names.js';
import { projectsWithin } from './projects.oracle.js';
import { bookingsOf, type Booking } from './bookings.oracle.js';
import type { OpportunityLog } from './opportunity.oracle.js';
import { industriesAt } from './industries.oracle.js';
import { emptyPeriods, periodOf } from './periods.oracle.js';

export interface SalesAsked {
  readonly at: AsOf;
  readonly groupBy: GroupBy;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly project?: string | undefined;
  readonly pipeline?: string | undefined;
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
  const industryOf = industriesAt(events, at);
  const keysOf = (one: Booking): readonly (string | null)[] => {
    switch (groupBy) {
      case 'year':
      case 'quarter':
      case 'month':
        return [periodOf(groupBy, one.bookedOn).key];
      case 'pipeline':
        return [one.pipelineId];
      case 'industry':
        return [industryOf(one.accountId)];
      case 'priceBook':
        return [...one.priceBooks.keys()];
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
  const seen = bookings.filter(({ changes }) => {
    if (groupBy === 'product' || groupBy === 'priceBook') return true;
    return changes.whole || (changes.date && (groupBy === 'manager' || groupBy === 'office'));
  });
  const periods = emptyPeriods(asked, seen);
  const keys = new Set([...seen.flatMap(keysOf), ...periods.map(({ key }) => key)].map((key) => key ?? none));
  const rows = [...keys].sort().map((key) => {
    const own = bookings.filter((one) => keysOf(one).some((each) => (each ?? none) === key));
    const figures = figuresOf(own.map((one) => partOf(one, groupBy, key === none ? null : key)));
    const dates = [...periods, ...own.map(({ bookedOn }) => periodOf(groupBy, bookedOn))].find(
      (one) => one.key === key,
    );
    return { label: names.get(key) ?? key, ...dates, key, ...figures };
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

/** What of the booking is of this product, or this price book. */
function partOf(one: Booking, groupBy: GroupBy, key: string | null): Pick<Booking, 'won' | 'lost' | 'amounts'> {
  const parts = groupBy === 'product' ? one.products : groupBy === 'priceBook' ? one.priceBooks : undefined;
  return parts === undefined ? one : { ...one, amounts: parts.get(key) ?? [] };
}

async function labels(
  events: readonly RecordedEvent[],
  groupBy: GroupBy,
  at: AsOf,
  open: <T>(value: T) => Promise<T>,
): Promise<Names> {
  switch (groupBy) {
    case 'year':
    case 'month':
    case 'quarter':
    case 'industry':
    case 'office':
      return new Map();
    case 'owner':
    case 'manager':
      return namesAt(events, 'user', at, open);
    case 'account':
    case 'pipeline':
    case 'priceBook':
    case 'product':
    case 'project':
      return namesAt(events, groupBy, at, open);
  }
}
