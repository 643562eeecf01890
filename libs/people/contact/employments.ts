import { pick } from '../../kernel/changes.js';
import type { DateOnly } from '../../kernel/dates.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { EventOf } from '../../kernel/events.js';
import type { ContactId, EmploymentId, PersonId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import type { ProfileOf } from '../../kernel/profile.js';
import type { AddContactEmployment, EditContactEmployment, RemoveContactEmployment } from './contact.commands.js';
import {
  ContactEmploymentAdded,
  ContactEmploymentEdited,
  ContactEmploymentRemoved,
  employmentProfile,
  type Employer,
} from './contact.events.js';

/** Where a person works, as what, and from when to when. */
export interface Employment extends ProfileOf<typeof employmentProfile> {
  readonly employmentId: EmploymentId;
  readonly employer: Employer;
}

interface Person {
  readonly contactId: ContactId;
  readonly personId: PersonId;
  readonly employments: readonly Employment[];
}

type EmploymentEvent = EventOf<
  typeof ContactEmploymentAdded | typeof ContactEmploymentEdited | typeof ContactEmploymentRemoved
>;

export const employmentRefusals = refusals({
  'employment-exists': 'conflict',
  'employment-not-found': 'not-found',
  'employment-ends-before-it-begins': 'invalid',
  'contact-employment-required': 'conflict',
});
const reject = rejecting(employmentRefusals);

export function addEmployment(command: AddContactEmployment, person: Person): readonly EmploymentEvent[] {
  const { contactId, employmentId, employer } = command;
  const fields = employmentProfile.of(command);
  const earlier = person.employments.find((one) => one.employmentId === employmentId);
  if (earlier !== undefined) {
    if (sameJson(earlier, { employmentId, employer, ...fields })) return [];
    reject('employment-exists', `The contact has an employment ${employmentId}, which is another. Edit it instead.`);
  }
  refuseDates(fields);
  return [ContactEmploymentAdded.of({ contactId, personId: person.personId, employmentId, employer, ...fields })];
}

export function editEmployment(command: EditContactEmployment, person: Person): readonly EmploymentEvent[] {
  const { contactId, employmentId } = command;
  const current = found(person, employmentId);
  const edited = employmentProfile.edit(current, employmentProfile.of(command));
  if (!edited) return [];
  refuseDates(employmentProfile.after(current, edited));
  const { personId } = person;
  return [ContactEmploymentEdited.of({ contactId, personId, employmentId, employer: current.employer, ...edited })];
}

/** PCO-04: a contact belongs somewhere. */
export function removeEmployment(command: RemoveContactEmployment, person: Person): readonly EmploymentEvent[] {
  const { contactId, employmentId } = command;
  const { employer } = found(person, employmentId);
  if (person.employments.length === 1) {
    reject(
      'contact-employment-required',
      'A contact works somewhere, or has worked there: this is its only employment. Say until when, add another one first, or delete the contact.',
    );
  }
  return [ContactEmploymentRemoved.of({ contactId, employmentId, employer })];
}

export function employmentsAfter(employments: readonly Employment[], event: EmploymentEvent): readonly Employment[] {
  switch (event.type) {
    case 'ContactEmploymentAdded':
      return [...employments, pick(event.data, ['employmentId', 'employer', 'role', 'since', 'until'])];
    case 'ContactEmploymentEdited':
      return employments.map((one) =>
        one.employmentId === event.data.employmentId ? employmentProfile.after(one, event.data) : one,
      );
    case 'ContactEmploymentRemoved':
      return employments.filter(({ employmentId }) => employmentId !== event.data.employmentId);
  }
}

export function refuseDates({ since, until }: { readonly since?: DateOnly; readonly until?: DateOnly }): void {
  if (since === undefined || until === undefined || since <= until) return;
  reject('employment-ends-before-it-begins', `It cannot end on ${until}, before it begins on ${since}.`);
}

function found({ contactId, employments }: Person, employmentId: EmploymentId): Employment {
  return (
    employments.find((one) => one.employmentId === employmentId) ??
    reject('employment-not-found', `The contact ${contactId} has no employment ${employmentId}.`)
  );
}
