import type { DateOnly } from '../../kernel/dates.js';
import {
  newId,
  type AccountId,
  type ContactId,
  type EmploymentId,
  type PartnerId,
  type PersonId,
  type ProjectId,
  type UserId,
} from '../../kernel/ids.js';
import { personalFieldsOf } from '../../kernel/personal.js';
import { given } from '../../testing/given.js';
import type { AddContactEmployment, CreateContact, DeleteContact } from './contact.commands.js';
import {
  ContactCreated,
  ContactDeleted,
  ContactEdited,
  ContactEmploymentAdded,
  ContactEmploymentEdited,
  ContactEmploymentRemoved,
  ContactOwnerChanged,
} from './contact.events.js';
import { contact } from './contact.js';

const [contactId, personId] = [newId<ContactId>(), newId<PersonId>()];
const [first, second] = [newId<EmploymentId>(), newId<EmploymentId>()];
const acme = { kind: 'account', id: newId<AccountId>() } as const;
const reseller = { kind: 'partner', id: newId<PartnerId>() } as const;
const [projectId, ownerId] = [newId<ProjectId>(), newId<UserId>()];
const on = (date: string) => date as DateOnly;
const erased = { erased: true } as const;

const facts = {
  contactId,
  personId,
  firstName: 'Ann',
  lastName: 'Lee',
  emails: [{ use: 'work', address: 'ann@acme.example' }],
  tags: ['board'],
  projectId,
  employmentId: first,
  employer: acme,
  role: 'Head of purchasing',
  since: on('2016-01-01'),
  references: [],
} as const;
const create: CreateContact = { type: 'CreateContact', ...facts };
const created = ContactCreated.of(facts);
const edit = { type: 'EditContact', contactId } as const;
const add: AddContactEmployment = { type: 'AddContactEmployment', contactId, employmentId: second, employer: reseller };
const added = ContactEmploymentAdded.of({ contactId, personId, employmentId: second, employer: reseller });
const remove: DeleteContact = { type: 'DeleteContact', contactId };
const deleted = ContactDeleted.of({ contactId });

describe('creating a contact (PCO-04, PCO-05, OOC-01)', () => {
  it('says who it is, and where the person works', () => given(contact).when(create).thenEvents(created));
  it('seals what describes the person, and as what they work', () => {
    const person = [
      ...['salutation', 'firstName', 'lastName', 'emails', 'phones', 'addresses', 'channels', 'description'],
      'role',
    ];
    expect(personalFieldsOf(ContactCreated.schema)).toEqual(person);
    expect(personalFieldsOf(ContactEdited.schema)).toEqual([...person.slice(0, -1), 'before']);
    expect(personalFieldsOf(ContactEmploymentAdded.schema)).toEqual(['role']);
    expect(personalFieldsOf(ContactEmploymentEdited.schema)).toEqual(['role', 'before']);
  });
  it.each([{ firstName: undefined }, { lastName: undefined }])('is content with one name: %j', (names) =>
    given(contact)
      .when({ ...create, ...names })
      .thenEvents(ContactCreated.of({ ...facts, ...names })),
  );
  it('needs one', () =>
    given(contact)
      .when({ ...create, firstName: ' ', lastName: undefined })
      .thenRejected('contact-name-required'));
  it.each(['ann', 'ann@', '@acme.example', 'ann lee@acme.example', 'ann@b@c'])(
    'takes no "%s" for an address',
    (address) =>
      given(contact)
        .when({
          ...create,
          emails: [
            { use: 'home', address: 'ann@home.example' },
            { use: 'work', address },
          ],
        })
        .thenRejected('contact-email-invalid'),
  );
  it('refuses an employment that ends before it begins, not one of a day', () => {
    given(contact)
      .when({ ...create, until: on('2015-12-31') })
      .thenRejected('employment-ends-before-it-begins');
    given(contact)
      .when({ ...create, until: on('2016-01-01') })
      .thenEvents(ContactCreated.of({ ...facts, until: on('2016-01-01') }));
  });
  it('again in the same way changes nothing; in another way, or after it was deleted, is refused', () => {
    given(contact, created, added).when(create).thenNothing();
    given(contact, created)
      .when({ ...create, lastName: 'Low' })
      .thenRejected('contact-exists');
    given(contact, created, deleted).when(create).thenRejected('contact-exists');
  });
});

