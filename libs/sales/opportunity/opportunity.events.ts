import Type, { type Static } from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { DecimalText } from '../../kernel/decimal.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import {
  idSchema,
  type AccountId,
  type CampaignId,
  type ContractId,
  type LeadId,
  type OpportunityId,
  type PartnerId,
  type PersonId,
  type PipelineId,
  type ProductId,
  type ProjectId,
  type QuoteId,
  type StageId,
  type UserId,
} from '../../kernel/ids.js';
import { BuyingAccount } from '../../kernel/lines.js';
import { Money } from '../../kernel/money.js';
import { OfBuyer, Personal } from '../../kernel/personal.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';
import { buyerId, quoteEvents } from './quote.events.js';
import { SoldLine } from './quote-line.js';

// Stored for good: a breaking change is a new type and an upcaster.

export const OpportunityType = Type.Union([Type.Literal('new'), Type.Literal('upsell'), Type.Literal('renewal')]);
export type OpportunityType = Static<typeof OpportunityType>;

/** What EditOpportunity changes, beside the description. */
export const opportunityProfile = profile({
  name: OfBuyer(Type.String({ minLength: 1 })),
  projectId: idSchema<ProjectId>(),
  accountId: Type.Optional(idSchema<AccountId>()),
  expectedAmount: Type.Optional(Money),
  expectedCloseOn: Type.Optional(DateOnly),
  opportunityType: OpportunityType,
  campaignId: Type.Optional(idSchema<CampaignId>()),
  partnerId: Type.Optional(idSchema<PartnerId>()),
});
const place = { pipelineId: idSchema<PipelineId>(), stageId: idSchema<StageId>() };
const stageChange = Type.Object({ from: idSchema<StageId>(), to: idSchema<StageId>() });
/** Whose and where the opportunity is, for readers that have no other event. */
const standing = {
  opportunityId: idSchema<OpportunityId>(),
  projectId: idSchema<ProjectId>(),
  accountId: Type.Optional(idSchema<AccountId>()),
  ownerId: Type.Optional(idSchema<UserId>()),
  pipelineId: idSchema<PipelineId>(),
};

/** Parts of a sale's revenue by user, in percent. */
export const Credits = Type.Immutable(Type.Array(Type.Object({ userId: idSchema<UserId>(), share: DecimalText })));
export type Credits = Static<typeof Credits>;

/** The free text of an opportunity is sealed with the key of this person. */
const personId = idSchema<PersonId>();
const FreeText = Personal(Type.String());
const FreeTextOrNone = Personal(Type.Union([Type.String(), Type.Null()]));

export const OpportunityOpened = eventType('OpportunityOpened', {
  ...opportunityProfile.created,
  ...place,
  opportunityId: idSchema<OpportunityId>(),
  ownerId: Type.Optional(idSchema<UserId>()),
  personId,
  buyerId,
  description: Type.Optional(FreeText),
  leadId: Type.Optional(idSchema<LeadId>()),
  sourceContractId: Type.Optional(idSchema<ContractId>()),
  references: References,
});
/** The description stands at the top, where it can be sealed; both are absent when it did not change, null is none. */
export const OpportunityEdited = eventType('OpportunityEdited', {
  opportunityId: idSchema<OpportunityId>(),
  personId,
  /** As it is after the edit. */
  buyerId,
  ...opportunityProfile.edited,
  descriptionBefore: Type.Optional(FreeTextOrNone),
  description: Type.Optional(FreeTextOrNone),
});
export const OpportunityMoved = eventType('OpportunityMoved', {
  opportunityId: idSchema<OpportunityId>(),
  from: Type.Object(place),
  to: Type.Object(place),
});
/** Also while sold: no credit moves (decision 15). */
export const OpportunityOwnerChanged = eventType('OpportunityOwnerChanged', {
  opportunityId: idSchema<OpportunityId>(),
  from: Type.Union([idSchema<UserId>(), Type.Null()]),
  to: Type.Union([idSchema<UserId>(), Type.Null()]),
});
const Overridden = Type.Object({
  /** The quote was due by then, before it was sold. */
  quoteDueOn: Type.Optional(DateOnly),
  /** Products of the quote that were not active when it was sold. */
  inactiveProducts: Type.Optional(Type.Immutable(Type.Array(idSchema<ProductId>()))),
});
export type Overridden = Static<typeof Overridden>;

