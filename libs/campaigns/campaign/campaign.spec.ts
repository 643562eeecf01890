import { newId, type CampaignId, type CampaignStatusId, type ProjectId, type UserId } from '../../kernel/ids.js';
import { personalFieldsOf } from '../../kernel/personal.js';
import { given } from '../../testing/given.js';
import { on } from '../../testing/sales/sales-examples.js';
import type { CampaignStatus } from '../campaign-statuses/campaign-statuses.events.js';
import type { ArchiveCampaign, CreateCampaign, DeleteCampaign, UnarchiveCampaign } from './campaign.commands.js';
import {
  CampaignArchived,
  CampaignCreated,
  CampaignDeleted,
  CampaignEdited,
  CampaignReferenced,
  CampaignUnarchived,
  CampaignUnreferenced,
} from './campaign.events.js';
import { campaign } from './campaign.js';

const campaignId = newId<CampaignId>();
const projectId = newId<ProjectId>();
const status = (name: string, kind: CampaignStatus['kind'], retired = false): CampaignStatus => ({
  statusId: newId<CampaignStatusId>(),
  name,
  kind,
  retired,
});
const old = status('Old', 'active', true);
const active = status('Active', 'active');
const planned = status('Planned', 'active');
const archivedStatus = status('Archived', 'archived');
const cancelled = status('Cancelled', 'archived');
const statuses = [old, active, planned, archivedStatus, cancelled];

const cost = { amount: { amount: '1200.00', currency: 'EUR' }, on: on('2017-03-01'), note: 'Stand' };
const facts = {
  campaignId,
  name: 'Spring fair',
  projectId,
  startsOn: on('2017-03-01'),
  endsOn: on('2017-03-04'),
  costs: [cost],
  channels: ['Fair'],
  sources: ['Badge scan'],
  references: [],
} as const;
const create: CreateCampaign = { type: 'CreateCampaign', ...facts, statuses };
const created = CampaignCreated.of({ ...facts, statusId: active.statusId });
const edit = { type: 'EditCampaign', campaignId, statuses } as const;
const archive: ArchiveCampaign = { type: 'ArchiveCampaign', campaignId, statuses };
const archived = CampaignArchived.of({ campaignId, status: { from: active.statusId, to: archivedStatus.statusId } });
const unarchive: UnarchiveCampaign = { type: 'UnarchiveCampaign', campaignId, statuses };
const remove: DeleteCampaign = { type: 'DeleteCampaign', campaignId, inUse: { leads: 0, opportunities: 0 } };
const deleted = CampaignDeleted.of({ campaignId, name: 'Spring fair', projectId });

describe('creating a campaign (CAM-01)', () => {
  it('gives it the first active status', () => given(campaign).when(create).thenEvents(created));
  it('or the active one that is named', () =>
    given(campaign)
      .when({ ...create, statusId: planned.statusId })
      .thenEvents(CampaignCreated.of({ ...facts, statusId: planned.statusId })));
  it('needs a name only', () =>
    given(campaign)
      .when({ type: 'CreateCampaign', campaignId, name: 'Web', projectId, statuses, references: [] })
      .thenEvents(
        CampaignCreated.of({
          campaignId,
          name: 'Web',
          projectId,
          statusId: active.statusId,
          costs: [],
          channels: [],
          sources: [],
          references: [],
        }),
      ));
  it('is refused where no status is active', () =>
    given(campaign)
      .when({ ...create, statuses: [old, archivedStatus] })
      .thenRejected('campaign-status-required'));
  it('is refused with a status that is archived, retired or not there', () => {
    for (const [statusId, code] of [
      [cancelled.statusId, 'campaign-status-unfit'],
      [old.statusId, 'campaign-status-retired'],
      [newId<CampaignStatusId>(), 'unknown-reference'],
    ] as const) {
      given(campaign)
        .when({ ...create, statusId })
        .thenRejected(code);
    }
  });
  it('checks name, period and amounts', () => {
    given(campaign)
      .when({ ...create, name: ' ' })
      .thenRejected('campaign-name-required');
    given(campaign)
      .when({ ...create, endsOn: on('2017-02-28') })
      .thenRejected('campaign-ends-before-start');
    given(campaign)
      .when({ ...create, budget: { amount: '-1', currency: 'EUR' } })
      .thenRejected('amount-negative');
    given(campaign)
      .when({ ...create, costs: [{ ...cost, amount: { amount: '1.005', currency: 'EUR' } }] })
      .thenRejected('amount-not-in-minor-units');
  });
  it('again in the same way changes nothing, in another way it is refused', () => {
    given(campaign, created, archived).when(create).thenNothing();
    given(campaign, created)
      .when({ ...create, name: 'Autumn fair' })
      .thenRejected('campaign-exists');
    given(campaign, created, deleted).when(create).thenRejected('campaign-exists');
  });
  it('seals nothing: it is about no person', () => expect(personalFieldsOf(CampaignCreated.schema)).toEqual([]));
});

