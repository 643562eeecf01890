import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type {
  AccountId,
  CampaignId,
  ContactId,
  EmploymentId,
  LeadId,
  OpportunityId,
  PartnerId,
  PersonId,
  PipelineId,
  ProjectId,
  StageId,
  UserId,
} from '../../../libs/kernel/ids.js';
import { minorOf } from '../../../libs/kernel/money.js';
import { leadEvents } from '../../../libs/leads/lead/lead.events.js';
import type { LeadState } from '../../../libs/leads/lead/lead.state.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { leads, type LeadRow } from '../../../projections/leads/leads.read-model.js';
import { recordCase, shown } from './record-case.js';
import { amounts, clearable, ids, optional, reference, references, words } from './values.js';

const leadId = idOf<LeadId>('recorded lead');
const of = { leadId: fc.constant(leadId) } as const;

const texts = <T>(text: fc.Arbitrary<T>) => ({
  firstName: text,
  lastName: text,
  jobTitle: text,
  email: text,
  phone: text,
  street: text,
  city: text,
  postcode: text,
  description: text,
  organisation: text,
  website: text,
  country: text,
  industry: text,
  source: text,
});

export const lead = recordCase({
  aggregate: aggregates.lead,
  events: leadEvents,
  first: 'CreateLead',
  weights: { UnarchiveLead: 8 },
  commands: {
    CreateLead: fc.record({
      ...of,
      personId: fc.constant(idOf<PersonId>('recorded person')),
      kind: optional(fc.constantFrom('new', 'repeat')),
      ...texts(optional(words)),
      estimatedValue: optional(amounts),
      ownerId: optional(ids<UserId>('user')),
      projectId: ids<ProjectId>('project'),
      campaignId: optional(ids<CampaignId>('campaign')),
      partnerId: optional(ids<PartnerId>('partner')),
      accountId: optional(ids<AccountId>('account')),
      references,
    }),
    EditLead: fc.record({
      ...of,
      ...texts(clearable(words)),
      estimatedValue: clearable(amounts),
      projectId: optional(ids<ProjectId>('project')),
      campaignId: clearable(ids<CampaignId>('campaign')),
      partnerId: clearable(ids<PartnerId>('partner')),
      accountId: clearable(ids<AccountId>('account')),
    }),
    DisqualifyLead: fc.record({
      ...of,
      reasonCode: fc.constantFrom('no-budget', 'not-stated'),
      comment: optional(words),
    }),
    ChangeLeadOwner: fc.record({ ...of, ownerId: fc.option(ids<UserId>('user')) }),
    ReopenLead: fc.record(of),
    QualifyLead: fc.record({
      ...of,
      opportunityId: ids<OpportunityId>('opportunity'),
      opportunity: fc.record({
        name: optional(words),
        pipelineId: ids<PipelineId>('pipeline'),
        stageId: ids<StageId>('stage'),
        category: fc.constantFrom('open', 'won'),
        projectId: optional(ids<ProjectId>('project')),
        expectedAmount: optional(amounts),
      }),
      account: optional(
        fc.record({
          accountId: ids<AccountId>('account'),
          accountType: optional(fc.constantFrom('personal', 'company')),
          name: optional(words),
        }),
      ),
      contact: optional(
        fc.record({ contactId: ids<ContactId>('contact'), employmentId: ids<EmploymentId>('employment') }),
      ),
    }),
    ArchiveLead: fc.record(of),
    UnarchiveLead: fc.record(of),
    ReferenceLead: fc.record({ ...of, reference }),
    UnreferenceLead: fc.record({ ...of, reference }),
  },
  shown: [
    shown(leads, (state: LeadState, events): readonly LeadRow[] => {
      if (state === null) return [];
      return [
        {
          _id: leadId,
          status: state.qualified ? 'qualified' : state.disqualified ? 'disqualified' : 'open',
          archived: state.archived,
          personId: state.personId,
          kind: state.kind,
          firstName: state.firstName ?? null,
          lastName: state.lastName ?? null,
          jobTitle: state.jobTitle ?? null,
          email: state.email ?? null,
          phone: state.phone ?? null,
          street: state.street ?? null,
          city: state.city ?? null,
          postcode: state.postcode ?? null,
          description: state.description ?? null,
          organisation: state.organisation ?? null,
          website: state.website ?? null,
          country: state.country ?? null,
          industry: state.industry ?? null,
          source: state.source ?? null,
          estimatedValue: state.estimatedValue ?? null,
          amountMinor: state.estimatedValue ? minorOf(state.estimatedValue) : null,
          currency: state.estimatedValue?.currency ?? null,
          ownerId: state.ownerId ?? null,
          projectId: state.projectId,
          campaignId: state.campaignId ?? null,
          partnerId: state.partnerId ?? null,
          disqualifiedReason: state.disqualified?.reasonCode ?? null,
          disqualifiedComment: state.disqualified?.comment ?? null,
          accountId: state.accountId ?? null,
          opportunityId: state.qualified?.opportunityId ?? null,
          contactId: state.qualified?.contact?.contactId ?? null,
          createdAt: events[0]?.metadata.occurredAt ?? '',
          references: state.references,
        },
      ];
    }),
  ],
});
