import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { CampaignId, CampaignStatusId } from '../../kernel/ids.js';
import { acceptedAmount, pricingRefusals } from '../../kernel/pricing.js';
import { withReferences, type WithoutReferences } from '../../kernel/with-references.js';
import type { CampaignStatus, CampaignStatusKind } from '../campaign-statuses/campaign-statuses.events.js';
import type {
  ArchiveCampaign,
  CampaignCommand,
  CreateCampaign,
  DeleteCampaign,
  EditCampaign,
  UnarchiveCampaign,
} from './campaign.commands.js';
import {
  CampaignArchived,
  CampaignCreated,
  CampaignDeleted,
  CampaignEdited,
  campaignProfile,
  CampaignReferenced,
  CampaignUnarchived,
  CampaignUnreferenced,
  type CampaignCost,
  type CampaignEvent,
} from './campaign.events.js';

export const campaignRefusals = refusals({
  ...pricingRefusals,
  'campaign-exists': 'conflict',
  'campaign-not-found': 'not-found',
  'campaign-name-required': 'invalid',
  'campaign-ends-before-start': 'invalid',
  'campaign-archived': 'conflict',
  'campaign-not-archived': 'conflict',
  'campaign-in-use': 'conflict',
  'campaign-status-required': 'conflict',
  'unknown-reference': 'invalid',
  'campaign-status-unfit': 'invalid',
  'campaign-status-retired': 'conflict',
});

type Campaign = Created<typeof CampaignCreated> & { readonly archived: boolean };
export type CampaignState = Campaign | 'deleted' | null;
type OwnEvent = WithoutReferences<CampaignEvent>;

const reject = rejecting(campaignRefusals);

const decider: Decider<WithoutReferences<CampaignCommand>, OwnEvent, CampaignState> = {
  category: 'campaign',
  initialState: null,
  streamIdOf: (command) => command.campaignId,

  decide(command, state) {
    if (command.type === 'CreateCampaign') return create(command, state);
    if (command.type === 'DeleteCampaign' && state === 'deleted') return [];
    if (state === null || state === 'deleted') return notFound(command);
    switch (command.type) {
      case 'EditCampaign':
        return edit(command, state);
      case 'ArchiveCampaign':
        return archive(command, state);
      case 'UnarchiveCampaign':
        return unarchive(command, state);
      case 'DeleteCampaign':
        return remove(command, state);
    }
  },

  evolve(state, event) {
    if (event.type === 'CampaignCreated') return { ...asCreated(event.data), archived: false };
    if (state === null || state === 'deleted') return state;
    switch (event.type) {
      case 'CampaignEdited':
        return campaignProfile.after(state, event.data);
      case 'CampaignArchived':
        return { ...state, archived: true, statusId: event.data.status.to };
      case 'CampaignUnarchived':
        return { ...state, archived: false, statusId: event.data.status.to };
      case 'CampaignDeleted':
        return 'deleted';
    }
  },
};

/** Named by other systems also while it is archived: what it brought is still told. */
export const campaign: Decider<CampaignCommand, CampaignEvent, CampaignState> = withReferences(decider, {
  referenced: CampaignReferenced,
  unreferenced: CampaignUnreferenced,
  idOf: ({ campaignId }) => campaignId,
  notFound,
});

function notFound({ campaignId }: { readonly campaignId: CampaignId }): never {
  return reject('campaign-not-found', `There is no campaign ${campaignId}.`);
}

function create(command: CreateCampaign, state: CampaignState): readonly OwnEvent[] {
  const { campaignId, costs = [], channels = [], sources = [], references } = command;
  const statusId = chosen('active', command);
  const profile = { ...campaignProfile.of(command), statusId, channels, sources, costs: costs.map(accepted) };
  const budget = command.budget && acceptedAmount(command.budget);
  const event = CampaignCreated.of({ campaignId, ...profile, budget, references });
  if (state !== null) {
    return createdAgain(state === 'deleted' ? undefined : state.created, event, () =>
      reject(
        'campaign-exists',
        `The campaign ${campaignId} exists and was not created like this one, or was deleted. Use a new id.`,
      ),
    );
  }
  refuseNonsense(event.data);
  return [event];
}

