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
} from '../../libs/kernel/ids.js';
import {
  LeadArchived,
  LeadCreated,
  LeadDisqualified,
  LeadOwnerChanged,
  LeadQualified,
  LeadReopened,
  LeadEdited,
  LeadReferenced,
  LeadUnarchived,
  LeadUnreferenced,
} from '../../libs/leads/lead/lead.events.js';
import { testStart } from '../../libs/testing/log/fixed-clock.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { leads } from './leads.read-model.js';

const leadId = idOf<LeadId>('lea');
const personId = idOf<PersonId>('lea');
const projectId = idOf<ProjectId>('crm');
const reference = { system: 'marketing', type: 'visitor', id: '1' };
const profile = {
  kind: 'repeat',
  firstName: 'Lea',
  lastName: 'Prospect',
  jobTitle: 'Head of purchasing',
  email: 'lea@borealis.example',
  phone: '+43 1 24',
  street: 'Ring 2',
  city: 'Vienna',
  postcode: '1010',
  description: 'Asked for a demonstration.',
  organisation: 'Borealis',
  website: 'borealis.example',
  country: 'AT',
  industry: 'energy',
  source: 'Web form',
  estimatedValue: { amount: '5000.00', currency: 'EUR' },
  ownerId: idOf<UserId>('anna'),
  projectId,
  campaignId: idOf<CampaignId>('fair'),
  partnerId: idOf<PartnerId>('cirrus'),
} as const;
const created = LeadCreated.of({ leadId, personId, ...profile, references: [reference] });
const after = rowAfter(leads, `lead-${leadId}`);
const edited = (change: Partial<Parameters<typeof LeadEdited.of>[0]>) =>
  after(created, LeadEdited.of({ leadId, personId, ...change }));

describe('leads as lists show them (LEAD-03)', () => {
  it('have the profile, and the estimated value to sort by', () =>
    expect(after(created)).toEqual({
      _id: leadId,
      status: 'open',
      archived: false,
      personId,
      ...profile,
      amountMinor: 500_000,
      currency: 'EUR',
      disqualifiedReason: null,
      disqualifiedComment: null,
      accountId: null,
      opportunityId: null,
      contactId: null,
      createdAt: testStart,
      references: [reference],
    }));

  it('have null for what is not known, and for the owner of the free pool (LEAD-05)', () =>
    expect(
      after(LeadCreated.of({ leadId, personId, kind: 'new', lastName: 'Prospect', projectId, references: [] })),
    ).toMatchObject({
      kind: 'new',
      lastName: 'Prospect',
      organisation: null,
      ownerId: null,
      campaignId: null,
      partnerId: null,
      estimatedValue: null,
      amountMinor: null,
      currency: null,
    }));

  it('have what an edit changes, null where it clears, and the rest as it was (LEAD-02)', () => {
    expect(edited({ lastName: 'Roe', phone: null, before: { lastName: 'Prospect', phone: '+43 1 24' } })).toEqual({
      ...after(created),
      lastName: 'Roe',
      phone: null,
    });
    const estimatedValue = { amount: '10', currency: 'JPY' };
    expect(edited({ from: {}, to: { industry: null, estimatedValue } })).toEqual({
      ...after(created),
      industry: null,
      estimatedValue,
      amountMinor: 10,
      currency: 'JPY',
    });
    expect(edited({ from: {}, to: { estimatedValue: null } })).toMatchObject({ amountMinor: null, currency: null });
  });

  it('have the reason why they were disqualified (LEAD-09)', () =>
    expect(
      after(created, LeadDisqualified.of({ leadId, personId, reasonCode: 'no-budget', comment: 'Next year' })),
    ).toEqual({
      ...after(created),
      status: 'disqualified',
      disqualifiedReason: 'no-budget',
      disqualifiedComment: 'Next year',
    }));

  it('are archived until they are unarchived (LEAD-12, LEAD-13)', () => {
    const archived = LeadArchived.of({ leadId });
    expect(after(created, archived)).toEqual({ ...after(created), archived: true });
    expect(after(created, archived, LeadUnarchived.of({ leadId }))).toEqual(after(created));
  });

  it('have their references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '2' };
    const referenced = LeadReferenced.of({ leadId, reference: other });
    const unreferenced = LeadUnreferenced.of({ leadId, reference });
    expect(after(created, referenced)).toEqual({ ...after(created), references: [reference, other] });
    expect(after(created, referenced, unreferenced)).toEqual({ ...after(created), references: [other] });
  });

  it('become opportunities, with an account and a contact (LEAD-06, LEAD-07)', () => {
    const contact = { contactId: idOf<ContactId>('lea'), employmentId: idOf<EmploymentId>('lea') };
    const of = { leadId, personId, person: {}, business: {}, opportunityName: 'Deal', contact };
    const [opportunityId, accountId] = [idOf<OpportunityId>('deal'), idOf<AccountId>('borealis')];
    const opportunity = { pipelineId: idOf<PipelineId>('sales'), stageId: idOf<StageId>('first'), projectId };
    const qualified = LeadQualified.of({ ...of, opportunityId, opportunity, account: { accountId } });
    expect(after(created, qualified)).toMatchObject({
      ...{ status: 'qualified', opportunityId, accountId, contactId: contact.contactId },
    });
  });

  it('are reopened, and go to others or to the free pool', () => {
    const disqualified = LeadDisqualified.of({ leadId, personId, reasonCode: 'no-budget', comment: 'None' });
    expect(after(created, disqualified, LeadReopened.of({ leadId }))).toEqual(after(created));
    const from = profile.ownerId;
    expect(after(created, LeadOwnerChanged.of({ leadId, from, to: null }))).toMatchObject({ ownerId: null });
  });
});
