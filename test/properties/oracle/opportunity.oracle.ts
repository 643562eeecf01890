import type { RecordedOf } from '../../../libs/kernel/events.js';
import type { Money } from '../../../libs/kernel/money.js';
import type { OpportunityEvent } from '../../../libs/sales/opportunity/opportunity.events.js';
import type { QuoteLine } from '../../../libs/sales/opportunity/quote-line.js';
import { fromUnits, minor } from './amounts.js';

export type OpportunityLog = readonly RecordedOf<OpportunityEvent>[];

/** What boards and pipelines need to know of one opportunity. */
export interface Told {
  readonly status: 'open' | 'won' | 'reopened' | 'lost';
  readonly pipelineId: string;
  readonly stageId: string;
  readonly projectId: string;
  readonly ownerId: string | null;
  readonly accountId: string | null;
  readonly campaignId: string | null;
  readonly partnerId: string | null;
  readonly amount: Money | null;
}

/** The opportunity as its events tell it; undefined before it was opened and after it was deleted. */
export function told(events: OpportunityLog): Told | undefined {
  const opened = events.find((event) => event.type === 'OpportunityOpened')?.data;
  if (opened === undefined || events.some(({ type }) => type === 'OpportunityDeleted')) return undefined;
  let { pipelineId, stageId, projectId }: { pipelineId: string; stageId: string; projectId: string } = opened;
  let [ownerId, accountId]: (string | null)[] = [opened.ownerId ?? null, opened.accountId ?? null];
  let [campaignId, partnerId]: (string | null)[] = [opened.campaignId ?? null, opened.partnerId ?? null];
  let expected: Money | null = opened.expectedAmount ?? null;
  let status: Told['status'] = 'open';
  let revenue: Money | null = null;
  for (const event of events) {
    if (event.type === 'OpportunityMoved') ({ pipelineId, stageId } = event.data.to);
    if (event.type === 'OpportunityOwnerChanged') ownerId = event.data.to;
    if (event.type === 'OpportunityEdited') {
      projectId = event.data.to.projectId ?? projectId;
      if (event.data.to.campaignId !== undefined) campaignId = event.data.to.campaignId;
      if (event.data.to.partnerId !== undefined) partnerId = event.data.to.partnerId;
      if (event.data.to.accountId !== undefined) accountId = event.data.to.accountId;
      if (event.data.to.expectedAmount !== undefined) expected = event.data.to.expectedAmount;
    }
    if ('stage' in event.data) stageId = event.data.stage.to;
    if (event.type === 'OpportunitySold') [status, revenue] = ['won', event.data.revenue];
    if (event.type === 'OpportunityUnlocked') status = 'reopened';
    if (event.type === 'OpportunityLost') status = 'lost';
    if (event.type === 'OpportunityReopened') status = 'open';
  }
  const amount = status === 'won' ? revenue : status === 'reopened' ? null : (activeTotal(events) ?? expected);
  const whose = { projectId, ownerId: ownerId ?? null, accountId: accountId ?? null };
  const origin = { campaignId: campaignId ?? null, partnerId: partnerId ?? null };
  return { status, pipelineId, stageId, ...whose, ...origin, amount };
}

/** The sum of the lines of the active quote; null without one. */
function activeTotal(events: OpportunityLog): Money | null {
  const quote = activeQuote(events);
  if (quote === undefined) return null;
  return fromUnits(
    [...quote.lines.values()].reduce((sum, { total }) => sum + minor(total), 0n),
    quote.currency,
  );
}

function activeQuote(events: OpportunityLog): QuoteTold | undefined {
  const switched = events.findLast(({ type }) => type === 'QuoteActivated' || type === 'QuoteDeactivated');
  if (switched?.type !== 'QuoteActivated') return undefined;
  const quote = quotesIn(events).get(switched.data.quoteId);
  if (quote === undefined) throw new Error('A quote was activated that is not there.');
  return quote;
}

/** The lines of the active quote; none without one. */
export const activeLines = (events: OpportunityLog): readonly QuoteLine[] => [
  ...(activeQuote(events)?.lines.values() ?? []),
];

interface QuoteTold {
  readonly currency: string;
  readonly lines: Map<string, QuoteLine>;
  /** What the last event said that they add up to. */
  said: Money;
}

/** The quotes that there are, line by line. */
export function quotesIn(events: OpportunityLog): ReadonlyMap<string, QuoteTold> {
  const quotes = new Map<string, QuoteTold>();
  for (const event of events) {
    if (event.type === 'QuoteCreated') {
      const { quoteId, currency, lines, total } = event.data;
      quotes.set(quoteId, { currency, lines: new Map(lines.map((line) => [line.lineId, line])), said: total });
    }
    if (event.type === 'QuoteDeleted') quotes.delete(event.data.quoteId);
    if (event.type === 'QuoteLineAdded' || event.type === 'QuoteLineChanged' || event.type === 'QuoteLineRemoved') {
      const quote = quotes.get(event.data.quoteId);
      if (quote === undefined) throw new Error(`${event.type} on a quote that is not there.`);
      quote.said = event.data.total;
      if (event.type === 'QuoteLineAdded') quote.lines.set(event.data.line.lineId, event.data.line);
      if (event.type === 'QuoteLineChanged') quote.lines.set(event.data.to.lineId, event.data.to);
      if (event.type === 'QuoteLineRemoved') quote.lines.delete(event.data.line.lineId);
    }
  }
  return quotes;
}

/** The sale that stands: the last one, unless it was lost since. */
export function standingSale(events: OpportunityLog) {
  const last = events.findLast(
    ({ type, data }) => type === 'OpportunitySold' || (type === 'OpportunityLost' && 'lostOn' in data),
  );
  return last?.type === 'OpportunitySold' ? last.data : undefined;
}
