import { newId, type LeadId, type PersonId, type ProjectId, type UserId } from '../../kernel/ids.js';
import { personalFieldsOf } from '../../kernel/personal.js';
import { given } from '../../testing/given.js';
import {
  LeadArchived,
  LeadCreated,
  LeadDisqualified,
  LeadEdited,
  leadProfile,
  LeadReferenced,
  LeadUnarchived,
  LeadUnreferenced,
} from './lead.events.js';
import type { ArchiveLead, CreateLead, DisqualifyLead } from './lead.commands.js';
import { lead } from './lead.js';

const leadId = newId<LeadId>();
const personId = newId<PersonId>();
const projectId = newId<ProjectId>();
const ownerId = newId<UserId>();
const erased = { erased: true } as const;

const facts = {
  leadId,
  personId,
  firstName: 'Ann',
  lastName: 'Lee',
  email: 'ann@acme.example',
  organisation: 'Acme',
  industry: 'technology',
  source: 'Web form',
  estimatedValue: { amount: '1100.04', currency: 'USD' },
  ownerId,
  projectId,
  references: [],
} as const;
const create: CreateLead = { type: 'CreateLead', ...facts };
const created = LeadCreated.of({ ...facts, kind: 'new' });
const edit = { type: 'EditLead', leadId } as const;
const disqualify: DisqualifyLead = { type: 'DisqualifyLead', leadId, reasonCode: 'no-budget', comment: 'Next year' };
const disqualified = LeadDisqualified.of({ leadId, personId, reasonCode: 'no-budget', comment: 'Next year' });
const archive: ArchiveLead = { type: 'ArchiveLead', leadId };
const unarchive: ArchiveLead = { type: 'UnarchiveLead', leadId };
const archived = LeadArchived.of({ leadId });
const unarchived = LeadUnarchived.of({ leadId });

describe('creating a lead (LEAD-01)', () => {
  it('makes it a new one', () => given(lead).when(create).thenEvents(created));
  it('or a repeated one (BX-03)', () =>
    given(lead)
      .when({ ...create, kind: 'repeat' })
      .thenEvents(LeadCreated.of({ ...facts, kind: 'repeat' })));
  it('puts it into the free pool when nobody owns it (LEAD-05)', () =>
    given(lead)
      .when({ ...create, ownerId: undefined })
      .thenEvents(LeadCreated.of({ ...facts, kind: 'new', ownerId: undefined })));
  it('seals what describes the person, and all free text', () => {
    const person = ['firstName', 'lastName', 'jobTitle', 'email', 'phone', 'street', 'city', 'postcode', 'description'];
    expect(personalFieldsOf(LeadCreated.schema)).toEqual(person);
    expect(personalFieldsOf(LeadEdited.schema)).toEqual([...person, 'before']);
    expect(personalFieldsOf(LeadDisqualified.schema)).toEqual(['comment']);
  });
  it.each([
    { lastName: 'Lee', organisation: undefined, email: undefined },
    { lastName: undefined, organisation: 'Acme', email: undefined },
    { lastName: undefined, organisation: undefined, email: 'ann@acme.example' },
  ])('is content with %j', (names) =>
    given(lead)
      .when({ ...create, ...names })
      .thenEvents(LeadCreated.of({ ...facts, kind: 'new', ...names })),
  );
  it('needs a last name, an organisation or an e-mail address', () =>
    given(lead)
      .when({ ...create, lastName: ' ', organisation: '', email: undefined })
      .thenRejected('lead-name-required'));
  it('checks amounts', () =>
    given(lead)
      .when({ ...create, estimatedValue: { amount: '1.005', currency: 'USD' } })
      .thenRejected('amount-not-in-minor-units'));
  it('again in the same way changes nothing, whatever became of it', () => {
    given(lead, created).when(create).thenNothing();
    given(lead, created, disqualified, archived).when(create).thenNothing();
  });
  it('again in another way is refused', () =>
    given(lead, created)
      .when({ ...create, organisation: 'Initech' })
      .thenRejected('lead-exists'));
});

