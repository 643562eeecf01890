import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import { pick } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import type { ContactId } from '../../kernel/ids.js';
import { isErased } from '../../kernel/personal.js';
import { personRefusals } from '../../kernel/profile.js';
import { withReferences, type WithoutReferences } from '../../kernel/with-references.js';
import type { ChangeContactOwner, ContactCommand, CreateContact, EditContact } from './contact.commands.js';
import {
  ContactCreated,
  ContactDeleted,
  ContactEdited,
  ContactOwnerChanged,
  contactProfile,
  ContactReferenced,
  ContactUnreferenced,
  employmentProfile,
  type ContactEvent,
} from './contact.events.js';
import {
  addEmployment,
  editEmployment,
  employmentRefusals,
  employmentsAfter,
  refuseDates,
  removeEmployment,
  type Employment,
} from './employments.js';

export const contactRefusals = refusals({
  ...personRefusals,
  ...employmentRefusals,
  'contact-exists': 'conflict',
  'contact-not-found': 'not-found',
  'contact-name-required': 'invalid',
  'contact-email-invalid': 'invalid',
});

/** `employments` in the order of their entry; the first one's fields are also its own, as it was created. */
export type Contact = Created<typeof ContactCreated> & { readonly employments: readonly Employment[] };
export type ContactState = Contact | 'deleted' | null;
type OwnEvent = WithoutReferences<ContactEvent>;

const reject = rejecting(contactRefusals);

const decider: Decider<WithoutReferences<ContactCommand>, OwnEvent, ContactState> = {
  category: 'contact',
  initialState: null,
  streamIdOf: (command) => command.contactId,

  decide(command, state) {
    const { contactId } = command;
    if (command.type === 'CreateContact') return create(command, state);
    if (command.type === 'DeleteContact' && state === 'deleted') return [];
    if (state === null || state === 'deleted') return notFound(command);
    switch (command.type) {
      case 'EditContact':
        return edit(command, state);
      case 'ChangeContactOwner':
        return changeOwner(command, state);
      case 'AddContactEmployment':
        return addEmployment(command, state);
      case 'EditContactEmployment':
        return editEmployment(command, state);
      case 'RemoveContactEmployment':
        return removeEmployment(command, state);
      case 'DeleteContact':
        return [ContactDeleted.of({ contactId })];
    }
  },

  evolve(state, event) {
    if (event.type === 'ContactCreated') return created(event.data);
    if (state === null || state === 'deleted') return state;
    switch (event.type) {
      case 'ContactEdited':
        return contactProfile.after(state, event.data);
      case 'ContactOwnerChanged':
        return { ...state, ownerId: event.data.to ?? undefined };
      case 'ContactEmploymentAdded':
      case 'ContactEmploymentEdited':
      case 'ContactEmploymentRemoved':
        return { ...state, employments: employmentsAfter(state.employments, event) };
      case 'ContactDeleted':
        return 'deleted';
    }
  },
};

/** PCO-01: a person whom we know by their work, there or there. */
export const contact: Decider<ContactCommand, ContactEvent, ContactState> = withReferences(decider, {
  referenced: ContactReferenced,
  unreferenced: ContactUnreferenced,
  idOf: ({ contactId }) => contactId,
  notFound,
});

const created = (data: DataOf<typeof ContactCreated>): Contact => ({
  ...asCreated(data),
  employments: [pick(data, ['employmentId', 'employer', 'role', 'since', 'until'])],
});

function notFound({ contactId }: { readonly contactId: ContactId }): never {
  return reject('contact-not-found', `There is no contact ${contactId}.`);
}

function create(command: CreateContact, state: ContactState): readonly OwnEvent[] {
  const { contactId, personId, employmentId, employer, references } = command;
  const [person, employment] = [contactProfile.of(command), employmentProfile.of(command)];
  const event = ContactCreated.of({
    contactId,
    personId,
    ...person,
    employmentId,
    employer,
    ...employment,
    references,
  });
  if (state !== null) {
    return createdAgain(state === 'deleted' ? undefined : state.created, event, () =>
      reject(
        'contact-exists',
        `The contact ${contactId} exists and was not created like this one, or was deleted. Edit it, or use a new id.`,
      ),
    );
  }
  refuseUnreachable(event.data);
  refuseDates(employment);
  return [event];
}

function edit(command: EditContact, state: Contact): readonly OwnEvent[] {
  const { contactId } = command;
  const edited = contactProfile.edit(state, contactProfile.of(command));
  if (!edited) return [];
  refuseUnreachable(contactProfile.after(state, edited));
  return [ContactEdited.of({ contactId, personId: state.personId, ...edited })];
}

function changeOwner({ contactId, ownerId }: ChangeContactOwner, state: Contact): readonly OwnEvent[] {
  const from = state.ownerId ?? null;
  return ownerId === from ? [] : [ContactOwnerChanged.of({ contactId, from, to: ownerId })];
}

/** PCO-05, OOC-01: a name to call the person by, and addresses that can be written to. */
function refuseUnreachable({
  firstName,
  lastName,
  emails = [],
}: Pick<Contact, 'firstName' | 'lastName' | 'emails'>): void {
  const isNamed = [firstName, lastName].some((name) => name !== undefined && (isErased(name) || name.trim() !== ''));
  if (!isNamed) reject('contact-name-required', 'A contact needs a first name or a last name.');
  if (isErased(emails)) return;
  const wrong = emails.find(({ address }) => !/^[^\s@]+@[^\s@]+$/.test(address));
  if (wrong) reject('contact-email-invalid', `"${wrong.address}" is no e-mail address, such as ann@acme.example.`);
}
