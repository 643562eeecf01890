import {
  newId,
  type AccountId,
  type ContactId,
  type EmploymentId,
  type LeadId,
  type OpportunityId,
  type PersonId,
  type PipelineId,
  type ProjectId,
  type StageId,
} from '../kernel/ids.js';
import { LeadQualified } from '../leads/lead/lead.events.js';
import { recorded } from '../testing/log/builders.js';
import { qualifiedLeadBecomesOpportunity } from './qualified-lead-becomes-opportunity.js';

const [leadId, personId, opportunityId] = [newId<LeadId>(), newId<PersonId>(), newId<OpportunityId>()];
const accountId = newId<AccountId>();
const contact = { contactId: newId<ContactId>(), employmentId: newId<EmploymentId>() };
const person = { firstName: 'Ann', lastName: 'Lee', jobTitle: 'Buyer', email: 'ann@acme.example', city: 'Vienna' };
const opportunity = {
  ...{ pipelineId: newId<PipelineId>(), stageId: newId<StageId>(), projectId: newId<ProjectId>() },
};
const facts = {
  ...{ leadId, personId, person, business: { organisation: 'Acme', website: 'acme.example' } },
  ...{ opportunityId, opportunityName: 'Deal', opportunity },
};
const commandsOf = (more: Partial<Parameters<typeof LeadQualified.of>[0]> = {}) =>
  qualifiedLeadBecomesOpportunity.react(recorded(LeadQualified.of({ ...facts, ...more })));

describe('what a qualified lead becomes (LEAD-06, LEAD-07)', () => {
  it('is an opportunity, of an account that there is or of none', () => {
    const opened = { type: 'OpenOpportunity', opportunityId, leadId, name: 'Deal', ...opportunity };
    expect(commandsOf()).toMatchObject([{ decider: 'opportunity', target: opportunityId, command: opened }]);
    expect(commandsOf({ account: { accountId } })).toMatchObject([{ command: { ...opened, accountId } }]);
  });

  it('is an account first, of the organisation or of the person', () => {
    const [company, ...more] = commandsOf({ account: { accountId, accountType: 'company' }, accountName: 'Acme AG' });
    expect(company).toMatchObject({
      command: { type: 'CreateAccount', accountType: 'company', name: 'Acme AG', website: 'acme.example' },
    });
    expect(company?.command).not.toHaveProperty('email');
    expect(more.map(({ last }) => last)).toEqual([true]);
    const [personal] = commandsOf({ account: { accountId, accountType: 'personal' } });
    expect(personal).toMatchObject({
      command: { personId, firstName: 'Ann', lastName: 'Lee', email: 'ann@acme.example', city: 'Vienna' },
    });
  });

  it('is a contact who is the same person, reached as the lead said, whatever that was', () => {
    const asked = { account: { accountId }, contact };
    expect(commandsOf(asked)[0]).toMatchObject({
      ...{ decider: 'contact', last: true },
      command: {
        ...{ ...contact, personId, firstName: 'Ann', lastName: 'Lee', role: 'Buyer' },
        emails: [{ use: 'work', address: 'ann@acme.example' }],
        addresses: [{ use: 'work', city: 'Vienna' }],
        employer: { kind: 'account', id: accountId },
      },
    });
    expect(commandsOf({ ...asked, person: { lastName: 'Lee', email: 'call me' } })[0]).toMatchObject({
      command: { channels: [{ service: 'E-mail', name: 'call me' }] },
    });
  });

  it('is made without the person who was erased meanwhile', () => {
    const erased = { erased: true } as const;
    const [made] = commandsOf({ account: { accountId, accountType: 'personal' }, person: erased });
    expect(made).toMatchObject({ command: { type: 'CreateAccount', lastName: '(erased)' } });
  });
});
