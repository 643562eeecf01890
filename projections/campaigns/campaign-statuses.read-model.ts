import Type, { type Static } from 'typebox';
import {
  CampaignStatus,
  type CampaignStatusesEvent,
} from '../../libs/campaigns/campaign-statuses/campaign-statuses.events.js';
import {
  campaignStatuses,
  campaignStatusesId,
  statusesAfter,
} from '../../libs/campaigns/campaign-statuses/campaign-statuses.js';
import { readModel, type Reaction } from '../../libs/read-store/read-model.js';
import { key } from '../row-schemas.js';

const CampaignStatusesRow = Type.Object({ _id: key, statuses: Type.Immutable(Type.Array(CampaignStatus)) });
export type CampaignStatusesRow = Static<typeof CampaignStatusesRow>;

/** SET-14: one row; none: as delivered. Before it was first changed the list is as that left it (ADR 36). */
export const campaignStatusesRows = readModel<CampaignStatusesEvent>()({
  name: 'campaignStatuses',
  version: 1,
  row: CampaignStatusesRow,
  fields: {},
  indexes: [],
  keepsHistory: true,
  isSetting: true,
  on: {
    CampaignStatusAdded: { keys, change },
    CampaignStatusRenamed: { keys, change },
    CampaignStatusRetired: { keys, change },
  },
});

function keys(): readonly string[] {
  return [campaignStatusesId];
}

function change(...[row, event]: Parameters<Reaction<CampaignStatusesRow, CampaignStatusesEvent>['change']>) {
  const { statuses } = row ?? campaignStatuses.initialState;
  return { _id: campaignStatusesId, statuses: statusesAfter(statuses, event) };
}
