import Type, { type Static } from 'typebox';
import { Money } from '../../kernel/money.js';
import type { AsOf, Group, Snapshot, Viewer } from '../../read-store/read-store.js';
import { leads } from '../../../projections/leads/leads.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { allRows } from '../records/rows-at.js';
import { none } from './grouping.js';
import { addedUp, amountsOf, keyAt } from './money-groups.js';

const count = Type.Integer({ minimum: 0 });
/** One per currency (decision 11). */
const amounts = Type.Unsafe<readonly Money[]>(Type.Array(Money));

/** Archived ones are in `archived` alone, whatever they were before. */
const leadCounts = { total: count, open: count, qualified: count, disqualified: count, archived: count };
type LeadCounts = Readonly<Record<keyof typeof leadCounts, number>>;

/** What names a record, counted and added up. */
export const Results = Type.Object({
  leads: Type.Object({
    ...leadCounts,
    bySource: Type.Immutable(
      Type.Array(Type.Object({ source: Type.String({ description: '`(none)` where there is none.' }), ...leadCounts })),
    ),
  }),
  opportunities: Type.Object({
    total: count,
    open: count,
    reopened: Type.Integer({ minimum: 0, description: 'Sold, and unlocked since: the sale still stands.' }),
    won: count,
    lost: count,
  }),
  pipeline: Type.Object({ count, amounts }, { description: 'Open and reopened ones, without what was sold.' }),
  sales: Type.Object({ count, amounts }, { description: 'The sales that stand, with their revenue.' }),
});
export type Results = Readonly<Static<typeof Results>>;

interface Asked {
  readonly viewer: Viewer;
  readonly at: AsOf;
}

/** Of the leads and opportunities that name the record as of then, each read in the order of its grouping. */
export async function resultsOf(
  store: Snapshot,
  asked: Asked,
  field: 'campaignId' | 'partnerId',
  id: string,
): Promise<Results> {
  const filter = { [field]: { eq: id } };
  const leadGroups = await store.group(leads, {
    ...asked,
    filter,
    groupBy: [field, 'status', 'archived', 'source'],
    sums: [],
  });
  const groupBy = [field, 'status', 'currency'];
  const groups = await store.group(opportunities, { ...asked, filter, groupBy, sums: ['amountMinor'] });
  const byStatus = {
    open: ofStatus(groups, 'open'),
    reopened: ofStatus(groups, 'reopened'),
    won: ofStatus(groups, 'won'),
    lost: ofStatus(groups, 'lost'),
  };
  const reopened =
    byStatus.reopened.count === 0
      ? []
      : await allRows(store, opportunities, asked.at, asked.viewer, { ...filter, status: { eq: 'reopened' } });
  const standing = reopened.map(({ revenue }) => (revenue === null ? [] : [revenue]));
  return {
    leads: { ...leadCountsOf(leadGroups), bySource: bySource(leadGroups) },
    opportunities: {
      total: counted(groups),
      open: byStatus.open.count,
      reopened: byStatus.reopened.count,
      won: byStatus.won.count,
      lost: byStatus.lost.count,
    },
    pipeline: { count: byStatus.open.count + byStatus.reopened.count, amounts: byStatus.open.amounts },
    sales: {
      count: byStatus.won.count + byStatus.reopened.count,
      amounts: addedUp([byStatus.won.amounts, ...standing]),
    },
  };
}

const counted = (groups: readonly Group[]): number => groups.reduce((sum, group) => sum + group.count, 0);

function ofStatus(groups: readonly Group[], status: string) {
  const own = groups.filter((group) => keyAt(group, 1) === status);
  return { count: counted(own), amounts: addedUp(own.map((group) => amountsOf(group, 2, 0))) };
}

function bySource(groups: readonly Group[]): Results['leads']['bySource'] {
  const sources = [...new Set(groups.map((group) => keyAt(group, 3) ?? none))].sort();
  return sources.map((source) => ({
    source,
    ...leadCountsOf(groups.filter((group) => (keyAt(group, 3) ?? none) === source)),
  }));
}

function leadCountsOf(groups: readonly Group[]): LeadCounts {
  const isArchived = (group: Group): boolean => keyAt(group, 2) === '1';
  const current = groups.filter((group) => !isArchived(group));
  const of = (status: string): number => counted(current.filter((group) => keyAt(group, 1) === status));
  return {
    total: counted(groups),
    open: of('open'),
    qualified: of('qualified'),
    disqualified: of('disqualified'),
    archived: counted(groups.filter(isArchived)),
  };
}