export const OpportunitySold = eventType('OpportunitySold', {
  opportunityId: idSchema<OpportunityId>(),
  buyerId,
  name: OfBuyer(Type.String()),
  /** 1, 2, … per opportunity. */
  saleNumber: Type.Integer({ minimum: 1 }),
  soldOn: DateOnly,
  account: BuyingAccount,
  projectId: idSchema<ProjectId>(),
  ownerId: Type.Optional(idSchema<UserId>()),
  credits: Credits,
  partnerId: Type.Optional(idSchema<PartnerId>()),
  pipelineId: idSchema<PipelineId>(),
  stage: stageChange,
  /** Absent when sold with the opportunity's own amount (decision 2). */
  quoteId: Type.Optional(idSchema<QuoteId>()),
  lines: Type.Immutable(Type.Array(SoldLine)),
  revenue: Money,
  /** What stood before this sale: absent for the first, and after a sale that was lost. */
  previousRevenue: Type.Optional(Money),
  /** Revenue less previous revenue, per currency (decision 15). */
  change: Type.Immutable(Type.Array(Money)),
  opportunityType: OpportunityType,
  leadId: Type.Optional(idSchema<LeadId>()),
  campaignId: Type.Optional(idSchema<CampaignId>()),
  sourceContractId: Type.Optional(idSchema<ContractId>()),
  /** What stood against the sale, and was overridden; absent when nothing did. */
  overridden: Type.Optional(Overridden),
});
export const OpportunityUnlocked = eventType('OpportunityUnlocked', {
  ...standing,
  saleNumber: Type.Integer({ minimum: 1 }),
  revenue: Money,
  stage: stageChange,
  personId,
  reason: Type.Optional(FreeText),
});
/** A sale that stood when the opportunity was lost, with all that it booked (decision 15). */
export const ReversedSale = Type.Object({
  saleNumber: Type.Integer({ minimum: 1 }),
  soldOn: DateOnly,
  revenue: Money,
  account: BuyingAccount,
  projectId: idSchema<ProjectId>(),
  ownerId: Type.Optional(idSchema<UserId>()),
  credits: Credits,
  partnerId: Type.Optional(idSchema<PartnerId>()),
  pipelineId: idSchema<PipelineId>(),
  lines: Type.Immutable(Type.Array(SoldLine)),
  change: Type.Immutable(Type.Array(Money)),
});
export const OpportunityLost = eventType('OpportunityLost', {
  ...standing,
  stage: stageChange,
  lostOn: DateOnly,
  reasonCode: Type.String({ minLength: 1 }),
  competitor: Type.Optional(Type.String()),
  expectedAmount: Type.Optional(Money),
  opportunityType: OpportunityType,
  personId,
  buyerId,
  comment: Type.Optional(FreeText),
  reversed: Type.Optional(ReversedSale),
});
/** A lost one is open again. */
export const OpportunityReopened = eventType('OpportunityReopened', { ...standing, stage: stageChange });
export const OpportunityDeleted = eventType('OpportunityDeleted', {
  ...standing,
  buyerId,
  name: OfBuyer(Type.String()),
  stageId: idSchema<StageId>(),
});
const referenceFields = { opportunityId: idSchema<OpportunityId>(), reference: Reference };
export const OpportunityReferenced = eventType('OpportunityReferenced', referenceFields);
export const OpportunityUnreferenced = eventType('OpportunityUnreferenced', referenceFields);

export const opportunityEvents = [
  OpportunityOpened,
  OpportunityEdited,
  OpportunityMoved,
  OpportunityOwnerChanged,
  OpportunitySold,
  OpportunityUnlocked,
  OpportunityLost,
  OpportunityReopened,
  OpportunityDeleted,
  OpportunityReferenced,
  OpportunityUnreferenced,
  ...quoteEvents,
] as const;
export type OpportunityEvent = EventOf<(typeof opportunityEvents)[number]>;
