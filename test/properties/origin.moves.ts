import { aggregates } from '../../libs/application/register/aggregates.js';
import { campaignStatusesId } from '../../libs/campaigns/campaign-statuses/campaign-statuses.js';
import { addDays } from '../../libs/kernel/dates.js';
import type { CampaignId, CampaignStatusId, LeadId, PartnerId, PersonId } from '../../libs/kernel/ids.js';
import type { Picks } from './picks.js';
import type { MoveOf } from './settings.moves.js';
import type { World } from './world.js';

const sources = ['Web form', 'Fair'];
const { account, campaign, campaignStatuses, lead, opportunity, partner } = aggregates;

/** Where business comes from, and through whom: campaigns, partners, and what names them. */
export const originMoves = {
  createCampaign: async (world, picks) => {
    if (world.campaigns.length >= 2) return;
    const campaignId = world.newId<CampaignId>('campaign');
    const statuses = await statusesOf(world);
    await world.do(campaign, {
      type: 'CreateCampaign',
      campaignId,
      statuses,
      name: picks.of(sources),
      projectId: picks.of(world.projects),
      costs: costs(world, picks),
      references: [],
    });
    world.campaigns.push(campaignId);
  },
  changeCampaign: async (world, picks) => {
    if (world.campaigns.length === 0) return;
    const of = { campaignId: picks.of(world.campaigns), statuses: await statusesOf(world) };
    if (picks.chance(3)) await world.do(campaign, { type: 'ArchiveCampaign', ...of });
    else if (picks.chance(2)) await world.do(campaign, { type: 'UnarchiveCampaign', ...of });
    else await world.do(campaign, { type: 'EditCampaign', ...of, costs: costs(world, picks) });
  },
  deleteCampaign: async (world, picks) => {
    if (world.campaigns.length === 0 || !picks.chance(4)) return;
    const inUse = { leads: 0, opportunities: 0 };
    await world.do(campaign, { type: 'DeleteCampaign', campaignId: picks.of(world.campaigns), inUse });
  },
  changeStatuses: async (world, picks) => {
    const { statusId } = picks.of(await statusesOf(world));
    if (picks.chance(2)) await world.do(campaignStatuses, { type: 'RetireCampaignStatus', statusId });
    else {
      const kind = picks.of(['active', 'archived'] as const);
      const status = {
        statusId: world.newId<CampaignStatusId>('campaignStatus'),
        name: `Status ${String(picks.upTo(9))}`,
      };
      await world.do(campaignStatuses, { type: 'AddCampaignStatus', ...status, kind });
    }
  },
  createPartner: async (world, picks) => {
    if (world.partners.length >= 2) return;
    const partnerId = world.newId<PartnerId>('partner');
    const projectId = picks.of(world.projects);
    await world.do(partner, { type: 'CreatePartner', partnerId, name: picks.of(sources), projectId, references: [] });
    world.partners.push(partnerId);
  },
  changePartner: async (world, picks) => {
    if (world.partners.length === 0) return;
    const partnerId = picks.of(world.partners);
    if (picks.chance(3)) await world.do(partner, { type: 'ArchivePartner', partnerId });
    else if (picks.chance(2)) await world.do(partner, { type: 'UnarchivePartner', partnerId });
    else await world.do(partner, { type: 'EditPartner', partnerId, name: picks.of(sources) });
  },
  lookAfterAccount: (world, picks) =>
    world.do(account, {
      type: 'EditAccount',
      accountId: picks.of(world.accounts),
      partnerId: picks.maybe(world.partners) ?? null,
    }),
  createLead: async (world, picks) => {
    if (world.leads.length >= 5) return;
    const leadId = world.newId<LeadId>('lead');
    await world.do(lead, {
      type: 'CreateLead',
      leadId,
      personId: world.newId<PersonId>('person'),
      organisation: 'Borealis',
      projectId: picks.of(world.projects),
      campaignId: picks.maybe(world.campaigns),
      partnerId: picks.maybe(world.partners),
      source: picks.maybe(sources),
      references: [],
    });
    world.leads.push(leadId);
  },
  changeLead: async (world, picks) => {
    if (world.leads.length === 0) return;
    const leadId = picks.of(world.leads);
    if (picks.chance(4)) await world.do(lead, { type: 'DisqualifyLead', leadId, reasonCode: 'no-budget' });
    else if (picks.chance(3)) await world.do(lead, { type: 'ArchiveLead', leadId });
    else if (picks.chance(2)) await world.do(lead, { type: 'UnarchiveLead', leadId });
    else {
      const campaignId = picks.maybe(world.campaigns) ?? null;
      const partnerId = picks.maybe(world.partners) ?? null;
      const source = picks.maybe(sources) ?? null;
      await world.do(lead, { type: 'EditLead', leadId, campaignId, partnerId, source });
    }
  },
  nameOrigin: async (world, picks) => {
    if (world.opportunities.length === 0) return;
    const campaignId = picks.maybe(world.campaigns) ?? null;
    const partnerId = picks.maybe(world.partners) ?? null;
    const opportunityId = picks.of(world.opportunities);
    await world.do(opportunity, { type: 'EditOpportunity', opportunityId, campaignId, partnerId });
  },
} satisfies Record<string, MoveOf>;

const costs = (world: World, picks: Picks) =>
  ['100', '0.01', '33.3'].slice(0, picks.upTo(4)).map((amount) => ({
    amount: { amount, currency: picks.of(['EUR', 'USD']) },
    on: addDays(world.today(), 20 - picks.upTo(60)),
  }));

const statusesOf = async (world: World) =>
  (await world.executor.load(campaignStatuses, campaignStatusesId)).state.state.statuses;
