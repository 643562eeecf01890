import { newId, type CampaignStatusId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { CampaignStatusAdded, CampaignStatusRenamed, CampaignStatusRetired } from './campaign-statuses.events.js';
import { campaignStatuses, type AddCampaignStatus } from './campaign-statuses.js';

const statusId = newId<CampaignStatusId>();
const [active, archived] = campaignStatuses.initialState.statuses.map((status) => status.statusId);
if (active === undefined || archived === undefined) throw new Error('There are two statuses as delivered.');

const planned = { statusId, name: 'Planned', kind: 'active' } as const;
const add: AddCampaignStatus = { type: 'AddCampaignStatus', ...planned };
const added = CampaignStatusAdded.of(planned);
const renamed = CampaignStatusRenamed.of({ statusId, from: 'Planned', to: 'In planning' });
const retired = CampaignStatusRetired.of(planned);
const activeRetired = CampaignStatusRetired.of({ statusId: active, name: 'Active', kind: 'active' });

describe('campaign statuses (CAM-02, SET-14)', () => {
  it('are Active and Archived as delivered', () =>
    expect(given(campaignStatuses).state.statuses).toEqual([
      { statusId: active, name: 'Active', kind: 'active', retired: false },
      { statusId: archived, name: 'Archived', kind: 'archived', retired: false },
    ]));

  it('are added at the end, renamed and retired', () => {
    given(campaignStatuses).when(add).thenEvents(added);
    given(campaignStatuses, added)
      .when({ type: 'RenameCampaignStatus', statusId, name: 'In planning' })
      .thenEvents(renamed);
    given(campaignStatuses, added).when({ type: 'RetireCampaignStatus', statusId }).thenEvents(retired);
    expect(given(campaignStatuses, added, renamed, activeRetired).state.statuses).toEqual([
      { statusId: active, name: 'Active', kind: 'active', retired: true },
      { statusId: archived, name: 'Archived', kind: 'archived', retired: false },
      { statusId, name: 'In planning', kind: 'active', retired: false },
    ]);
  });

  it('stay as they are when told again', () => {
    given(campaignStatuses, added, renamed).when(add).thenNothing();
    given(campaignStatuses, added, renamed)
      .when({ type: 'RenameCampaignStatus', statusId, name: 'In planning' })
      .thenNothing();
    given(campaignStatuses, added, retired).when({ type: 'RetireCampaignStatus', statusId }).thenNothing();
  });

  it('are not added again as others, nor as those that were delivered', () => {
    given(campaignStatuses, added)
      .when({ ...add, kind: 'archived' })
      .thenRejected('campaign-status-exists');
    given(campaignStatuses)
      .when({ ...add, statusId: active })
      .thenRejected('campaign-status-exists');
  });

  it('have names of their own, whatever the case; a retired one leaves its name to others', () => {
    given(campaignStatuses)
      .when({ ...add, name: 'active' })
      .thenRejected('campaign-status-name-taken', { statusId: active });
    given(campaignStatuses, added)
      .when({ type: 'RenameCampaignStatus', statusId: archived, name: 'Planned' })
      .thenRejected('campaign-status-name-taken', { statusId });
    given(campaignStatuses, activeRetired)
      .when({ ...add, name: 'Active' })
      .thenEvents(CampaignStatusAdded.of({ ...planned, name: 'Active' }));
    given(campaignStatuses, added)
      .when({ type: 'RenameCampaignStatus', statusId, name: 'PLANNED' })
      .thenEvents(CampaignStatusRenamed.of({ statusId, from: 'Planned', to: 'PLANNED' }));
  });

  it('are 100 at most', () => {
    const many = Array.from({ length: 98 }, (_, index) =>
      CampaignStatusAdded.of({ statusId: newId<CampaignStatusId>(), name: `Status ${String(index)}`, kind: 'active' }),
    );
    given(campaignStatuses, ...many)
      .when(add)
      .thenRejected('too-many-campaign-statuses');
    given(campaignStatuses, ...many.slice(1))
      .when(add)
      .thenEvents(added);
  });

  it('must be there to be renamed or retired', () => {
    given(campaignStatuses)
      .when({ type: 'RenameCampaignStatus', statusId, name: 'Other' })
      .thenRejected('campaign-status-not-found');
    given(campaignStatuses).when({ type: 'RetireCampaignStatus', statusId }).thenRejected('campaign-status-not-found');
  });
});
