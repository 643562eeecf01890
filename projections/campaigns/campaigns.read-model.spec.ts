import {
  CampaignArchived,
  CampaignCreated,
  CampaignDeleted,
  CampaignEdited,
  CampaignReferenced,
  CampaignUnarchived,
  CampaignUnreferenced,
} from '../../libs/campaigns/campaign/campaign.events.js';
import type { CampaignId, CampaignStatusId, ProjectId, UserId } from '../../libs/kernel/ids.js';
import { testStart } from '../../libs/testing/log/fixed-clock.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf, on } from '../../libs/testing/sales/sales-examples.js';
import { campaigns } from './campaigns.read-model.js';

const campaignId = idOf<CampaignId>('fair');
const projectId = idOf<ProjectId>('crm');
const [active, archived] = [idOf<CampaignStatusId>('active'), idOf<CampaignStatusId>('archived')];
const reference = { system: 'marketing', type: 'campaign', id: '1' };
const profile = {
  name: 'Spring fair',
  description: 'In hall 4',
  projectId,
  ownerId: idOf<UserId>('anna'),
  statusId: active,
  startsOn: on('2017-03-01'),
  endsOn: on('2017-03-04'),
  budget: { amount: '5000.00', currency: 'EUR' },
  costs: [{ amount: { amount: '1200.00', currency: 'EUR' }, on: on('2017-03-01'), note: 'Stand' }],
  channels: ['Fair'],
  sources: ['Badge scan'],
} as const;
const created = CampaignCreated.of({ campaignId, ...profile, references: [reference] });
const after = rowAfter(campaigns, `campaign-${campaignId}`);

describe('campaigns as lists show them (CAM-08)', () => {
  it('have the profile, and the budget to sort by', () =>
    expect(after(created)).toEqual({
      _id: campaignId,
      archived: false,
      ...profile,
      budgetMinor: 500_000,
      budgetCurrency: 'EUR',
      createdAt: testStart,
      references: [reference],
    }));

  it('have null for what is not known', () =>
    expect(
      after(
        CampaignCreated.of({
          campaignId,
          name: 'Web',
          projectId,
          statusId: active,
          costs: [],
          channels: [],
          sources: [],
          references: [],
        }),
      ),
    ).toMatchObject({ ownerId: null, startsOn: null, budget: null, budgetMinor: null, budgetCurrency: null }));

  it('have what an edit changes, and the rest as it was (CAM-03)', () => {
    const to = { name: 'Autumn fair', budget: null, costs: [] };
    expect(after(created, CampaignEdited.of({ campaignId, from: {}, to }))).toEqual({
      ...after(created),
      ...to,
      budgetMinor: null,
      budgetCurrency: null,
    });
  });

  it('are archived until they are unarchived, each with its status (CAM-06, CAM-07)', () => {
    const put = CampaignArchived.of({ campaignId, status: { from: active, to: archived } });
    expect(after(created, put)).toEqual({ ...after(created), archived: true, statusId: archived });
    const back = CampaignUnarchived.of({ campaignId, status: { from: archived, to: active } });
    expect(after(created, put, back)).toEqual(after(created));
  });

  it('have their references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '2' };
    const named = CampaignReferenced.of({ campaignId, reference: other });
    expect(after(created, named)?.references).toEqual([reference, other]);
    expect(after(created, named, CampaignUnreferenced.of({ campaignId, reference }))?.references).toEqual([other]);
  });

  it('are gone when they are deleted', () =>
    expect(after(created, CampaignDeleted.of({ campaignId, name: 'Spring fair', projectId }))).toBeUndefined());
});
