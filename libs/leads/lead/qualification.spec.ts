import type { DateOnly } from '../../kernel/dates.js';
import {
  newId,
  type AccountId,
  type CampaignId,
  type ContactId,
  type EmploymentId,
  type LeadId,
  type OpportunityId,
  type PersonId,
  type PipelineId,
  type ProjectId,
  type StageId,
  type UserId,
} from '../../kernel/ids.js';
import { personalFieldsOf } from '../../kernel/personal.js';
import { given } from '../../testing/given.js';
import type { QualifyLead } from './lead.commands.js';
import {
  LeadArchived,
  LeadCreated,
  LeadDisqualified,
  LeadOwnerChanged,
  LeadQualified,
  LeadReopened,
} from './lead.events.js';
import { lead } from './lead.js';

const [leadId, personId, projectId] = [newId<LeadId>(), newId<PersonId>(), newId<ProjectId>()];
const [ownerId, campaignId, opportunityId] = [newId<UserId>(), newId<CampaignId>(), newId<OpportunityId>()];
const [accountId, other] = [newId<AccountId>(), newId<AccountId>()];
const contact = { contactId: newId<ContactId>(), employmentId: newId<EmploymentId>() };
const stage = { pipelineId: newId<PipelineId>(), stageId: newId<StageId>() };
const erased = { erased: true } as const;

const person = { firstName: 'Ann', lastName: 'Lee', jobTitle: 'Buyer', email: 'ann@acme.example' };
const business = { organisation: 'Acme', industry: 'technology' };
const facts = {
  kind: 'new',
  references: [],
  ...{ leadId, personId, ...person, ...business, description: 'Soon.', ownerId, projectId, campaignId },
  estimatedValue: { amount: '1100.04', currency: 'USD' },
} as const;
const created = LeadCreated.of(facts);
const without = (fields: Partial<Record<keyof typeof facts, undefined>>) => LeadCreated.of({ ...facts, ...fields });
const bare: QualifyLead = { type: 'QualifyLead', leadId, opportunityId, opportunity: { ...stage, category: 'open' } };
const fromTheLead = {
  ...{ leadId, personId, person, business, opportunityId, opportunityName: 'Acme', description: 'Soon.' },
  opportunity: { ...stage, projectId, ownerId, campaignId, expectedAmount: facts.estimatedValue },
};
const qualified = LeadQualified.of(fromTheLead);
const disqualified = LeadDisqualified.of({ leadId, personId, reasonCode: 'no-budget' });
const reopened = LeadReopened.of({ leadId });

