import Type, { type Static } from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import {
  idSchema,
  type AccountId,
  type ContactId,
  type PartnerId,
  type PersonId,
  type EmploymentId,
  type ProjectId,
  type UserId,
} from '../../kernel/ids.js';
import { Personal } from '../../kernel/personal.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';

const contactId = idSchema<ContactId>();
/** The person that the contact is: the same as of the lead that it came from. */
const personId = idSchema<PersonId>();
const employmentId = idSchema<EmploymentId>();
const userId = idSchema<UserId>();

const text = Type.String();
const aboutThePerson = Type.Optional(Personal(text));

/** The first of a list is the one to use. */
export const EmailAddress = Type.Object({ use: Type.Enum(['work', 'home', 'other']), address: text });
export type EmailAddress = Static<typeof EmailAddress>;
export const PhoneNumber = Type.Object({ use: Type.Enum(['work', 'mobile', 'home', 'fax', 'other']), number: text });
export type PhoneNumber = Static<typeof PhoneNumber>;
export const PostalAddress = Type.Object({
  use: Type.Enum(['work', 'home', 'other']),
  street: Type.Optional(text),
  city: Type.Optional(text),
  postcode: Type.Optional(text),
  region: Type.Optional(text),
  country: Type.Optional(text),
});
export type PostalAddress = Static<typeof PostalAddress>;
/** A name at a service, or the address of a page. */
export const Channel = Type.Object({ service: text, name: text });
export type Channel = Static<typeof Channel>;

const list = <S extends Parameters<typeof Type.Array>[0]>(of: S) =>
  Type.Optional(Personal(Type.Immutable(Type.Array(of))));

/** PCO-01, OOC-03: what describes the person is sealed. Tags are ours, and are not. */
export const contactProfile = profile(
  {
    salutation: aboutThePerson,
    firstName: aboutThePerson,
    lastName: aboutThePerson,
    emails: list(EmailAddress),
    phones: list(PhoneNumber),
    addresses: list(PostalAddress),
    channels: list(Channel),
    description: aboutThePerson,
    tags: Type.Optional(Type.Immutable(Type.Array(text))),
    ownerId: Type.Optional(userId),
    projectId: idSchema<ProjectId>(),
  },
  { fixed: ['ownerId'] },
);

/** PCO-04: an employee of an account, a consultant of a partner. */
export type Employer =
  { readonly kind: 'account'; readonly id: AccountId } | { readonly kind: 'partner'; readonly id: PartnerId };
export const Employer = Type.Unsafe<Employer>(
  Type.Union([
    Type.Object({ kind: Type.Literal('account'), id: idSchema<AccountId>() }),
    Type.Object({ kind: Type.Literal('partner'), id: idSchema<PartnerId>() }),
  ]),
);

/** What a person is there, and from when to when: the last day is included. */
export const employmentProfile = profile({
  role: aboutThePerson,
  since: Type.Optional(DateOnly),
  until: Type.Optional(DateOnly),
});

/** PCO-05: with the first employment, whose employer it is created from. */
export const ContactCreated = eventType('ContactCreated', {
  contactId,
  personId,
  ...contactProfile.created,
  employmentId,
  employer: Employer,
  ...employmentProfile.created,
  references: References,
});
/**
 * PCO-06: the changed fields only, null where absent. What is personal stands in fields of its own as it became, and in `before` as
 * it was; the rest in `from` and `to`. What has no change is left out.
 */
export const ContactEdited = eventType('ContactEdited', { contactId, personId, ...contactProfile.edited });
/** Null: nobody. */
export const ContactOwnerChanged = eventType('ContactOwnerChanged', {
  contactId,
  from: Type.Union([userId, Type.Null()]),
  to: Type.Union([userId, Type.Null()]),
});
export const ContactEmploymentAdded = eventType('ContactEmploymentAdded', {
  contactId,
  personId,
  employmentId,
  employer: Employer,
  ...employmentProfile.created,
});
export const ContactEmploymentEdited = eventType('ContactEmploymentEdited', {
  contactId,
  personId,
  employmentId,
  employer: Employer,
  ...employmentProfile.edited,
});
/** It was entered by mistake: one that has ended has its last day in `until`. */
export const ContactEmploymentRemoved = eventType('ContactEmploymentRemoved', {
  contactId,
  employmentId,
  employer: Employer,
});
/** PCO-06 */
export const ContactDeleted = eventType('ContactDeleted', { contactId });
export const ContactReferenced = eventType('ContactReferenced', { contactId, reference: Reference });
export const ContactUnreferenced = eventType('ContactUnreferenced', { contactId, reference: Reference });

export const contactEvents = [
  ContactCreated,
  ContactEdited,
  ContactOwnerChanged,
  ContactEmploymentAdded,
  ContactEmploymentEdited,
  ContactEmploymentRemoved,
  ContactDeleted,
  ContactReferenced,
  ContactUnreferenced,
] as const;
export type ContactEvent = EventOf<(typeof contactEvents)[number]>;
