import { addDays, type DateOnly } from '../../../libs/kernel/dates.js';
import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { Money } from '../../../libs/kernel/money.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { Sums } from './amounts.js';
import { cut, streamsOf } from './cut.js';
import { standingSale, told } from './opportunity.oracle.js';

/** CAM-09, CAM-11, PAR-04: what names the campaign or partner then, one by one. */
export function resultsFold(events: readonly RecordedEvent[], at: AsOf, field: 'campaignId' | 'partnerId', id: string) {
  const then = cut(events, at);
  const leads = leadsTold(then).filter((lead) => lead[field] === id);
  const sources = [...new Set(leads.map(({ source }) => source))].sort();
  const opportunities = [...streamsOf(then, 'opportunity').values()].flatMap((stream) => {
    const facts = told(stream);
    return facts?.[field] === id ? [{ ...facts, revenue: standingSale(stream)?.revenue }] : [];
  });
  const count = (status: string) => opportunities.filter((one) => one.status === status).length;
  const open = opportunities.filter(({ status }) => status === 'open');
  const sold = opportunities.flatMap(({ revenue }) => revenue ?? []);
  return {
    leads: {
      ...counted(leads),
      bySource: sources.map((source) => ({ source, ...counted(leads.filter((lead) => lead.source === source)) })),
    },
    opportunities: {
      total: opportunities.length,
      open: open.length,
      reopened: count('reopened'),
      won: count('won'),
      lost: count('lost'),
    },
    pipeline: {
      count: open.length + count('reopened'),
      amounts: new Sums().add(open.flatMap(({ amount }) => amount ?? [])).all(),
    },
    sales: { count: sold.length, amounts: new Sums().add(sold).all() },
  };
}

/** CAM-04: what the campaign had cost on that date; undefined where it was not there. */
export function costFold(
  events: readonly RecordedEvent[],
  at: AsOf,
  campaignId: string,
  on: DateOnly,
): readonly Money[] | undefined {
  const stream = streamsOf(cut(events, at), 'campaign').get(campaignId) ?? [];
  if (stream.length === 0 || stream.some(({ type }) => type === 'CampaignDeleted')) return undefined;
  const costs = stream.flatMap((event) => {
    if (event.type === 'CampaignCreated') return [event.data.costs];
    return event.type === 'CampaignEdited' && event.data.to.costs !== undefined ? [event.data.to.costs] : [];
  });
  const spent = (costs.at(-1) ?? []).filter((cost) => cost.on < addDays(on, 1));
  return new Sums().add(spent.map(({ amount }) => amount)).all();
}

/** PAR-04: the accounts and contracts that name the partner then. */
export function networkFold(events: readonly RecordedEvent[], at: AsOf, partnerId: string) {
  const then = cut(events, at);
  const accounts = [...streamsOf(then, 'account').values()].filter((stream) => {
    const named = stream.flatMap((event) => {
      if (event.type === 'AccountCreated') return [event.data.partnerId];
      return event.type === 'AccountEdited' && event.data.to?.partnerId !== undefined ? [event.data.to.partnerId] : [];
    });
    return named.at(-1) === partnerId;
  });
  const contracts = [...streamsOf(then, 'contract').values()].flatMap((stream) => {
    const last = stream.at(-1)?.data;
    return last?.partnerId === partnerId ? [last.status] : [];
  });
  const count = (status: string) => contracts.filter((each) => each === status).length;
  return {
    accounts: { total: accounts.length },
    contracts: {
      total: contracts.length,
      active: count('active'),
      cancelled: count('cancelled'),
      expired: count('expired'),
    },
  };
}

interface LeadTold {
  readonly campaignId: string | null;
  readonly partnerId: string | null;
  readonly source: string;
  readonly status: 'open' | 'disqualified' | 'qualified';
  readonly archived: boolean;
}

const leadsTold = (events: readonly RecordedEvent[]): readonly LeadTold[] =>
  [...streamsOf(events, 'lead').values()].flatMap(([created, ...later]) => {
    if (created?.type !== 'LeadCreated') return [];
    const { data } = created;
    let [campaignId, partnerId, source]: (string | null)[] = [
      data.campaignId ?? null,
      data.partnerId ?? null,
      data.source ?? null,
    ];
    let [status, archived]: [LeadTold['status'], boolean] = ['open', false];
    for (const event of later) {
      if (event.type === 'LeadEdited' && event.data.to?.campaignId !== undefined) campaignId = event.data.to.campaignId;
      if (event.type === 'LeadEdited' && event.data.to?.partnerId !== undefined) partnerId = event.data.to.partnerId;
      if (event.type === 'LeadEdited' && event.data.to?.source !== undefined) source = event.data.to.source;
      if (event.type === 'LeadDisqualified') status = 'disqualified';
      if (event.type === 'LeadReopened') status = 'open';
      if (event.type === 'LeadQualified') status = 'qualified';
      if (event.type === 'LeadArchived' || event.type === 'LeadUnarchived') archived = event.type === 'LeadArchived';
    }
    const origin = { campaignId: campaignId ?? null, partnerId: partnerId ?? null };
    return [{ ...origin, source: source ?? '(none)', status, archived }];
  });

const counted = (leads: readonly LeadTold[]) => ({
  total: leads.length,
  open: leads.filter(({ status, archived }) => status === 'open' && !archived).length,
  qualified: leads.filter(({ status, archived }) => status === 'qualified' && !archived).length,
  disqualified: leads.filter(({ status, archived }) => status === 'disqualified' && !archived).length,
  archived: leads.filter(({ archived }) => archived).length,
});
