import type { DateOnly } from '../../libs/kernel/dates.js';
import type {
  AccountId,
  ContactId,
  EmploymentId,
  PartnerId,
  PersonId,
  ProjectId,
  UserId,
} from '../../libs/kernel/ids.js';
import {
  ContactCreated,
  ContactDeleted,
  ContactEdited,
  ContactEmploymentAdded,
  ContactEmploymentEdited,
  ContactEmploymentRemoved,
  ContactOwnerChanged,
  ContactReferenced,
  ContactUnreferenced,
} from '../../libs/people/contact/contact.events.js';
import { testStart } from '../../libs/testing/log/fixed-clock.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { contacts } from './contacts.read-model.js';

const [contactId, personId] = [idOf<ContactId>('ann'), idOf<PersonId>('ann')];
const [first, second] = [idOf<EmploymentId>('first'), idOf<EmploymentId>('second')];
const acme = { kind: 'account', id: idOf<AccountId>('acme') } as const;
const reseller = { kind: 'partner', id: idOf<PartnerId>('reseller') } as const;
const reference = { system: 'erp', type: 'person', id: '1' };
const person = {
  salutation: 'Dr',
  firstName: 'Ann',
  lastName: 'Lee',
  emails: [{ use: 'work', address: 'ann@acme.example' }],
  phones: [{ use: 'mobile', number: '+43 1 24' }],
  addresses: [{ use: 'work', city: 'Vienna' }],
  channels: [{ service: 'Skype', name: 'ann.lee' }],
  description: 'Decides.',
  tags: ['board'],
  ownerId: idOf<UserId>('anna'),
  projectId: idOf<ProjectId>('crm'),
} as const;
const since = '2016-01-01' as DateOnly;
const created = ContactCreated.of({
  ...{ contactId, personId, ...person, employmentId: first, employer: acme, role: 'Buyer', since },
  references: [reference],
});
const added = ContactEmploymentAdded.of({ contactId, personId, employmentId: second, employer: reseller });
const after = rowAfter(contacts, `contact-${contactId}`);
const work = { employmentId: first, employer: acme, role: 'Buyer', since, until: null };
const advice = { employmentId: second, employer: reseller, role: null, since: null, until: null };

describe('contacts as lists show them (PCO-02)', () => {
  it('have the person, and where they work', () =>
    expect(after(created)).toEqual({
      ...{ _id: contactId, personId, ...person, createdAt: testStart, references: [reference] },
      ...{ employments: [work], accountIds: [acme.id], partnerIds: [], kinds: ['employee'] },
    }));

  it('follow edits and owners', () => {
    const edited = ContactEdited.of({
      ...{ contactId, personId, before: { lastName: 'Lee' }, lastName: null },
      ...{ from: { tags: ['board'] }, to: { tags: null } },
    });
    expect(after(created, edited)).toMatchObject({ firstName: 'Ann', lastName: null, tags: null });
    const from = person.ownerId;
    expect(after(created, ContactOwnerChanged.of({ contactId, from, to: null }))).toMatchObject({ ownerId: null });
  });

  it('are found by every employer, each once, and are what they are there (PCO-04)', () => {
    const both = { accountIds: [acme.id], partnerIds: [reseller.id], kinds: ['employee', 'consultant'] };
    expect(after(created, added)).toMatchObject({ employments: [work, advice], ...both });
    const again = ContactEmploymentAdded.of({
      ...{ contactId, personId, employmentId: idOf<EmploymentId>('third'), employer: acme },
    });
    expect(after(created, added, again)).toMatchObject(both);
    const removed = ContactEmploymentRemoved.of({ contactId, employmentId: first, employer: acme });
    expect(after(created, added, removed)).toMatchObject({
      ...{ employments: [advice], accountIds: [], partnerIds: [reseller.id], kinds: ['consultant'] },
    });
  });

  it('keep who has left', () => {
    const until = '2017-06-30' as DateOnly;
    const left = ContactEmploymentEdited.of({
      ...{ contactId, personId, employmentId: first, employer: acme },
      ...{ before: { role: 'Buyer' }, role: 'Director', from: { until: null }, to: { until } },
    });
    expect(after(created, added, left)).toMatchObject({
      employments: [{ ...work, role: 'Director', until }, advice],
      accountIds: [acme.id],
    });
  });

  it('come and go with their names in other systems, and go when they are deleted', () => {
    const other = { ...reference, id: '2' };
    expect(after(created, ContactReferenced.of({ contactId, reference: other }))).toMatchObject({
      references: [reference, other],
    });
    expect(after(created, ContactUnreferenced.of({ contactId, reference }))).toMatchObject({ references: [] });
    expect(after(created, ContactDeleted.of({ contactId }))).toBeUndefined();
  });
});
