import type { AsOf, Group, Snapshot, Viewer } from '../../read-store/read-store.js';
import type { Filter } from '../../read-store/filter.js';
import { idsIn, lostOffers } from '../../../projections/sales-bookings/lost-offers.read-model.js';
import { salesBookings } from '../../../projections/sales-bookings/sales-bookings.read-model.js';
import { asOfShown } from '../records/as-of.js';
import { allOf, projectFilter } from '../records/project-scope.js';
import { none, type Between, type Grouping, type Open } from './grouping.js';
import { addedUp, amountsOf, keyAt, sumAt } from './money-groups.js';
import { groupingFor, type GroupBy } from './sales-groupings.js';
import { refuseBackwards } from './sales-periods.js';
import type { SalesFigures, SalesRow } from './report-answers.js';
import { orderOfRows, type Sorting } from './sales-sort.js';

export interface SalesQuery extends Between, Sorting {
  readonly viewer: Viewer;
  readonly at: AsOf;
  readonly groupBy: GroupBy;
  readonly project?: string | undefined;
  readonly pipeline?: string | undefined;
}

/**
 * Decision 15: sales and losses as booked on their own dates. Rows by product and by price book may count a sale or a loss twice, the total
 * doesn't. @throws DomainError one of reportRefusals, `currency-unknown` or `project-not-found` @throws QueryRefused
 */
export async function salesReport(store: Snapshot, query: SalesQuery, open: Open) {
  const { viewer, at, groupBy, project, pipeline } = query;
  refuseBackwards(query);
  const filter = allOf(
    bookedWithin(query),
    pipeline === undefined ? undefined : { pipelineId: { eq: pipeline } },
    await projectFilter(store, project, at, viewer),
  );
  const grouping = await groupingFor(groupBy, { store, at, viewer, open });
  const asked: Asked = { store, query, filter };
  const byKey = await bookedByKey(asked, grouping);
  const total = figuresOf(await bookingsBy(asked, ['sale'], []));
  const labels = await grouping.labelsOf([...byKey.keys()]);
  const rows = [...byKey].map(([key, { groups, lost }]): SalesRow => {
    const booked = figuresOf(groups);
    const figures = { ...booked, lost: { count: booked.lost.count + lost } };
    return { key, label: labels.get(key) ?? key, ...grouping.datesOf?.(key), ...figures };
  });
  return { ...asOfShown(at), groupBy, rows: rows.sort(orderOfRows(rows, query)), total };
}

interface Asked {
  readonly store: Snapshot;
  readonly query: SalesQuery;
  readonly filter: Filter | undefined;
}

/** What comes together under a key. */
interface Booked {
  readonly groups: Group[];
  /** Losses that are no groups of bookings. */
  lost: number;
}

async function bookedByKey(asked: Asked, grouping: Grouping): Promise<ReadonlyMap<string, Booked>> {
  const groups = await bookingsBy(asked, grouping.grains, grouping.fields);
  const valued = groups.map((group) => ({ group, values: grouping.fields.map((_field, at) => keyAt(group, at + 1)) }));
  const values = valued.map((one) => one.values);
  await grouping.prepare?.(values);

  const byKey = new Map<string, Booked>();
  const bookedUnder = (key: string): Booked => {
    const found = byKey.get(key) ?? { groups: [], lost: 0 };
    byKey.set(key, found);
    return found;
  };
  for (const { group, values: own } of valued) bookedUnder(grouping.keyOf(own)).groups.push(group);
  for (const group of await lossesBy(asked, grouping.lostUnder)) {
    for (const id of idsIn(keyAt(group, 0) ?? '')) bookedUnder(id ?? none).lost += group.count;
  }
  for (const key of grouping.keysBetween?.(values, asked.query) ?? []) bookedUnder(key);
  return byKey;
}

const bookingsBy = ({ store, query, filter }: Asked, grains: Grouping['grains'], fields: readonly string[]) =>
  store.group(salesBookings, {
    viewer: query.viewer,
    filter: allOf({ grain: { in: grains } }, filter),
    groupBy: ['currency', ...fields],
    sums: ['amountMinor', 'wonCount', 'lostCount'],
    at: query.at,
  });

async function lossesBy({ store, query, filter }: Asked, field: Grouping['lostUnder']): Promise<readonly Group[]> {
  if (field === undefined) return [];
  const { viewer, at } = query;
  return store.group(lostOffers, {
    viewer,
    filter: allOf({ lostCount: { eq: 1 } }, filter),
    groupBy: [field],
    sums: [],
    at,
  });
}

function bookedWithin({ from, to }: Between): Filter | undefined {
  if (from === undefined && to === undefined) return undefined;
  return { bookedOn: { ...(from && { gte: from }), ...(to && { lte: to }) } };
}

function figuresOf(groups: readonly Group[]): SalesFigures {
  const count = (index: number) => groups.reduce((sum, group) => sum + Number(sumAt(group, index)), 0);
  return {
    won: { count: count(1), amounts: addedUp(groups.map((group) => amountsOf(group, 0, 0))) },
    lost: { count: count(2) },
  };
}
