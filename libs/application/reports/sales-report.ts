import type { DateOnly } from '../../kernel/dates.js';
import type { Money } from '../../kernel/money.js';
import type { AsOf, Group, Snapshot, Viewer } from '../../read-store/read-store.js';
import { salesBookings } from '../../../projections/sales-bookings/sales-bookings.read-model.js';
import { asOfShown } from '../records/as-of.js';
import { addedUp, amountsOf, keyAt, sumAt } from './money-groups.js';
import { allOf, projectFilter } from '../records/project-scope.js';
import { groupingFor, type GroupBy, type Grouping } from './sales-groupings.js';

export interface SalesQuery {
  readonly viewer: Viewer;
  readonly at: AsOf;
  readonly groupBy: GroupBy;
  /** Inclusive business dates. */
  readonly from?: DateOnly | undefined;
  readonly to?: DateOnly | undefined;
  readonly project?: string | undefined;
  readonly pipeline?: string | undefined;
}

export interface SalesFigures {
  readonly won: { readonly count: number; readonly amounts: readonly Money[] };
  readonly lost: { readonly count: number };
}

export type SalesRow = {
  readonly key: string;
  readonly label: string;
  readonly from?: DateOnly;
  readonly to?: DateOnly;
} & SalesFigures;

/** Decision 15: sales and losses as booked on their own dates. Rows sorted by key; rows by product may count a sale twice, the total doesn't. */
export async function salesReport(store: Snapshot, query: SalesQuery, open: <T>(value: T) => Promise<T>) {
  const { viewer, at, groupBy, from, to, project, pipeline } = query;
  const dates = { ...(from && { gte: from }), ...(to && { lte: to }) };
  const filter = allOf(
    from === undefined && to === undefined ? undefined : { bookedOn: dates },
    pipeline === undefined ? undefined : { pipelineId: { eq: pipeline } },
    await projectFilter(store, project, at, viewer),
  );
  const grouping = await groupingFor(groupBy, { store, at, viewer, open });
  const groupsOf = (grains: Grouping['grains'], by: readonly string[]) =>
    store.group(salesBookings, {
      viewer,
      filter: allOf({ grain: { in: grains } }, filter),
      groupBy: ['currency', ...by],
      sums: ['amountMinor', 'wonCount', 'lostCount'],
      at,
    });
  const groups = await groupsOf(grouping.grains, grouping.fields);
  const total = figuresOf(await groupsOf(['sale'], []));
  const byKey = new Map<string, Group[]>();
  for (const group of groups) {
    const key = grouping.keyOf(grouping.fields.map((_field, index) => keyAt(group, index + 1)));
    const own = byKey.get(key);
    if (own === undefined) byKey.set(key, [group]);
    else own.push(group);
  }
  const labels = await grouping.labelsOf([...byKey.keys()]);
  const rows: SalesRow[] = [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => ({ key, label: labels.get(key) ?? key, ...grouping.datesOf?.(key), ...figuresOf(own) }));
  return { ...asOfShown(at), groupBy, rows, total };
}

function figuresOf(groups: readonly Group[]): SalesFigures {
  const count = (index: number) => groups.reduce((sum, group) => sum + Number(sumAt(group, index)), 0);
  return {
    won: { count: count(1), amounts: addedUp(groups.map((group) => amountsOf(group, 0, 0))) },
    lost: { count: count(2) },
  };
}