describe('a contact', () => {
  it('is edited: what was and what is, and only of what changed (PCO-06)', () => {
    const emails = [{ use: 'work', address: 'ann.low@acme.example' }] as const;
    const edited = ContactEdited.of({
      contactId,
      personId,
      before: { lastName: 'Lee', emails: facts.emails },
      lastName: 'Low',
      emails,
      from: { tags: ['board'] },
      to: { tags: null },
    });
    const command = { ...edit, lastName: 'Low', firstName: 'Ann', emails, tags: null };
    given(contact, created).when(command).thenEvents(edited);
    given(contact, created, edited).when(command).thenNothing();
  });
  it('never loses its name, nor gets an address that nobody can write to', () => {
    given(contact, created)
      .when({ ...edit, firstName: null, lastName: null })
      .thenRejected('contact-name-required');
    given(contact, created)
      .when({ ...edit, emails: [{ use: 'work', address: 'none' }] })
      .thenRejected('contact-email-invalid');
  });
  it('describes an erased person no more, but keeps the rest open (decision 5)', () => {
    const asErased = ContactCreated.of({ ...facts, firstName: erased, lastName: erased, emails: erased, role: erased });
    given(contact, asErased)
      .when({ ...edit, salutation: 'Dr' })
      .thenRejected('person-erased');
    given(contact, asErased)
      .when({ ...edit, tags: null })
      .thenEvents(ContactEdited.of({ contactId, personId, from: { tags: ['board'] }, to: { tags: null } }));
  });
  it('goes to another owner, or to nobody (OOC-07)', () => {
    const given1 = ContactOwnerChanged.of({ contactId, from: null, to: ownerId });
    given(contact, created).when({ type: 'ChangeContactOwner', contactId, ownerId }).thenEvents(given1);
    given(contact, created, given1).when({ type: 'ChangeContactOwner', contactId, ownerId }).thenNothing();
    given(contact, created, given1)
      .when({ type: 'ChangeContactOwner', contactId, ownerId: null })
      .thenEvents(ContactOwnerChanged.of({ contactId, from: ownerId, to: null }));
  });
  it('is deleted once, and takes nothing afterwards (PCO-06)', () => {
    given(contact, created).when(remove).thenEvents(deleted);
    given(contact, created, deleted).when(remove).thenNothing();
    for (const command of [{ ...edit, lastName: 'Low' }, add]) {
      given(contact, created, deleted).when(command).thenRejected('contact-not-found');
      given(contact).when(command).thenRejected('contact-not-found');
    }
    given(contact).when(remove).thenRejected('contact-not-found');
  });
});

describe('employments of a contact', () => {
  const editFirst = { type: 'EditContactEmployment', contactId, employmentId: first } as const;
  const left = ContactEmploymentEdited.of({
    contactId,
    personId,
    employmentId: first,
    employer: acme,
    from: { until: null },
    to: { until: on('2017-06-30') },
  });

  it('may be several at a time, an employee here and a consultant there (PCO-04)', () => {
    given(contact, created).when(add).thenEvents(added);
    given(contact, created, added).when(add).thenNothing();
    given(contact, created, added)
      .when({ ...add, role: 'Advisor' })
      .thenRejected('employment-exists');
  });
  it('end, and stay: who comes back has another one', () => {
    given(contact, created)
      .when({ ...editFirst, until: on('2017-06-30') })
      .thenEvents(left);
    given(contact, created, left)
      .when({ ...add, employer: acme, since: on('2018-01-01') })
      .thenEvents(
        ContactEmploymentAdded.of({
          contactId,
          personId,
          employmentId: second,
          employer: acme,
          since: on('2018-01-01'),
        }),
      );
  });
  it('change their role, sealed, without a word about the dates', () =>
    given(contact, created)
      .when({ ...editFirst, role: 'Director', since: on('2016-01-01') })
      .thenEvents(
        ContactEmploymentEdited.of({
          contactId,
          personId,
          employmentId: first,
          employer: acme,
          before: { role: 'Head of purchasing' },
          role: 'Director',
        }),
      ));
  it('never end before they begin, whichever date is moved', () => {
    given(contact, created)
      .when({ ...editFirst, until: on('2015-06-30') })
      .thenRejected('employment-ends-before-it-begins');
    given(contact, created, left)
      .when({ ...editFirst, since: on('2017-07-01') })
      .thenRejected('employment-ends-before-it-begins');
    given(contact, created)
      .when({ ...add, since: on('2017-01-02'), until: on('2017-01-01') })
      .thenRejected('employment-ends-before-it-begins');
  });
  it('are removed where they were a mistake, but for the last one', () => {
    const removed = ContactEmploymentRemoved.of({ contactId, employmentId: first, employer: acme });
    const command = { type: 'RemoveContactEmployment', contactId, employmentId: first } as const;
    given(contact, created, added).when(command).thenEvents(removed);
    given(contact, created).when(command).thenRejected('contact-employment-required');
    given(contact, created, added, removed).when(command).thenRejected('employment-not-found');
    given(contact, created, added, removed)
      .when({ ...editFirst, role: 'Director' })
      .thenRejected('employment-not-found');
  });
});