describe('qualifying a lead (LEAD-06)', () => {
  it('takes from it what nothing else is said about', () => given(lead, created).when(bare).thenEvents(qualified));

  it('takes what is said instead', () => {
    const said = {
      ...{ projectId: newId<ProjectId>(), ownerId: newId<UserId>(), campaignId: newId<CampaignId>() },
      ...{ expectedAmount: { amount: '5', currency: 'EUR' }, expectedCloseOn: '2017-06-30' as DateOnly },
    };
    given(lead, created)
      .when({ ...bare, opportunity: { ...bare.opportunity, name: 'Big', description: 'Later.', ...said } })
      .thenEvents(
        LeadQualified.of({
          ...{ ...fromTheLead, opportunityName: 'Big', description: 'Later.' },
          opportunity: { ...stage, ...said, expectedAmount: { amount: '5.00', currency: 'EUR' } },
        }),
      );
  });

  it('seals what describes the person, also in the names of what it becomes', () =>
    expect(personalFieldsOf(LeadQualified.schema)).toEqual([
      'person',
      'accountName',
      'opportunityName',
      'description',
    ]));

  it('makes an account and a contact where that is asked for (LEAD-07)', () => {
    given(lead, created)
      .when({ ...bare, account: { accountId, accountType: 'company' }, contact })
      .thenEvents(
        LeadQualified.of({
          ...{ ...fromTheLead, account: { accountId, accountType: 'company' }, accountName: 'Acme', contact },
        }),
      );
    given(lead, created)
      .when({ ...bare, account: { accountId, accountType: 'personal', name: 'Acme' } })
      .thenRejected('personal-account-has-no-name');
    given(lead, created)
      .when({ ...bare, account: { accountId, accountType: 'personal' } })
      .thenEvents(LeadQualified.of({ ...fromTheLead, account: { accountId, accountType: 'personal', personId } }));
  });

  it('is of an account that there is, by default the one it was added to (LEAD-10)', () => {
    const added = LeadCreated.of({ ...facts, accountId: other });
    given(lead, added)
      .when(bare)
      .thenEvents(LeadQualified.of({ ...fromTheLead, account: { accountId: other } }));
    given(lead, added)
      .when({ ...bare, account: { accountId } })
      .thenEvents(LeadQualified.of({ ...fromTheLead, account: { accountId } }));
  });

  it('is called after the person where there is no organisation', () =>
    given(lead, without({ organisation: undefined }))
      .when(bare)
      .thenEvents(
        LeadQualified.of({ ...fromTheLead, business: { industry: 'technology' }, opportunityName: 'Ann Lee' }),
      ));

  it('says at once which names are missing, for all that is to be made (COR-02)', () => {
    const nameless = without({ firstName: undefined, lastName: undefined, organisation: undefined });
    const all = { ...bare, account: { accountId, accountType: 'company' as const }, contact };
    given(lead, nameless).when(all).thenRejected('qualification-needs-names');
    given(lead, nameless)
      .when({ ...all, account: { ...all.account, name: 'Acme' } })
      .thenRejected('qualification-needs-names');
    given(lead, nameless)
      .when({ ...bare, account: { accountId, accountType: 'personal' } })
      .thenRejected('qualification-needs-names');
    given(lead, created)
      .when({ ...bare, opportunity: { ...bare.opportunity, name: ' ' } })
      .thenRejected('qualification-needs-names');
  });

  it('needs an account for a contact, and an open stage', () => {
    given(lead, created)
      .when({ ...bare, contact })
      .thenRejected('qualification-needs-an-account');
    given(lead, created)
      .when({ ...bare, opportunity: { ...bare.opportunity, category: 'won' } })
      .thenRejected('stage-not-open');
    given(lead, created)
      .when({ ...bare, opportunity: { ...bare.opportunity, expectedAmount: { amount: '1.005', currency: 'EUR' } } })
      .thenRejected('amount-not-in-minor-units');
  });

  it('makes nothing of an erased person (decision 5)', () =>
    given(lead, LeadCreated.of({ ...facts, firstName: erased, lastName: erased, jobTitle: erased, email: erased }))
      .when(bare)
      .thenRejected('person-erased'));

  it('again in the same way changes nothing; in another way is refused, and names the opportunity (decision 4)', () => {
    given(lead, created, qualified).when(bare).thenNothing();
    given(lead, created, qualified)
      .when({ ...bare, opportunityId: newId<OpportunityId>() })
      .thenRejected('lead-qualified');
    expect(() => lead.decide({ ...bare, opportunityId: newId<OpportunityId>() }, stateOf(created, qualified))).toThrow(
      opportunityId,
    );
  });

  it('is refused for a disqualified or archived one, until it is reopened (decision 4)', () => {
    given(lead, created, disqualified).when(bare).thenRejected('lead-disqualified');
    given(lead, created, disqualified, reopened).when(bare).thenEvents(qualified);
    given(lead, created, LeadArchived.of({ leadId })).when(bare).thenRejected('lead-archived');
    given(lead).when(bare).thenRejected('lead-not-found');
  });
});

const stateOf = (...events: Parameters<typeof lead.evolve>[1][]) => events.reduce(lead.evolve, lead.initialState);

describe('a lead', () => {
  it('is reopened once, and may be disqualified again (decision 4)', () => {
    const reopen = { type: 'ReopenLead', leadId } as const;
    given(lead, created, disqualified).when(reopen).thenEvents(reopened);
    given(lead, created, disqualified, reopened).when(reopen).thenNothing();
    given(lead, created).when(reopen).thenNothing();
    given(lead, created, disqualified, reopened)
      .when({ type: 'DisqualifyLead', leadId, reasonCode: 'no-budget' })
      .thenEvents(disqualified);
  });
  it('is not disqualified once it was qualified (LEAD-19)', () =>
    given(lead, created, qualified)
      .when({ type: 'DisqualifyLead', leadId, reasonCode: 'no-budget' })
      .thenRejected('lead-qualified'));
  it('goes to another owner, or back to the free pool (LEAD-05)', () => {
    const toNobody = LeadOwnerChanged.of({ leadId, from: ownerId, to: null });
    given(lead, created).when({ type: 'ChangeLeadOwner', leadId, ownerId: null }).thenEvents(toNobody);
    given(lead, created, toNobody).when({ type: 'ChangeLeadOwner', leadId, ownerId: null }).thenNothing();
    given(lead, created, toNobody)
      .when({ type: 'ChangeLeadOwner', leadId, ownerId })
      .thenEvents(LeadOwnerChanged.of({ leadId, from: null, to: ownerId }));
  });
});
