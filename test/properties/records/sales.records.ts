import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { isEvent, type RecordedEvent } from '../../../libs/kernel/events.js';
import type {
  AccountId,
  CampaignId,
  ContractId,
  LeadId,
  LineId,
  OpportunityId,
  PartnerId,
  PersonId,
  PipelineId,
  ProjectId,
  QuoteId,
  StageId,
  UserId,
} from '../../../libs/kernel/ids.js';
import { minorOf, type Money } from '../../../libs/kernel/money.js';
import { opportunityEvents } from '../../../libs/sales/opportunity/opportunity.events.js';
import type { Known, OpportunityState } from '../../../libs/sales/opportunity/opportunity.state.js';
import type { LineChange, NewLine } from '../../../libs/sales/opportunity/quote.commands.js';
import { QuoteCreated } from '../../../libs/sales/opportunity/quote.events.js';
import { idOf, on, seats, setUp } from '../../../libs/testing/sales/sales-examples.js';
import { opportunities, type OpportunityRow } from '../../../projections/opportunities/opportunities.read-model.js';
import { quotes } from '../../../projections/quotes/quotes.read-model.js';
import { recordCase, shown } from './record-case.js';
import { amounts, clearable, dates, ids, optional, reference, references, words } from './values.js';

const opportunityId = idOf<OpportunityId>('recorded opportunity');
const of = { opportunityId: fc.constant(opportunityId) };
const accountIds = ids<AccountId>('account');
const stageIds = ids<StageId>('stage', 3);
const quoteIds = ids<QuoteId>('quote', 4);
const lineIds = ids<LineId>('line', 3);
const types = fc.constantFrom('new', 'upsell', 'renewal');
const openedOn = fc.constant(on('2017-01-01'));
const today = fc.constant(on('2018-06-30'));
const mostlyOpen = fc.constantFrom('open', 'open', 'open', 'won', 'lost');
const quantities = fc.constantFrom('1', '2', '12.5');

const newLine: fc.Arbitrary<NewLine> = fc
  .tuple(
    fc.constantFrom(seats, setUp),
    lineIds,
    quantities,
    optional(fc.constantFrom({ percent: '10' }, { amount: '1' })),
  )
  .map(([line, lineId, quantity, discount]) => ({ ...line, lineId, quantity, ...(discount && { discount }) }));
const lineChange: fc.Arbitrary<LineChange> = fc.record({ lineId: lineIds, quantity: quantities });

export const opportunity = recordCase({
  aggregate: aggregates.opportunity,
  events: opportunityEvents,
  first: 'OpenOpportunity',
  length: 120,
  // So that many are sold, unlocked and sold again before they are lost or deleted.
  weights: {
    DeleteOpportunity: 1,
    LoseOpportunity: 2,
    ReopenOpportunity: 8,
    CreateQuote: 8,
    ActivateQuote: 12,
    ChangeQuoteLines: 20,
    SellOpportunity: 8,
    UnlockOpportunity: 16,
  },
  commands: {
    OpenOpportunity: fc.record({
      ...of,
      name: words,
      projectId: ids<ProjectId>('project'),
      pipelineId: ids<PipelineId>('pipeline'),
      stageId: stageIds,
      accountId: optional(accountIds),
      ownerId: optional(ids<UserId>('user')),
      expectedAmount: optional(amounts),
      expectedCloseOn: optional(dates),
      opportunityType: optional(types),
      description: optional(words),
      personId: fc.constant(idOf<PersonId>('recorded subject')),
      buyerId: optional(ids<PersonId>('buyer')),
      leadId: optional(ids<LeadId>('lead')),
      campaignId: optional(ids<CampaignId>('campaign')),
      partnerId: optional(ids<PartnerId>('partner')),
      sourceContractId: optional(ids<ContractId>('contract')),
      references,
    }),
    EditOpportunity: fc.record({
      ...of,
      name: optional(words),
      projectId: optional(ids<ProjectId>('project')),
      accountId: fc.oneof({ weight: 4, arbitrary: accountIds }, { weight: 1, arbitrary: fc.constant(null) }),
      expectedAmount: clearable(amounts),
      expectedCloseOn: clearable(dates),
      opportunityType: optional(types),
      campaignId: clearable(ids<CampaignId>('campaign')),
      partnerId: clearable(ids<PartnerId>('partner')),
      description: clearable(words),
    }),
    MoveOpportunity: fc.record({
      ...of,
      pipelineId: ids<PipelineId>('pipeline'),
      stageId: stageIds,
      category: mostlyOpen,
    }),
    ChangeOpportunityOwner: fc.record({ ...of, ownerId: fc.option(ids<UserId>('user')) }),
    SellOpportunity: fc.record({
      ...of,
      soldOn: dates,
      openedOn,
      today,
      account: accountIds.map((id) => ({ id, name: 'Aurora', references: [] })),
      wonStageId: stageIds,
      quoteRequired: fc.boolean(),
      override: optional(fc.constant({ expiredQuote: true })),
    }),
    UnlockOpportunity: fc.record({ ...of, reason: optional(words) }),
    LoseOpportunity: fc.record({
      ...of,
      lostOn: dates,
      openedOn,
      today,
      reasonCode: fc.constantFrom('price', 'no-budget'),
      comment: optional(words),
      competitor: optional(words),
      stageId: stageIds,
    }),
    ReopenOpportunity: fc.record({ ...of, stageId: optional(stageIds), category: optional(mostlyOpen) }),
    DeleteOpportunity: fc.record(of),
    ReferenceOpportunity: fc.record({ ...of, reference }),
    UnreferenceOpportunity: fc.record({ ...of, reference }),
    CreateQuote: fc.record({
      ...of,
      quoteId: quoteIds,
      name: words,
      currency: fc.constantFrom('EUR', 'USD'),
      brand: optional(words),
      productVersion: optional(words),
      startsOn: optional(dates),
      dueOn: optional(dates),
      lines: optional(fc.uniqueArray(newLine, { minLength: 1, maxLength: 2, selector: ({ lineId }) => lineId })),
    }),
    EditQuote: fc.record({
      ...of,
      quoteId: quoteIds,
      name: optional(words),
      brand: clearable(words),
      productVersion: clearable(words),
      startsOn: clearable(dates),
      dueOn: clearable(dates),
    }),
    DuplicateQuote: fc.record({ ...of, quoteId: quoteIds, newQuoteId: quoteIds, name: optional(words) }),
    ActivateQuote: fc.record({ ...of, quoteId: quoteIds }),
    DeactivateQuote: fc.record({ ...of, quoteId: quoteIds }),
    DeleteQuote: fc.record({ ...of, quoteId: quoteIds }),
    ChangeQuoteLines: fc.oneof(
      fc.record({ ...of, quoteId: quoteIds, add: fc.tuple(newLine) }),
      { weight: 2, arbitrary: fc.record({ ...of, quoteId: quoteIds, change: fc.tuple(lineChange) }) },
      fc.record({ ...of, quoteId: quoteIds, remove: fc.tuple(lineIds) }),
    ),
  },
  shown: [
    shown(opportunities, (state: OpportunityState, events) =>
      state.status === 'none' || state.status === 'deleted' ? [] : [opportunityShown(state, events)],
    ),
    shown(quotes, quotesShown),
  ],
});

