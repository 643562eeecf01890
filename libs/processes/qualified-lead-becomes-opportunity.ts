import type { CreateAccount } from '../accounts/account/account.commands.js';
import { isEvent, type DataOf } from '../kernel/events.js';
import { derivedId, type PersonId } from '../kernel/ids.js';
import { isErased, readable } from '../kernel/personal.js';
import { LeadQualified } from '../leads/lead/lead.events.js';
import type { CreateContact } from '../people/contact/contact.commands.js';
import type { OpenOpportunity } from '../sales/opportunity/opportunity.commands.js';
import type { Process, TargetCommand } from './process.js';

type Command = CreateAccount | CreateContact | OpenOpportunity;
type Qualified = DataOf<typeof LeadQualified>;

/** LEAD-06, LEAD-07: what a qualified lead is to become is made, the account first: at once as a rule, and here where that was cut off. */
export const qualifiedLeadBecomesOpportunity: Process<Command> = {
  name: 'qualified-lead-becomes-opportunity',
  startsAt: 'beginning',
  opens: true,
  handles: [LeadQualified.type],
  react(event) {
    if (!isEvent(LeadQualified, event)) return [];
    const { data } = event;
    return [...accountOf(data), ...contactOf(data), opportunityOf(data)];
  },
};

/** The person that the lead is, who an account may be, or a contact. */
const personIn = ({ person }: Qualified) => (isErased(person) ? { lastName: readable(person) } : person);

function accountOf(data: Qualified): readonly TargetCommand<CreateAccount>[] {
  const { account, personId, opportunity, business } = data;
  if (account?.accountType === undefined) return [];
  const { accountId, accountType } = account;
  const { jobTitle: _, ...person }: Exclude<Qualified['person'], { erased: true }> = personIn(data);
  const { organisation, ...about } = business;
  const { projectId, ownerId } = opportunity;
  const of = { type: 'CreateAccount', accountId, accountType, ...about, projectId, ownerId, references: [] } as const;
  const name = data.accountName && readable(data.accountName);
  const command: CreateAccount =
    accountType === 'personal' ? { ...of, personId, ...person, organisation } : { ...of, name };
  return [{ decider: 'account', target: accountId, command }];
}

function contactOf(data: Qualified): readonly TargetCommand<CreateContact>[] {
  const { account, contact, personId, opportunity } = data;
  if (account === undefined || contact === undefined) return [];
  const {
    jobTitle: role,
    firstName,
    lastName,
    email,
    phone,
    ...address
  }: Exclude<Qualified['person'], { erased: true }> = personIn(data);
  const command: CreateContact = {
    type: 'CreateContact',
    ...contact,
    ...{ personId, firstName, lastName, role },
    ...reachedBy(email),
    ...(phone !== undefined && { phones: [{ use: 'work', number: phone }] }),
    ...(Object.keys(address).length > 0 && { addresses: [{ use: 'work', ...address }] }),
    employer: { kind: 'account', id: account.accountId },
    ...{ projectId: opportunity.projectId, ownerId: opportunity.ownerId, references: [] },
  };
  return [{ decider: 'contact', target: contact.contactId, command, last: true }];
}

/** Leads take any text for an address: what nobody can write to is kept as it was said. */
function reachedBy(email: string | undefined): Pick<CreateContact, 'emails' | 'channels'> {
  if (email === undefined) return {};
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return { emails: [{ use: 'work', address: email }] };
  return { channels: [{ service: 'E-mail', name: email }] };
}

function opportunityOf(data: Qualified): TargetCommand<OpenOpportunity> {
  const { leadId, opportunityId, account, opportunity, description } = data;
  const command: OpenOpportunity = {
    type: 'OpenOpportunity',
    opportunityId,
    ...opportunity,
    name: readable(data.opportunityName),
    description: description && readable(description),
    accountId: account?.accountId,
    buyerId: account?.personId,
    personId: derivedId<PersonId>('opportunity text', opportunityId),
    leadId,
    references: [],
  };
  return { decider: 'opportunity', target: opportunityId, command, last: true };
}
