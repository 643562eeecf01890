import Type, { type Static } from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CampaignStatusId } from '../../kernel/ids.js';

/** CAM-02: whether a campaign with the status is under way or put away. It stays. */
export const CampaignStatusKind = Type.Enum(['active', 'archived']);
export type CampaignStatusKind = Static<typeof CampaignStatusKind>;

const status = {
  statusId: idSchema<CampaignStatusId>(),
  name: Type.String({ minLength: 1 }),
  kind: CampaignStatusKind,
};
/** A status of the list. `retired`: no longer offered; campaigns that have it keep it. */
export const CampaignStatus = Type.Object({ ...status, retired: Type.Boolean() });
export type CampaignStatus = Readonly<Static<typeof CampaignStatus>>;

/** SET-14: at the end of the list. */
export const CampaignStatusAdded = eventType('CampaignStatusAdded', status);
export const CampaignStatusRenamed = eventType('CampaignStatusRenamed', {
  statusId: status.statusId,
  from: status.name,
  to: status.name,
});
/** No longer offered; campaigns that have it keep it. */
export const CampaignStatusRetired = eventType('CampaignStatusRetired', status);

export const campaignStatusesEvents = [CampaignStatusAdded, CampaignStatusRenamed, CampaignStatusRetired] as const;
export type CampaignStatusesEvent = EventOf<(typeof campaignStatusesEvents)[number]>;
