import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type PartnerId, type ProjectId, type UserId } from '../../kernel/ids.js';
import { profile } from '../../kernel/profile.js';
import { Reference, References } from '../../kernel/references.js';

const partnerId = idSchema<PartnerId>();
const projectId = idSchema<ProjectId>();
const text = Type.Optional(Type.String());

/** A partner is a company: nothing in it is sealed. `ownerId` is the user who looks after it. */
export const partnerProfile = profile({
  name: Type.String(),
  description: text,
  email: text,
  phone: text,
  street: text,
  city: text,
  postcode: text,
  country: text,
  website: text,
  registrationNumber: text,
  vatNumber: text,
  ownerId: Type.Optional(idSchema<UserId>()),
  projectId,
});

/** PAR-01 */
export const PartnerCreated = eventType('PartnerCreated', {
  partnerId,
  ...partnerProfile.created,
  references: References,
});
/** PAR-02: the changed fields only, null where absent. */
export const PartnerEdited = eventType('PartnerEdited', { partnerId, ...partnerProfile.edited });
/** It takes no further business; what it has stays. */
export const PartnerArchived = eventType('PartnerArchived', { partnerId });
export const PartnerUnarchived = eventType('PartnerUnarchived', { partnerId });
export const PartnerDeleted = eventType('PartnerDeleted', { partnerId, name: Type.String(), projectId });
export const PartnerReferenced = eventType('PartnerReferenced', { partnerId, reference: Reference });
export const PartnerUnreferenced = eventType('PartnerUnreferenced', { partnerId, reference: Reference });

export const partnerEvents = [
  PartnerCreated,
  PartnerEdited,
  PartnerArchived,
  PartnerUnarchived,
  PartnerDeleted,
  PartnerReferenced,
  PartnerUnreferenced,
] as const;
export type PartnerEvent = EventOf<(typeof partnerEvents)[number]>;
