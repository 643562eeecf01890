import { pick } from '../../kernel/changes.js';
import { sameJson } from '../../kernel/json.js';
import { allReadable } from '../../kernel/personal.js';
import { acceptedAmount } from '../../kernel/pricing.js';
import type { DisqualifyLead, NewOpportunity, QualifiedAccount, QualifyLead, ReopenLead } from './lead.commands.js';
import { LeadDisqualified, LeadQualified, LeadReopened } from './lead.events.js';
import { reject, type Lead } from './lead.state.js';

/** LEAD-09: why it is none. */
export function disqualify(command: DisqualifyLead, lead: Lead): readonly LeadDisqualifiedEvent[] {
  const { leadId } = command;
  const facts = pick(command, ['reasonCode', 'comment']);
  refuseQualified(lead);
  if (lead.disqualified === undefined) return [LeadDisqualified.of({ leadId, personId: lead.personId, ...facts })];
  if (sameJson(facts, lead.disqualified)) return [];
  return reject('lead-disqualified', `The lead ${leadId} is disqualified already: "${lead.disqualified.reasonCode}".`);
}
type LeadDisqualifiedEvent = ReturnType<typeof LeadDisqualified.of>;
type LeadQualifiedEvent = ReturnType<typeof LeadQualified.of>;

export const reopen = (
  { leadId }: ReopenLead,
  { disqualified }: Lead,
): readonly ReturnType<typeof LeadReopened.of>[] => (disqualified === undefined ? [] : [LeadReopened.of({ leadId })]);

/** LEAD-06, LEAD-07, decision 4: it becomes an opportunity, of an account that there is or that is made of it. */
export function qualify(command: QualifyLead, lead: Lead): readonly LeadQualifiedEvent[] {
  const { leadId, opportunityId, contact } = command;
  const { personId } = lead;
  const said = pick(lead, ['firstName', 'lastName', 'jobTitle', 'email', 'phone', 'street', 'city', 'postcode']);
  const { description } = { ...pick(lead, ['description']), ...pick(command.opportunity, ['description']) };
  if (!allReadable(said)) return reject('person-erased', 'The person was erased: nothing can be made of the lead.');
  const { account, accountName } = accountOf(command.account, lead);
  const event = LeadQualified.of({
    ...{ leadId, personId, person: said, business: pick(lead, ['organisation', 'website', 'country', 'industry']) },
    ...{ account, accountName, contact, opportunityId, description },
    opportunityName: command.opportunity.name ?? lead.organisation ?? nameOf(said),
    opportunity: opportunityOf(command.opportunity, lead),
  });
  if (lead.qualified !== undefined && sameJson(lead.qualified, event.data)) return [];
  refuseQualified(lead);
  if (lead.disqualified)
    reject(
      'lead-disqualified',
      `The lead ${leadId} is disqualified: "${lead.disqualified.reasonCode}". Reopen it first.`,
    );
  if (command.opportunity.category !== 'open')
    reject('stage-not-open', `The stage is one of category ${command.opportunity.category}. Qualify into an open one.`);
  refuseNameless(event.data, said);
  return [event];
}

interface Said {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
}
const nameOf = ({ firstName, lastName, email }: Said): string =>
  [firstName, lastName].filter(isThere).join(' ') || (email ?? '');
const isThere = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';

interface Account {
  readonly account?: NonNullable<LeadQualifiedEvent['data']['account']> | undefined;
  readonly accountName?: string | undefined;
}

function accountOf(account: QualifiedAccount | undefined, lead: Lead): Account {
  if (account === undefined) return { account: lead.accountId && { accountId: lead.accountId } };
  const { accountId, accountType, name = lead.organisation } = account;
  if (accountType === 'personal' && account.name !== undefined)
    reject('personal-account-has-no-name', 'A personal account is called after its person. Leave newAccount.name out.');
  if (accountType === undefined) return { account: pick(account, ['accountId', 'personId']) };
  if (accountType === 'personal') return { account: { accountId, accountType, personId: lead.personId } };
  return { account: { accountId, accountType }, accountName: name };
}

function opportunityOf(given: NewOpportunity, lead: Lead): LeadQualifiedEvent['data']['opportunity'] {
  const { expectedAmount } = given;
  return {
    ...pick(lead, ['projectId', 'ownerId', 'campaignId', 'partnerId']),
    ...pick(given, ['pipelineId', 'stageId', 'projectId', 'ownerId', 'campaignId', 'partnerId', 'expectedCloseOn']),
    expectedAmount: expectedAmount ? acceptedAmount(expectedAmount) : lead.estimatedValue,
  };
}

function refuseQualified({ leadId, qualified }: Lead): void {
  if (qualified === undefined) return;
  const { opportunityId } = qualified;
  reject('lead-qualified', `The lead ${leadId} is qualified already: see the opportunity ${opportunityId}.`, {
    opportunityId,
  });
}

/** COR-02: what the account, the contact and the opportunity cannot be without. */
function refuseNameless(
  { account, accountName, contact, opportunityName }: LeadQualifiedEvent['data'],
  said: Said,
): void {
  const isPersonNamed = isThere(said.firstName) || isThere(said.lastName);
  const missing = [
    ...(isThere(opportunityName) ? [] : ['the opportunity (opportunity.name)']),
    ...(account?.accountType !== 'personal' || isPersonNamed ? [] : ["the account (the lead's firstName or lastName)"]),
    ...(account?.accountType === undefined || account.accountType === 'personal' || isThere(accountName)
      ? []
      : ["the account (newAccount.name, or the lead's organisation)"]),
    ...(contact === undefined || isPersonNamed ? [] : ["the contact (the lead's firstName or lastName)"]),
  ];
  if (missing.length > 0) reject('qualification-needs-names', `A name is missing for ${missing.join(' and ')}.`);
  if (contact !== undefined && account === undefined)
    reject('qualification-needs-an-account', 'A contact works for an account. Say for which: accountId or newAccount.');
}
