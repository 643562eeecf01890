import type { ContactId, PersonId, EmploymentId, UserId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import type { ReferenceCommand } from '../../kernel/with-references.js';
import type { contactProfile, ContactReferenced, Employer, employmentProfile } from './contact.events.js';

/** PCO-04, PCO-05: from an account, as an employee, or from a partner, as a consultant. */
export interface CreateContact extends NewProfile<typeof contactProfile>, NewProfile<typeof employmentProfile> {
  readonly type: 'CreateContact';
  readonly contactId: ContactId;
  readonly personId: PersonId;
  readonly employmentId: EmploymentId;
  readonly employer: Employer;
  readonly references: References;
}
/** PCO-06: null clears a field; fields that are absent stay. */
export interface EditContact extends ProfileChanges<typeof contactProfile> {
  readonly type: 'EditContact';
  readonly contactId: ContactId;
}
/** OOC-07: null: to nobody. */
export interface ChangeContactOwner {
  readonly type: 'ChangeContactOwner';
  readonly contactId: ContactId;
  readonly ownerId: UserId | null;
}
/** One person may work in several places, and come back to one. */
export interface AddContactEmployment extends NewProfile<typeof employmentProfile> {
  readonly type: 'AddContactEmployment';
  readonly contactId: ContactId;
  readonly employmentId: EmploymentId;
  readonly employer: Employer;
}
/** Null clears; who has left gets the last day in `until`. */
export interface EditContactEmployment extends ProfileChanges<typeof employmentProfile> {
  readonly type: 'EditContactEmployment';
  readonly contactId: ContactId;
  readonly employmentId: EmploymentId;
}
export interface RemoveContactEmployment {
  readonly type: 'RemoveContactEmployment';
  readonly contactId: ContactId;
  readonly employmentId: EmploymentId;
}
/** PCO-06 */
export interface DeleteContact {
  readonly type: 'DeleteContact';
  readonly contactId: ContactId;
}
export type ReferenceContact = ReferenceCommand<typeof ContactReferenced>;
export type ContactCommand =
  | CreateContact
  | EditContact
  | ChangeContactOwner
  | AddContactEmployment
  | EditContactEmployment
  | RemoveContactEmployment
  | DeleteContact
  | ReferenceContact;
