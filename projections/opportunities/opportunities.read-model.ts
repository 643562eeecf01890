import Type, { type Static } from 'typebox';
import { DateOnly } from '../../libs/kernel/dates.js';
import {
  idSchema,
  type AccountId,
  type CampaignId,
  type ContractId,
  type LeadId,
  type PartnerId,
  type PersonId,
  type PipelineId,
  type ProjectId,
  type QuoteId,
  type StageId,
  type UserId,
} from '../../libs/kernel/ids.js';
import { minorOf, Money } from '../../libs/kernel/money.js';
import { Personal } from '../../libs/kernel/personal.js';
import { References } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { OpportunityType, type OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import { referenced, unreferenced } from '../references.js';
import { key, Nullable } from '../row-schemas.js';

const OpportunityRow = Type.Object({
  _id: key,
  name: Personal(Type.String()),
  status: Type.Enum(['open', 'won', 'lost', 'reopened']),
  pipelineId: idSchema<PipelineId>(),
  stageId: idSchema<StageId>(),
  projectId: idSchema<ProjectId>(),
  accountId: Nullable(idSchema<AccountId>()),
  ownerId: Nullable(idSchema<UserId>()),
  opportunityType: OpportunityType,
  expectedAmount: Nullable(Money),
  expectedCloseOn: Nullable(DateOnly),
  activeQuoteId: Nullable(idSchema<QuoteId>()),
  quoteTotal: Nullable(Money),
  /** What boards and totals count: the revenue of a sale, else the active quote's total, else the expected amount; null while reopened. */
  amount: Nullable(Money),
  amountMinor: Nullable(Type.Integer()),
  currency: Nullable(Type.String()),
  soldOn: Nullable(DateOnly),
  revenue: Nullable(Money),
  saleNumber: Type.Integer(),
  lostOn: Nullable(DateOnly),
  lostReason: Nullable(Type.String()),
  competitor: Nullable(Type.String()),
  lostComment: Nullable(Personal(Type.String())),
  personId: idSchema<PersonId>(),
  description: Nullable(Personal(Type.String())),
  partnerId: Nullable(idSchema<PartnerId>()),
  leadId: Nullable(idSchema<LeadId>()),
  campaignId: Nullable(idSchema<CampaignId>()),
  sourceContractId: Nullable(idSchema<ContractId>()),
  openedAt: Type.String({ format: 'date-time' }),
  references: References,
});
export type OpportunityRow = Static<typeof OpportunityRow>;

/** OPP-03, OPP-05: opportunities as lists and boards show them. */
export const opportunities = readModel<OpportunityEvent>()({
  name: 'opportunities',
  version: 3,
  row: OpportunityRow,
  fields: {
    name: 'text',
    status: 'text',
    pipelineId: 'text',
    stageId: 'text',
    projectId: 'text',
    accountId: 'text',
    ownerId: 'text',
    partnerId: 'text',
    campaignId: 'text',
    leadId: 'text',
    opportunityType: 'text',
    amountMinor: 'integer',
    currency: 'text',
    expectedCloseOn: 'date',
    soldOn: 'date',
    lostOn: 'date',
    lostReason: 'text',
    openedAt: 'instant',
    references: 'references',
  },
  search: ['name'],
  indexes: [
    ['pipelineId', 'stageId'],
    ['ownerId', 'stageId'],
    ['ownerId', 'status', 'amountMinor'],
    ['accountId', 'expectedCloseOn'],
    ['projectId'],
    ['campaignId', 'status'],
    ['partnerId', 'status'],
    ['leadId'],
    ['expectedCloseOn'],
    ['openedAt'],
    ['name'],
  ],
  groupings: [
    ['pipelineId', 'stageId', 'currency'],
    ['campaignId', 'status', 'currency'],
    ['partnerId', 'status', 'currency'],
  ],
  keepsHistory: true,
  on: {
    OpportunityOpened: (_row, { data, metadata }) =>
      counted({
        _id: data.opportunityId,
        name: data.name,
        status: 'open',
        pipelineId: data.pipelineId,
        stageId: data.stageId,
        projectId: data.projectId,
        accountId: data.accountId ?? null,
        ownerId: data.ownerId ?? null,
        opportunityType: data.opportunityType,
        expectedAmount: data.expectedAmount ?? null,
        expectedCloseOn: data.expectedCloseOn ?? null,
        activeQuoteId: null,
        quoteTotal: null,
        soldOn: null,
        revenue: null,
        saleNumber: 0,
        lostOn: null,
        lostReason: null,
        competitor: null,
        lostComment: null,
        personId: data.personId,
        description: data.description ?? null,
        partnerId: data.partnerId ?? null,
        leadId: data.leadId ?? null,
        campaignId: data.campaignId ?? null,
        sourceContractId: data.sourceContractId ?? null,
        openedAt: metadata.occurredAt,
        references: data.references,
      }),
    OpportunityEdited: (row, { data }) =>
      counted({ ...row, ...data.to, ...(data.description !== undefined && { description: data.description }) }),
    OpportunityMoved: (row, { data }) => ({ ...row, ...data.to }),
    OpportunityOwnerChanged: (row, { data }) => ({ ...row, ownerId: data.to }),
    OpportunitySold: (row, { data }) =>
      counted({
        ...row,
        status: 'won',
        stageId: data.stage.to,
        soldOn: data.soldOn,
        revenue: data.revenue,
        saleNumber: data.saleNumber,
      }),
    OpportunityUnlocked: (row, { data }) => counted({ ...row, status: 'reopened', stageId: data.stage.to }),
    OpportunityLost: (row, { data }) =>
      counted({
        ...row,
        status: 'lost',
        stageId: data.stage.to,
        lostOn: data.lostOn,
        lostReason: data.reasonCode,
        competitor: data.competitor ?? null,
        lostComment: data.comment ?? null,
        soldOn: null,
        revenue: null,
      }),
    OpportunityReopened: (row, { data }) =>
      counted({
        ...row,
        status: 'open',
        stageId: data.stage.to,
        lostOn: null,
        lostReason: null,
        competitor: null,
        lostComment: null,
      }),
    OpportunityDeleted: () => null,
    OpportunityReferenced: referenced,
    OpportunityUnreferenced: unreferenced,
    QuoteActivated: (row, { data }) => counted({ ...row, activeQuoteId: data.quoteId, quoteTotal: data.total }),
    QuoteDeactivated: (row) => counted({ ...row, activeQuoteId: null, quoteTotal: null }),
    QuoteLineAdded: (row, { data }) => quoteChanged(row, data),
    QuoteLineChanged: (row, { data }) => quoteChanged(row, data),
    QuoteLineRemoved: (row, { data }) => quoteChanged(row, data),
  },
});

type Uncounted = Omit<OpportunityRow, 'amount' | 'amountMinor' | 'currency'>;

function counted(row: Uncounted): OpportunityRow {
  const amount = amountOf(row);
  return { ...row, amount, amountMinor: amount && minorOf(amount), currency: amount && amount.currency };
}

function amountOf({ status, revenue, quoteTotal, expectedAmount }: Uncounted): Money | null {
  switch (status) {
    case 'won':
      return revenue;
    case 'reopened':
      return null;
    case 'open':
    case 'lost':
      return quoteTotal ?? expectedAmount;
  }
}

const quoteChanged = (row: OpportunityRow, { active, total }: { active: boolean; total: Money }): OpportunityRow =>
  active ? counted({ ...row, quoteTotal: total }) : row;
