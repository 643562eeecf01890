import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type { PartnerId, ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { partnerEvents } from '../../../libs/partners/partner/partner.events.js';
import type { PartnerState } from '../../../libs/partners/partner/partner.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { partners, type PartnerRow } from '../../../projections/partners/partners.read-model.js';
import { recordCase, shown } from './record-case.js';
import { clearable, ids, optional, reference, references, words } from './values.js';

const partnerId = idOf<PartnerId>('recorded partner');
const of = { partnerId: fc.constant(partnerId) } as const;
const nothing = { accounts: 0, contacts: 0, leads: 0, opportunities: 0, contracts: 0 };

const texts = <T>(text: fc.Arbitrary<T>) => ({
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
});

export const partner = recordCase({
  aggregate: aggregates.partner,
  events: partnerEvents,
  first: 'CreatePartner',
  weights: { UnarchivePartner: 8, DeletePartner: 1 },
  commands: {
    CreatePartner: fc.record({
      ...of,
      name: words,
      ...texts(optional(words)),
      ownerId: optional(ids<UserId>('user')),
      projectId: ids<ProjectId>('project'),
      references,
    }),
    EditPartner: fc.record({
      ...of,
      name: optional(words),
      ...texts(clearable(words)),
      ownerId: clearable(ids<UserId>('user')),
      projectId: optional(ids<ProjectId>('project')),
    }),
    DeletePartner: fc.record({ ...of, inUse: fc.constantFrom(nothing, { ...nothing, contracts: 1 }) }),
    ArchivePartner: fc.record(of),
    UnarchivePartner: fc.record(of),
    ReferencePartner: fc.record({ ...of, reference }),
    UnreferencePartner: fc.record({ ...of, reference }),
  },
  shown: [
    shown(partners, (state: PartnerState, events): readonly PartnerRow[] => {
      if (state === null || state === 'deleted') return [];
      return [
        {
          _id: partnerId,
          archived: state.archived,
          name: state.name,
          description: state.description ?? null,
          email: state.email ?? null,
          phone: state.phone ?? null,
          street: state.street ?? null,
          city: state.city ?? null,
          postcode: state.postcode ?? null,
          country: state.country ?? null,
          website: state.website ?? null,
          registrationNumber: state.registrationNumber ?? null,
          vatNumber: state.vatNumber ?? null,
          ownerId: state.ownerId ?? null,
          projectId: state.projectId,
          createdAt: events[0]?.metadata.occurredAt ?? '',
          references: state.references,
        },
      ];
    }),
  ],
});
