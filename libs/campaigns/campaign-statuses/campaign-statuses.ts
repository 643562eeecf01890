import { createdAgain } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import { derivedId, type CampaignStatusId } from '../../kernel/ids.js';
import {
  CampaignStatusAdded,
  CampaignStatusRenamed,
  CampaignStatusRetired,
  type CampaignStatus,
  type CampaignStatusesEvent,
  type CampaignStatusKind,
} from './campaign-statuses.events.js';

/** There is one list of them. */
export const campaignStatusesId = derivedId('campaignStatuses');

export interface AddCampaignStatus {
  readonly type: 'AddCampaignStatus';
  readonly statusId: CampaignStatusId;
  readonly name: string;
  readonly kind: CampaignStatusKind;
}
export interface RenameCampaignStatus {
  readonly type: 'RenameCampaignStatus';
  readonly statusId: CampaignStatusId;
  readonly name: string;
}
export interface RetireCampaignStatus {
  readonly type: 'RetireCampaignStatus';
  readonly statusId: CampaignStatusId;
}
export type CampaignStatusesCommand = AddCampaignStatus | RenameCampaignStatus | RetireCampaignStatus;
export const campaignStatusesRefusals = refusals({
  'campaign-status-exists': 'conflict',
  'campaign-status-not-found': 'not-found',
  'campaign-status-name-taken': 'conflict',
  'too-many-campaign-statuses': 'invalid',
});

export interface CampaignStatusesState {
  /** In their order. */
  readonly statuses: readonly CampaignStatus[];
  /** Those that were added, as they were first. */
  readonly added: readonly DataOf<typeof CampaignStatusAdded>[];
}

const maxStatuses = 100;
const reject = rejecting(campaignStatusesRefusals);

const delivered = (code: CampaignStatusKind, name: string): CampaignStatus => ({
  statusId: derivedId('campaignStatus', code),
  name,
  kind: code,
  retired: false,
});

/** CAM-02, SET-14: the statuses that campaigns can have, in one list: which one a campaign gets depends on all of them. */
export const campaignStatuses: Decider<CampaignStatusesCommand, CampaignStatusesEvent, CampaignStatusesState> = {
  category: 'campaignStatuses',
  initialState: { statuses: [delivered('active', 'Active'), delivered('archived', 'Archived')], added: [] },
  streamIdOf: () => campaignStatusesId,

  decide(command, state) {
    if (command.type === 'AddCampaignStatus') return add(command, state);
    const { statusId } = command;
    const { name, kind, retired } = statusIn(state, statusId);
    switch (command.type) {
      case 'RenameCampaignStatus':
        if (command.name === name) return [];
        refuseTaken(command, state);
        return [CampaignStatusRenamed.of({ statusId, from: name, to: command.name })];
      case 'RetireCampaignStatus':
        return retired ? [] : [CampaignStatusRetired.of({ statusId, name, kind })];
    }
  },

  evolve: ({ statuses, added }, event) => ({
    statuses: statusesAfter(statuses, event),
    added: event.type === 'CampaignStatusAdded' ? [...added, event.data] : added,
  }),
};

/** The list after the event. */
export function statusesAfter(
  statuses: readonly CampaignStatus[],
  { type, data }: CampaignStatusesEvent,
): readonly CampaignStatus[] {
  const changed = (change: Partial<CampaignStatus>): readonly CampaignStatus[] =>
    statuses.map((status) => (status.statusId === data.statusId ? { ...status, ...change } : status));
  switch (type) {
    case 'CampaignStatusAdded':
      return [...statuses, { ...data, retired: false }];
    case 'CampaignStatusRenamed':
      return changed({ name: data.to });
    case 'CampaignStatusRetired':
      return changed({ retired: true });
  }
}

function add(command: AddCampaignStatus, state: CampaignStatusesState): readonly CampaignStatusesEvent[] {
  const { statusId, name, kind } = command;
  const event = CampaignStatusAdded.of({ statusId, name, kind });
  if (state.statuses.some((status) => status.statusId === statusId)) {
    const first = state.added.find((status) => status.statusId === statusId);
    return createdAgain(first, event, () =>
      reject('campaign-status-exists', `There is already another campaign status ${statusId}. Change it instead.`),
    );
  }
  if (state.statuses.length >= maxStatuses) {
    reject(
      'too-many-campaign-statuses',
      `There are ${String(maxStatuses)} campaign statuses, and no more can be kept.`,
    );
  }
  refuseTaken(command, state);
  return [event];
}

function statusIn({ statuses }: CampaignStatusesState, statusId: CampaignStatusId): CampaignStatus {
  const status = statuses.find((known) => known.statusId === statusId);
  return status ?? reject('campaign-status-not-found', `There is no campaign status ${statusId}.`);
}

/** What is retired leaves its name to others. */
function refuseTaken(
  { statusId, name }: { readonly statusId: CampaignStatusId; readonly name: string },
  { statuses }: CampaignStatusesState,
): void {
  const holder = statuses.find(
    (other) => other.statusId !== statusId && !other.retired && other.name.toLowerCase() === name.toLowerCase(),
  );
  if (holder !== undefined) {
    reject('campaign-status-name-taken', `There is a campaign status "${holder.name}" already. Choose another name.`, {
      statusId: holder.statusId,
    });
  }
}
