import { aggregates } from '../../libs/application/register/aggregates.js';
import { campaignStatusesId } from '../../libs/campaigns/campaign-statuses/campaign-statuses.js';
import type { DateOnly } from '../../libs/kernel/dates.js';
import { derivedId, type Id } from '../../libs/kernel/ids.js';
import type { World } from '../properties/world.js';

const idOf = <T extends Id<string>>(name: string): T => derivedId<T>('stored example', name);
const on = (date: string): DateOnly => date as DateOnly;
const reference = { system: 'marketing', type: 'campaign', id: '77' };

/** A campaign with its statuses, a lead that leaves it, and an opportunity that joins it. */
export async function aCampaign(world: World): Promise<void> {
  const { campaign, campaignStatuses, lead, opportunity } = aggregates;
  const statusId = idOf<Id<'campaignStatus'>>('planned');
  await world.do(campaignStatuses, { type: 'AddCampaignStatus', statusId, name: 'Planned', kind: 'active' });
  await world.do(campaignStatuses, { type: 'RenameCampaignStatus', statusId, name: 'In planning' });
  const { statuses } = (await world.executor.load(campaignStatuses, campaignStatusesId)).state.state;
  await world.do(campaignStatuses, { type: 'RetireCampaignStatus', statusId });
  const campaignId = idOf<Id<'campaign'>>('spring fair');
  const cost = { amount: { amount: '1200', currency: 'EUR' }, on: on('2017-03-01'), note: 'Stand' };
  await world.do(campaign, {
    type: 'CreateCampaign',
    campaignId,
    statuses,
    name: 'Spring fair',
    description: 'In hall 4.',
    projectId: idOf<Id<'project'>>('project'),
    ownerId: idOf<Id<'user'>>('olga'),
    startsOn: on('2017-03-01'),
    endsOn: on('2017-03-04'),
    budget: { amount: '5000', currency: 'EUR' },
    costs: [cost],
    channels: ['Trade fair'],
    sources: ['Badge scan'],
    references: [reference],
  });
  const further = { amount: { amount: '80.5', currency: 'USD' }, on: on('2017-03-05') };
  await world.do(campaign, {
    type: 'EditCampaign',
    campaignId,
    statuses,
    statusId,
    name: 'Spring fair 2017',
    ownerId: null,
    costs: [cost, further],
  });
  await world.do(campaign, { type: 'UnreferenceCampaign', campaignId, reference });
  await world.do(campaign, { type: 'ReferenceCampaign', campaignId, reference });
  await world.do(campaign, { type: 'ArchiveCampaign', campaignId, statuses });
  await world.do(campaign, { type: 'UnarchiveCampaign', campaignId, statuses });
  const unwanted = { campaignId: idOf<Id<'campaign'>>('unwanted'), projectId: idOf<Id<'project'>>('project') };
  await world.do(campaign, { type: 'CreateCampaign', ...unwanted, statuses, name: 'By mistake', references: [] });
  const inUse = { leads: 0, opportunities: 0 };
  await world.do(campaign, { type: 'DeleteCampaign', campaignId: unwanted.campaignId, inUse });
  const leadId = idOf<Id<'lead'>>('met at the fair');
  await world.do(lead, {
    type: 'CreateLead',
    leadId,
    personId: idOf<Id<'person'>>('person-met'),
    organisation: 'Cirrus',
    projectId: idOf<Id<'project'>>('project'),
    campaignId,
    references: [],
  });
  await world.do(lead, { type: 'EditLead', leadId, campaignId: null });
  const opportunityId = idOf<Id<'opportunity'>>('of the fair');
  await world.do(opportunity, {
    type: 'OpenOpportunity',
    opportunityId,
    name: 'Seats for Cirrus',
    projectId: idOf<Id<'project'>>('project'),
    pipelineId: idOf<Id<'pipeline'>>('pipeline'),
    stageId: idOf<Id<'stage'>>('new'),
    personId: idOf<Id<'person'>>('person-note'),
    references: [],
  });
  await world.do(opportunity, { type: 'EditOpportunity', opportunityId, campaignId });
}