function edit(command: EditCampaign, state: Campaign): readonly OwnEvent[] {
  const { campaignId, costs, budget, statusId } = command;
  const edited = campaignProfile.edit(state, {
    ...command,
    costs: costs?.map(accepted),
    budget: budget && acceptedAmount(budget),
    statusId: statusId === undefined || statusId === state.statusId ? undefined : chosen('active', command),
  });
  if (!edited) return [];
  if (state.archived) reject('campaign-archived', `The campaign ${campaignId} is archived. Unarchive it first.`);
  refuseNonsense(campaignProfile.after(state, edited));
  return [CampaignEdited.of({ campaignId, ...edited })];
}

function archive(command: ArchiveCampaign, { archived, statusId }: Campaign): readonly OwnEvent[] {
  const { campaignId } = command;
  if (!archived) {
    return [CampaignArchived.of({ campaignId, status: { from: statusId, to: chosen('archived', command) } })];
  }
  if (command.statusId === undefined || command.statusId === statusId) return [];
  return reject(
    'campaign-archived',
    `The campaign ${campaignId} is archived, with another status. Unarchive it first.`,
  );
}

/** An active one has its status changed by an edit. */
function unarchive(command: UnarchiveCampaign, { archived, statusId }: Campaign): readonly OwnEvent[] {
  const { campaignId } = command;
  if (archived) {
    return [CampaignUnarchived.of({ campaignId, status: { from: statusId, to: chosen('active', command) } })];
  }
  if (command.statusId === undefined || command.statusId === statusId) return [];
  return reject('campaign-not-archived', `The campaign ${campaignId} is not archived. Edit its status instead.`);
}

function remove({ campaignId, inUse }: DeleteCampaign, { name, projectId }: Campaign): readonly OwnEvent[] {
  const { leads, opportunities } = inUse;
  if (leads + opportunities > 0) {
    const named = `${String(leads)} leads and ${String(opportunities)} opportunities`;
    reject('campaign-in-use', `The campaign "${name}" is named by ${named}. Archive it instead.`, inUse);
  }
  return [CampaignDeleted.of({ campaignId, name, projectId })];
}

/** CAM-01, CAM-06, CAM-07: the status that is named, or the first one of the kind. */
function chosen(
  kind: CampaignStatusKind,
  {
    statuses,
    statusId,
  }: { readonly statuses: readonly CampaignStatus[]; readonly statusId?: CampaignStatusId | undefined },
): CampaignStatusId {
  if (statusId === undefined) {
    const first = statuses.find((status) => status.kind === kind && !status.retired);
    return (
      first?.statusId ??
      reject('campaign-status-required', `There is no ${kind} campaign status. Add one to the settings.`)
    );
  }
  const named = statuses.find((status) => status.statusId === statusId);
  if (named === undefined) {
    return reject('unknown-reference', `There is no campaign status ${statusId}. Add it to the settings first.`, {
      kind: 'campaign status',
      id: statusId,
    });
  }
  const { name, retired } = named;
  if (named.kind !== kind) {
    reject('campaign-status-unfit', `The campaign status "${name}" is ${named.kind}. Choose one that is ${kind}.`);
  }
  if (retired) reject('campaign-status-retired', `The campaign status "${name}" is retired. Choose another one.`);
  return statusId;
}

const accepted = (cost: CampaignCost): CampaignCost => ({ ...cost, amount: acceptedAmount(cost.amount) });

function refuseNonsense({ name, startsOn, endsOn }: Pick<Campaign, 'name' | 'startsOn' | 'endsOn'>): void {
  if (name.trim() === '') reject('campaign-name-required', 'Name the campaign.');
  if (startsOn !== undefined && endsOn !== undefined && endsOn < startsOn) {
    reject(
      'campaign-ends-before-start',
      `The campaign would end on ${endsOn}, before it starts on ${startsOn}. Give a later end.`,
    );
  }
}
