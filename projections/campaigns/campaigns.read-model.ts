import Type, { type Static } from 'typebox';
import { campaignProfile, type CampaignEvent } from '../../libs/campaigns/campaign/campaign.events.js';
import { minorOf } from '../../libs/kernel/money.js';
import { References } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key, Nullable } from '../row-schemas.js';

const CampaignRow = Type.Object({
  _id: key,
  archived: Type.Boolean(),
  ...campaignProfile.row,
  /** The budget, to sort and add up by. */
  budgetMinor: Nullable(Type.Integer()),
  budgetCurrency: Nullable(Type.String()),
  createdAt: Type.String({ format: 'date-time' }),
  references: References,
});
export type CampaignRow = Static<typeof CampaignRow>;

/** CAM-08, CAM-10: campaigns as lists show them. What each has brought is a question of its own. */
export const campaigns = readModel<CampaignEvent>()({
  name: 'campaigns',
  version: 1,
  row: CampaignRow,
  fields: {
    name: 'text',
    archived: 'boolean',
    statusId: 'text',
    projectId: 'text',
    ownerId: 'text',
    startsOn: 'date',
    endsOn: 'date',
    budgetMinor: 'integer',
    budgetCurrency: 'text',
    channels: 'texts',
    sources: 'texts',
    createdAt: 'instant',
    references: 'references',
  },
  search: ['name'],
  indexes: [['name'], ['statusId'], ['projectId'], ['ownerId'], ['startsOn'], ['createdAt']],
  keepsHistory: true,
  on: {
    CampaignCreated: (_row, { data, metadata }) =>
      budgeted({
        _id: data.campaignId,
        archived: false,
        ...campaignProfile.newRow(data),
        createdAt: metadata.occurredAt,
        references: data.references,
      }),
    CampaignEdited: (row, { data }) => budgeted(campaignProfile.editedRow(row, data)),
    CampaignArchived: (row, { data }) => ({ ...row, archived: true, statusId: data.status.to }),
    CampaignUnarchived: (row, { data }) => ({ ...row, archived: false, statusId: data.status.to }),
    CampaignDeleted: () => null,
    CampaignReferenced: referenced,
    CampaignUnreferenced: unreferenced,
  },
});

const budgeted = (row: Omit<CampaignRow, 'budgetMinor' | 'budgetCurrency'>): CampaignRow => ({
  ...row,
  budgetMinor: row.budget && minorOf(row.budget),
  budgetCurrency: row.budget?.currency ?? null,
});
