import Type, { type Static } from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CampaignId, type CampaignStatusId, type ProjectId, type UserId } from '../../kernel/ids.js';
import { Money } from '../../kernel/money.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';

const campaignId = idSchema<CampaignId>();
const projectId = idSchema<ProjectId>();
const statusId = idSchema<CampaignStatusId>();
const texts = Type.Immutable(Type.Array(Type.String()));

/** CAM-04: what was spent on a date; one that lies ahead counts from then on. `note` says what for. */
export const CampaignCost = Type.Object({ amount: Money, on: DateOnly, note: Type.Optional(Type.String()) });
export type CampaignCost = Readonly<Static<typeof CampaignCost>>;

/** A campaign is no person: nothing in it is sealed. `channels` and `sources` are words of the organisation's own; both dates are inclusive. */
export const campaignProfile = profile({
  name: Type.String(),
  description: Type.Optional(Type.String()),
  projectId,
  ownerId: Type.Optional(idSchema<UserId>()),
  statusId,
  startsOn: Type.Optional(DateOnly),
  endsOn: Type.Optional(DateOnly),
  budget: Type.Optional(Money),
  costs: Type.Immutable(Type.Array(CampaignCost)),
  channels: texts,
  sources: texts,
});

const statusChange = Type.Object({ from: statusId, to: statusId });

/** CAM-01 */
export const CampaignCreated = eventType('CampaignCreated', {
  campaignId,
  ...campaignProfile.created,
  references: References,
});
/** CAM-03: the changed fields only, null where absent; costs, channels and sources whole. */
export const CampaignEdited = eventType('CampaignEdited', { campaignId, ...campaignProfile.edited });
/** CAM-06 */
export const CampaignArchived = eventType('CampaignArchived', { campaignId, status: statusChange });
/** CAM-07 */
export const CampaignUnarchived = eventType('CampaignUnarchived', { campaignId, status: statusChange });
export const CampaignDeleted = eventType('CampaignDeleted', { campaignId, name: Type.String(), projectId });
export const CampaignReferenced = eventType('CampaignReferenced', { campaignId, reference: Reference });
export const CampaignUnreferenced = eventType('CampaignUnreferenced', { campaignId, reference: Reference });

export const campaignEvents = [
  CampaignCreated,
  CampaignEdited,
  CampaignArchived,
  CampaignUnarchived,
  CampaignDeleted,
  CampaignReferenced,
  CampaignUnreferenced,
] as const;
export type CampaignEvent = EventOf<(typeof campaignEvents)[number]>;
