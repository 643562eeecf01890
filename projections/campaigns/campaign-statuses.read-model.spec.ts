import {
  CampaignStatusAdded,
  CampaignStatusRenamed,
  CampaignStatusRetired,
} from '../../libs/campaigns/campaign-statuses/campaign-statuses.events.js';
import { campaignStatuses, campaignStatusesId } from '../../libs/campaigns/campaign-statuses/campaign-statuses.js';
import type { CampaignStatusId } from '../../libs/kernel/ids.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { campaignStatusesRows } from './campaign-statuses.read-model.js';

const after = rowAfter(campaignStatusesRows, `campaignStatuses-${campaignStatusesId}`);
const statusId = idOf<CampaignStatusId>('planned');
const planned = { statusId, name: 'Planned', kind: 'active' } as const;
const added = CampaignStatusAdded.of(planned);
const delivered = campaignStatuses.initialState.statuses;

describe('the campaign statuses as a setting (SET-14)', () => {
  it('are those that were delivered, and what was added', () =>
    expect(after(added)).toEqual({
      _id: campaignStatusesId,
      statuses: [...delivered, { ...planned, retired: false }],
    }));
  it('have the new name of a renamed one, in its place', () =>
    expect(after(added, CampaignStatusRenamed.of({ statusId, from: 'Planned', to: 'Plan' }))?.statuses.at(-1)).toEqual({
      ...planned,
      name: 'Plan',
      retired: false,
    }));
  it('keep one that is retired, for the campaigns that have it', () =>
    expect(after(added, CampaignStatusRetired.of(planned))?.statuses.at(-1)).toEqual({ ...planned, retired: true }));
});
