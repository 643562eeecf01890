import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { campaignEvents } from '../../../libs/campaigns/campaign/campaign.events.js';
import type { CampaignState } from '../../../libs/campaigns/campaign/campaign.js';
import {
  campaignStatusesEvents,
  type CampaignStatus,
} from '../../../libs/campaigns/campaign-statuses/campaign-statuses.events.js';
import {
  campaignStatusesId,
  type CampaignStatusesState,
} from '../../../libs/campaigns/campaign-statuses/campaign-statuses.js';
import type { CampaignId, CampaignStatusId, ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { minorOf } from '../../../libs/kernel/money.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { campaignStatusesRows } from '../../../projections/campaigns/campaign-statuses.read-model.js';
import { campaigns, type CampaignRow } from '../../../projections/campaigns/campaigns.read-model.js';
import { recordCase, shown } from './record-case.js';
import { amounts, clearable, dates, idList, ids, optional, reference, references, words } from './values.js';

const statusIds = ids<CampaignStatusId>('campaign status', 3);
const kinds = fc.constantFrom<CampaignStatus['kind'][]>('active', 'archived');

export const campaignStatuses = recordCase({
  aggregate: aggregates.campaignStatuses,
  events: campaignStatusesEvents,
  first: 'AddCampaignStatus',
  commands: {
    AddCampaignStatus: fc.record({ statusId: statusIds, name: words, kind: kinds }),
    RenameCampaignStatus: fc.record({ statusId: statusIds, name: words }),
    RetireCampaignStatus: fc.record({ statusId: statusIds }),
  },
  shown: [
    shown(campaignStatusesRows, ({ statuses }: CampaignStatusesState) => [
      { _id: campaignStatusesId, statuses: statuses.map((status) => ({ ...status })) },
    ]),
  ],
});

const campaignId = idOf<CampaignId>('recorded campaign');
const of = { campaignId: fc.constant(campaignId) } as const;
const statuses = fc.constant(
  idList<CampaignStatusId>('campaign status', 4).map((statusId, index): CampaignStatus => {
    return { statusId, name: String(index), kind: index < 2 ? 'active' : 'archived', retired: false };
  }),
);
const statusId = optional(ids<CampaignStatusId>('campaign status', 4));
const costs = fc.array(fc.record({ amount: amounts, on: dates }), { maxLength: 2 });
const texts = fc.array(words, { maxLength: 2 });

export const campaign = recordCase({
  aggregate: aggregates.campaign,
  events: campaignEvents,
  first: 'CreateCampaign',
  weights: { UnarchiveCampaign: 8, EditCampaign: 12, DeleteCampaign: 1 },
  commands: {
    CreateCampaign: fc.record({
      ...of,
      statuses,
      name: words,
      description: optional(words),
      projectId: ids<ProjectId>('project'),
      ownerId: optional(ids<UserId>('user')),
      startsOn: optional(dates),
      endsOn: optional(dates),
      budget: optional(amounts),
      costs: optional(costs),
      channels: optional(texts),
      sources: optional(texts),
      references,
    }),
    EditCampaign: fc.record({
      ...of,
      statuses,
      statusId,
      name: optional(words),
      description: clearable(words),
      projectId: optional(ids<ProjectId>('project')),
      ownerId: clearable(ids<UserId>('user')),
      startsOn: clearable(dates),
      endsOn: clearable(dates),
      budget: clearable(amounts),
      costs: optional(costs),
      channels: optional(texts),
      sources: optional(texts),
    }),
    ArchiveCampaign: fc.record({ ...of, statuses, statusId }),
    UnarchiveCampaign: fc.record({ ...of, statuses, statusId }),
    DeleteCampaign: fc.record({
      ...of,
      inUse: fc.constantFrom({ leads: 0, opportunities: 0 }, { leads: 1, opportunities: 0 }),
    }),
    ReferenceCampaign: fc.record({ ...of, reference }),
    UnreferenceCampaign: fc.record({ ...of, reference }),
  },
  shown: [
    shown(campaigns, (state: CampaignState, events): readonly CampaignRow[] => {
      if (state === null || state === 'deleted') return [];
      return [
        {
          _id: campaignId,
          archived: state.archived,
          name: state.name,
          description: state.description ?? null,
          projectId: state.projectId,
          ownerId: state.ownerId ?? null,
          statusId: state.statusId,
          startsOn: state.startsOn ?? null,
          endsOn: state.endsOn ?? null,
          budget: state.budget ?? null,
          budgetMinor: state.budget ? minorOf(state.budget) : null,
          budgetCurrency: state.budget?.currency ?? null,
          costs: state.costs,
          channels: state.channels,
          sources: state.sources,
          createdAt: events[0]?.metadata.occurredAt ?? '',
          references: state.references,
        },
      ];
    }),
  ],
});