function opportunityShown(state: Known, events: readonly RecordedEvent[]): OpportunityRow {
  const quoteTotal = state.quotes.find(({ quoteId }) => quoteId === state.activeQuoteId)?.total ?? null;
  const loss = state.status === 'lost' ? state.loss : undefined;
  const amount = amountOf(state, quoteTotal);
  return {
    _id: state.opportunityId,
    name: state.name,
    status: statusOf(state),
    pipelineId: state.pipelineId,
    stageId: state.stageId,
    projectId: state.projectId,
    accountId: state.accountId ?? null,
    ownerId: state.ownerId ?? null,
    opportunityType: state.opportunityType,
    expectedAmount: state.expectedAmount ?? null,
    expectedCloseOn: state.expectedCloseOn ?? null,
    activeQuoteId: state.activeQuoteId ?? null,
    quoteTotal,
    amount,
    amountMinor: amount && minorOf(amount),
    currency: amount && amount.currency,
    soldOn: state.standing?.soldOn ?? null,
    revenue: state.standing?.revenue ?? null,
    saleNumber: state.saleNumber,
    lostOn: loss?.lostOn ?? null,
    lostReason: loss?.reasonCode ?? null,
    competitor: loss?.competitor ?? null,
    lostComment: loss?.comment ?? null,
    personId: state.personId,
    description: state.description ?? null,
    partnerId: state.partnerId ?? null,
    leadId: state.leadId ?? null,
    campaignId: state.campaignId ?? null,
    sourceContractId: state.sourceContractId ?? null,
    openedAt: events[0]?.metadata.occurredAt ?? '',
    references: state.references,
  };
}

function statusOf(state: Known): OpportunityRow['status'] {
  switch (state.status) {
    case 'open':
      return state.standing === undefined ? 'open' : 'reopened';
    case 'sold':
      return 'won';
    case 'lost':
      return 'lost';
  }
}

/** Decision 15: none while a sale stands that is unlocked. */
function amountOf(state: Known, quoteTotal: Money | null): Money | null {
  if (state.standing === undefined) return quoteTotal ?? state.expectedAmount ?? null;
  return state.status === 'sold' ? state.standing.revenue : null;
}

/** None are left of a deleted opportunity (OPP-08). */
function quotesShown(state: OpportunityState, events: readonly RecordedEvent[]) {
  if (state.status === 'none' || state.status === 'deleted') return [];
  return state.quotes.map((quote) => ({
    _id: quote.quoteId,
    opportunityId,
    name: quote.name,
    active: quote.quoteId === state.activeQuoteId,
    currency: quote.currency,
    brand: quote.brand ?? null,
    productVersion: quote.productVersion ?? null,
    startsOn: quote.startsOn ?? null,
    dueOn: quote.dueOn ?? null,
    copiedFrom: copiedFrom(events, quote.quoteId),
    lines: [...quote.lines],
    total: quote.total,
  }));
}

/** The id may have been another quote's, which was deleted: the last one counts. */
const copiedFrom = (events: readonly RecordedEvent[], id: QuoteId): QuoteId | null =>
  events.flatMap((event) => (isEvent(QuoteCreated, event) && event.data.quoteId === id ? [event.data] : [])).at(-1)
    ?.copiedFrom ?? null;
