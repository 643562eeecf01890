import Type, { type Static } from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import {
  idSchema,
  type AccountId,
  type CampaignId,
  type ContactId,
  type EmploymentId,
  type LeadId,
  type OpportunityId,
  type PersonId,
  type PipelineId,
  type ProjectId,
  type StageId,
  type UserId,
  type PartnerId,
} from '../../kernel/ids.js';
import { Money } from '../../kernel/money.js';
import { Personal } from '../../kernel/personal.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';

const leadId = idSchema<LeadId>();
const userId = idSchema<UserId>();
/** The person that the lead is, who stays the same when a contact is made of it. */
const personId = idSchema<PersonId>();

/** BX-03 */
export const LeadKind = Type.Enum(['new', 'repeat']);
export type LeadKind = Static<typeof LeadKind>;

const aboutThePerson = Type.Optional(Personal(Type.String()));
const text = Type.Optional(Type.String());

/**
 * What describes the person is sealed; so is the description, which is free text. `source` is the channel that it came by, `campaignId`
 * the campaign that it belongs to (LEAD-17), `partnerId` who it came through (LEAD-11), `accountId` the account that it was added to (LEAD-10).
 */
export const leadProfile = profile(
  {
    kind: LeadKind,
    firstName: aboutThePerson,
    lastName: aboutThePerson,
    jobTitle: aboutThePerson,
    email: aboutThePerson,
    phone: aboutThePerson,
    street: aboutThePerson,
    city: aboutThePerson,
    postcode: aboutThePerson,
    description: aboutThePerson,
    organisation: text,
    website: text,
    country: text,
    industry: text,
    source: text,
    estimatedValue: Type.Optional(Money),
    ownerId: Type.Optional(idSchema<UserId>()),
    projectId: idSchema<ProjectId>(),
    campaignId: Type.Optional(idSchema<CampaignId>()),
    partnerId: Type.Optional(idSchema<PartnerId>()),
    accountId: Type.Optional(idSchema<AccountId>()),
  },
  { fixed: ['kind', 'ownerId'] },
);

/** LEAD-01: without an owner it is in the free pool (LEAD-05). */
export const LeadCreated = eventType('LeadCreated', {
  leadId,
  personId,
  ...leadProfile.created,
  references: References,
});
/**
 * LEAD-02: the changed fields only, null where absent. What is personal stands in fields of its own as it became, and in `before` as
 * it was; the rest in `from` and `to`. What has no change is left out.
 */
export const LeadEdited = eventType('LeadEdited', { leadId, personId, ...leadProfile.edited });
/** LEAD-09: the code is lower-case words joined by dashes. */
export const LeadDisqualified = eventType('LeadDisqualified', {
  leadId,
  personId,
  reasonCode: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
  comment: aboutThePerson,
});
/** Decision 4: a disqualified one is open again. */
export const LeadReopened = eventType('LeadReopened', { leadId });
/** Null: nobody, the free pool (LEAD-05). */
export const LeadOwnerChanged = eventType('LeadOwnerChanged', {
  leadId,
  from: Type.Union([userId, Type.Null()]),
  to: Type.Union([userId, Type.Null()]),
});

/** What the lead said of the person when it was qualified. */
const Person = Type.Object({
  firstName: text,
  lastName: text,
  jobTitle: text,
  email: text,
  phone: text,
  street: text,
  city: text,
  postcode: text,
});
/** What it said of the organisation. */
const Organisation = Type.Object({ organisation: text, website: text, country: text, industry: text });
/** ACC-02 */
export const NewAccountType = Type.Enum(['personal', 'company', 'account']);
/**
 * LEAD-06, LEAD-07: all that is made of it, with the ids that it has: the opportunity; the account, where `accountType` says that it is new, with the person whose it is; and the contact,
 * an employee of the account. A process makes them, if they were not made at once.
 */
export const LeadQualified = eventType('LeadQualified', {
  leadId,
  personId,
  person: Personal(Person),
  business: Organisation,
  account: Type.Optional(
    Type.Object({
      accountId: idSchema<AccountId>(),
      accountType: Type.Optional(NewAccountType),
      personId: Type.Optional(personId),
    }),
  ),
  accountName: aboutThePerson,
  contact: Type.Optional(Type.Object({ contactId: idSchema<ContactId>(), employmentId: idSchema<EmploymentId>() })),
  opportunityId: idSchema<OpportunityId>(),
  opportunityName: Personal(Type.String()),
  description: aboutThePerson,
  opportunity: Type.Object({
    pipelineId: idSchema<PipelineId>(),
    stageId: idSchema<StageId>(),
    projectId: idSchema<ProjectId>(),
    ownerId: Type.Optional(userId),
    expectedAmount: Type.Optional(Money),
    expectedCloseOn: Type.Optional(DateOnly),
    campaignId: Type.Optional(idSchema<CampaignId>()),
    partnerId: Type.Optional(idSchema<PartnerId>()),
  }),
});
/** LEAD-12 */
export const LeadArchived = eventType('LeadArchived', { leadId });
/** LEAD-13 */
export const LeadUnarchived = eventType('LeadUnarchived', { leadId });
export const LeadReferenced = eventType('LeadReferenced', { leadId, reference: Reference });
export const LeadUnreferenced = eventType('LeadUnreferenced', { leadId, reference: Reference });

export const leadEvents = [
  LeadCreated,
  LeadEdited,
  LeadDisqualified,
  LeadReopened,
  LeadOwnerChanged,
  LeadQualified,
  LeadArchived,
  LeadUnarchived,
  LeadReferenced,
  LeadUnreferenced,
] as const;
export type LeadEvent = EventOf<(typeof leadEvents)[number]>;
