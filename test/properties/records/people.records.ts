import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type {
  AccountId,
  ContactId,
  EmploymentId,
  PartnerId,
  PersonId,
  ProjectId,
  UserId,
} from '../../../libs/kernel/ids.js';
import { contactEvents, type Employer } from '../../../libs/people/contact/contact.events.js';
import type { ContactState } from '../../../libs/people/contact/contact.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { contacts, type ContactRow } from '../../../projections/people/contacts.read-model.js';
import { recordCase, shown } from './record-case.js';
import { clearable, dates, ids, optional, reference, references, words } from './values.js';

const contactId = idOf<ContactId>('recorded contact');
const of = { contactId: fc.constant(contactId) } as const;

const texts = <T>(text: fc.Arbitrary<T>) => ({
  salutation: text,
  firstName: text,
  lastName: text,
  description: text,
});
const few = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 2 });
const emails = few(fc.record({ use: fc.constantFrom('work', 'home'), address: fc.constantFrom('a@b.c', 'd@e.f') }));
const phones = few(fc.record({ use: fc.constantFrom('mobile', 'fax'), number: fc.constantFrom('1', '2') }));
const addresses = few(fc.record({ use: fc.constantFrom('work', 'other'), city: words }));
const channels = few(fc.record({ service: words, name: words }));
const tags = fc.uniqueArray(words, { maxLength: 2 });
const employer: fc.Arbitrary<Employer> = fc.oneof(
  fc.record({ kind: fc.constant('account' as const), id: ids<AccountId>('account') }),
  fc.record({ kind: fc.constant('partner' as const), id: ids<PartnerId>('partner') }),
);
const employmentId = ids<EmploymentId>('employment', 3);
const idsOf = (state: readonly { readonly employer: Employer }[], kind: Employer['kind']) => [
  ...new Set(state.filter((one) => one.employer.kind === kind).map((one) => one.employer.id)),
];

export const contact = recordCase({
  aggregate: aggregates.contact,
  events: contactEvents,
  first: 'CreateContact',
  weights: { DeleteContact: 1 },
  commands: {
    CreateContact: fc.record({
      ...of,
      personId: fc.constant(idOf<PersonId>('recorded person')),
      ...texts(optional(words)),
      emails: optional(emails),
      phones: optional(phones),
      addresses: optional(addresses),
      channels: optional(channels),
      tags: optional(tags),
      ownerId: optional(ids<UserId>('user')),
      projectId: ids<ProjectId>('project'),
      employmentId,
      employer,
      role: optional(words),
      since: optional(dates),
      until: optional(dates),
      references,
    }),
    EditContact: fc.record({
      ...of,
      ...texts(clearable(words)),
      emails: clearable(emails),
      phones: clearable(phones),
      addresses: clearable(addresses),
      channels: clearable(channels),
      tags: clearable(tags),
      projectId: optional(ids<ProjectId>('project')),
    }),
    ChangeContactOwner: fc.record({ ...of, ownerId: fc.option(ids<UserId>('user')) }),
    AddContactEmployment: fc.record({
      ...of,
      employmentId,
      employer,
      role: optional(words),
      since: optional(dates),
      until: optional(dates),
    }),
    EditContactEmployment: fc.record({
      ...of,
      employmentId,
      role: clearable(words),
      since: clearable(dates),
      until: clearable(dates),
    }),
    RemoveContactEmployment: fc.record({ ...of, employmentId }),
    DeleteContact: fc.record(of),
    ReferenceContact: fc.record({ ...of, reference }),
    UnreferenceContact: fc.record({ ...of, reference }),
  },
  shown: [
    shown(contacts, (state: ContactState, events): readonly ContactRow[] => {
      if (state === null || state === 'deleted') return [];
      const [accountIds, partnerIds] = [idsOf(state.employments, 'account'), idsOf(state.employments, 'partner')];
      return [
        {
          _id: contactId,
          personId: state.personId,
          salutation: state.salutation ?? null,
          firstName: state.firstName ?? null,
          lastName: state.lastName ?? null,
          emails: state.emails ?? null,
          phones: state.phones ?? null,
          addresses: state.addresses ?? null,
          channels: state.channels ?? null,
          description: state.description ?? null,
          tags: state.tags ?? null,
          ownerId: state.ownerId ?? null,
          projectId: state.projectId,
          employments: state.employments.map((one) => ({
            employmentId: one.employmentId,
            employer: one.employer,
            role: one.role ?? null,
            since: one.since ?? null,
            until: one.until ?? null,
          })),
          accountIds,
          partnerIds,
          kinds: [
            ...(accountIds.length > 0 ? (['employee'] as const) : []),
            ...(partnerIds.length > 0 ? (['consultant'] as const) : []),
          ],
          createdAt: events[0]?.metadata.occurredAt ?? '',
          references: state.references,
        },
      ];
    }),
  ],
});