describe('editing a campaign (CAM-03)', () => {
  const ownerId = newId<UserId>();

  it('says what was and what is, its costs whole (CAM-04)', () =>
    given(campaign, created)
      .when({
        ...edit,
        ownerId,
        endsOn: null,
        budget: { amount: '5000', currency: 'EUR' },
        costs: [cost, { amount: { amount: '80', currency: 'USD' }, on: on('2017-03-05') }],
        statusId: planned.statusId,
      })
      .thenEvents(
        CampaignEdited.of({
          campaignId,
          from: { ownerId: null, endsOn: facts.endsOn, budget: null, costs: [cost], statusId: active.statusId },
          to: {
            ownerId,
            endsOn: null,
            budget: { amount: '5000.00', currency: 'EUR' },
            costs: [cost, { amount: { amount: '80.00', currency: 'USD' }, on: on('2017-03-05') }],
            statusId: planned.statusId,
          },
        }),
      ));
  it('to what it is changes nothing, also while it is archived', () => {
    const same = { ...edit, name: 'Spring fair', costs: [{ ...cost, amount: { amount: '1200', currency: 'EUR' } }] };
    given(campaign, created)
      .when({ ...same, statusId: active.statusId })
      .thenNothing();
    given(campaign, created, archived).when(same).thenNothing();
  });
  it('leaves it a name and a period', () => {
    given(campaign, created)
      .when({ ...edit, name: '' })
      .thenRejected('campaign-name-required');
    given(campaign, created)
      .when({ ...edit, startsOn: on('2017-03-05') })
      .thenRejected('campaign-ends-before-start');
  });
  it('does not archive it', () =>
    given(campaign, created)
      .when({ ...edit, statusId: cancelled.statusId })
      .thenRejected('campaign-status-unfit'));
  it('is refused while it is archived, and where there is none', () => {
    given(campaign, created, archived)
      .when({ ...edit, name: 'Fair' })
      .thenRejected('campaign-archived');
    given(campaign)
      .when({ ...edit, name: 'Fair' })
      .thenRejected('campaign-not-found');
    given(campaign, created, deleted)
      .when({ ...edit, name: 'Fair' })
      .thenRejected('campaign-not-found');
  });
});

describe('a campaign', () => {
  it('is archived with the first archived status or the one that is named (CAM-06)', () => {
    given(campaign, created).when(archive).thenEvents(archived);
    given(campaign, created)
      .when({ ...archive, statusId: cancelled.statusId })
      .thenEvents(CampaignArchived.of({ campaignId, status: { from: active.statusId, to: cancelled.statusId } }));
    given(campaign, created, archived).when(archive).thenNothing();
    given(campaign, created, archived)
      .when({ ...archive, statusId: cancelled.statusId })
      .thenRejected('campaign-archived');
    given(campaign, created)
      .when({ ...archive, statusId: planned.statusId })
      .thenRejected('campaign-status-unfit');
    given(campaign, created)
      .when({ ...archive, statuses: [active] })
      .thenRejected('campaign-status-required');
  });

  it('is unarchived with the first active status or the one that is named (CAM-07)', () => {
    const back = (to: CampaignStatus) =>
      CampaignUnarchived.of({ campaignId, status: { from: archivedStatus.statusId, to: to.statusId } });
    given(campaign, created, archived).when(unarchive).thenEvents(back(active));
    given(campaign, created, archived)
      .when({ ...unarchive, statusId: planned.statusId })
      .thenEvents(back(planned));
    given(campaign, created, archived, back(planned)).when(unarchive).thenNothing();
    given(campaign, created)
      .when({ ...unarchive, statusId: planned.statusId })
      .thenRejected('campaign-not-archived');
    given(campaign, created, archived, back(active))
      .when({ ...edit, name: 'Fair' })
      .thenEvents(CampaignEdited.of({ campaignId, from: { name: 'Spring fair' }, to: { name: 'Fair' } }));
  });

  it('is deleted once, where nothing names it', () => {
    given(campaign, created).when(remove).thenEvents(deleted);
    given(campaign, created, archived).when(remove).thenEvents(deleted);
    given(campaign, created, deleted).when(remove).thenNothing();
    given(campaign).when(remove).thenRejected('campaign-not-found');
    for (const inUse of [
      { leads: 2, opportunities: 0 },
      { leads: 0, opportunities: 1 },
    ]) {
      given(campaign, created)
        .when({ ...remove, inUse })
        .thenRejected('campaign-in-use', inUse);
    }
  });

  it('takes and loses references of outside systems, each once, also while it is archived', () => {
    const reference = { system: 'marketing', type: 'campaign', id: '77' };
    const referenced = CampaignReferenced.of({ campaignId, reference });
    given(campaign, created, archived)
      .when({ type: 'ReferenceCampaign', campaignId, reference })
      .thenEvents(referenced);
    given(campaign, created, referenced).when({ type: 'ReferenceCampaign', campaignId, reference }).thenNothing();
    given(campaign, created, referenced)
      .when({ type: 'UnreferenceCampaign', campaignId, reference })
      .thenEvents(CampaignUnreferenced.of({ campaignId, reference }));
    given(campaign, created, deleted)
      .when({ type: 'ReferenceCampaign', campaignId, reference })
      .thenRejected('campaign-not-found');
  });
});