describe('editing a lead (LEAD-02)', () => {
  const all = { ...edit, lastName: 'Low', firstName: null, industry: null, source: 'Fair' } as const;
  const edited = LeadEdited.of({
    leadId,
    personId,
    before: { firstName: 'Ann', lastName: 'Lee' },
    firstName: null,
    lastName: 'Low',
    from: { industry: 'technology', source: 'Web form' },
    to: { industry: null, source: 'Fair' },
  });

  it('says what was and what is, and only of what changed', () => given(lead, created).when(all).thenEvents(edited));
  it('to what it is changes nothing', () => {
    given(lead, created, edited).when(all).thenNothing();
    given(lead, created)
      .when({ ...edit, estimatedValue: { amount: '1100.040', currency: 'USD' } })
      .thenNothing();
  });
  it('can put it into another project', () => {
    const other = newId<ProjectId>();
    given(lead, created)
      .when({ ...edit, projectId: other })
      .thenEvents(LeadEdited.of({ leadId, personId, from: { projectId }, to: { projectId: other } }));
  });
  it('leaves alone whether it is new, and whose it is', () => {
    const fields = Object.keys(leadProfile.created);
    expect(fields.filter((field) => !(field in leadProfile.editable))).toEqual(['kind', 'ownerId']);
  });
  it('never leaves it without a name', () => {
    given(lead, created)
      .when({ ...edit, lastName: null, organisation: null, email: null })
      .thenRejected('lead-name-required');
    given(lead, created)
      .when({ ...edit, lastName: null, organisation: null })
      .thenEvents(
        LeadEdited.of({
          leadId,
          personId,
          before: { lastName: 'Lee' },
          lastName: null,
          from: { organisation: 'Acme' },
          to: { organisation: null },
        }),
      );
  });
  it('checks amounts', () =>
    given(lead, created)
      .when({ ...edit, estimatedValue: { amount: '-1', currency: 'USD' } })
      .thenRejected('amount-negative'));
  it('is open after it was disqualified, as whatever else it says may be wrong', () =>
    given(lead, created, disqualified)
      .when({ ...edit, source: 'Fair' })
      .thenEvents(LeadEdited.of({ leadId, personId, from: { source: 'Web form' }, to: { source: 'Fair' } })));
  it('describes an erased person no more, but keeps the rest open (decision 5)', () => {
    const asErased = { ...created, data: { ...created.data, firstName: erased, lastName: erased, email: erased } };
    given(lead, asErased)
      .when({ ...edit, phone: '+43 1 23' })
      .thenRejected('person-erased');
    given(lead, asErased)
      .when({ ...edit, organisation: null })
      .thenEvents(LeadEdited.of({ leadId, personId, from: { organisation: 'Acme' }, to: { organisation: null } }));
  });
  it('needs a lead', () => given(lead).when(all).thenRejected('lead-not-found'));
});

describe('disqualifying a lead (LEAD-09)', () => {
  it('says why', () => given(lead, created).when(disqualify).thenEvents(disqualified));
  it('needs no comment', () =>
    given(lead, created)
      .when({ ...disqualify, comment: undefined })
      .thenEvents(LeadDisqualified.of({ leadId, personId, reasonCode: 'no-budget' })));
  it('again for the same reason changes nothing', () =>
    given(lead, created, disqualified).when(disqualify).thenNothing());
  it('again for another reason is refused', () => {
    given(lead, created, disqualified)
      .when({ ...disqualify, reasonCode: 'not-interested' })
      .thenRejected('lead-disqualified');
    given(lead, created, disqualified)
      .when({ ...disqualify, comment: 'Never' })
      .thenRejected('lead-disqualified');
  });
  it('needs a lead', () => given(lead).when(disqualify).thenRejected('lead-not-found'));
});

describe('a lead', () => {
  it('is archived and unarchived, each once (LEAD-12, LEAD-13)', () => {
    given(lead, created).when(archive).thenEvents(archived);
    given(lead, created, archived).when(archive).thenNothing();
    given(lead, created, archived).when(unarchive).thenEvents(unarchived);
    given(lead, created).when(unarchive).thenNothing();
    given(lead).when(archive).thenRejected('lead-not-found');
  });
  it('stays as it is while it is archived (LEAD-19)', () => {
    const past = [created, archived] as const;
    given(lead, ...past)
      .when({ ...edit, source: 'Fair' })
      .thenRejected('lead-archived');
    given(lead, ...past)
      .when(disqualify)
      .thenRejected('lead-archived');
    given(lead, created, disqualified, archived).when(disqualify).thenNothing();
    given(lead, ...past, unarchived)
      .when(disqualify)
      .thenEvents(disqualified);
  });
  it('takes and loses references of outside systems, each once, and none while it is archived', () => {
    const reference = { system: 'marketing', type: 'visitor', id: '10042' };
    const referenced = LeadReferenced.of({ leadId, reference });
    given(lead, created).when({ type: 'ReferenceLead', leadId, reference }).thenEvents(referenced);
    given(lead, created, referenced).when({ type: 'ReferenceLead', leadId, reference }).thenNothing();
    given(lead, created, referenced)
      .when({ type: 'UnreferenceLead', leadId, reference })
      .thenEvents(LeadUnreferenced.of({ leadId, reference }));
    given(lead, created).when({ type: 'UnreferenceLead', leadId, reference }).thenNothing();
    given(lead, created, archived).when({ type: 'ReferenceLead', leadId, reference }).thenRejected('lead-archived');
    given(lead).when({ type: 'ReferenceLead', leadId, reference }).thenRejected('lead-not-found');
  });
});
