import type { DateOnly } from '../../kernel/dates.js';
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
} from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import type { ArchiveCommand } from '../../kernel/with-archive.js';
import type { ReferenceCommand } from '../../kernel/with-references.js';
import type { LeadArchived, leadProfile, LeadReferenced } from './lead.events.js';

/** LEAD-01, BX-03: `kind` is `new` by default. `personId` is the person that the lead is, minted here. */
export interface CreateLead extends NewProfile<typeof leadProfile, 'kind'> {
  readonly type: 'CreateLead';
  readonly leadId: LeadId;
  readonly personId: PersonId;
  readonly references: References;
}
/** LEAD-02: null clears a field; fields that are absent stay. */
export interface EditLead extends ProfileChanges<typeof leadProfile> {
  readonly type: 'EditLead';
  readonly leadId: LeadId;
}
/** LEAD-05: null: to the free pool. */
export interface ChangeLeadOwner {
  readonly type: 'ChangeLeadOwner';
  readonly leadId: LeadId;
  readonly ownerId: UserId | null;
}
/** LEAD-09 */
export interface DisqualifyLead {
  readonly type: 'DisqualifyLead';
  readonly leadId: LeadId;
  readonly reasonCode: string;
  readonly comment?: string | undefined;
}
/** Decision 4 */
export interface ReopenLead {
  readonly type: 'ReopenLead';
  readonly leadId: LeadId;
}
/** LEAD-06, LEAD-07: what the lead says is taken where nothing else is said. */
export interface QualifyLead {
  readonly type: 'QualifyLead';
  readonly leadId: LeadId;
  readonly opportunityId: OpportunityId;
  readonly opportunity: NewOpportunity;
  /** The account of the opportunity: one that there is, or with a type a new one. Default: the one that the lead was added to. */
  readonly account?: QualifiedAccount | undefined;
  /** PCO-04: of an employee of that account. */
  readonly contact?: { readonly contactId: ContactId; readonly employmentId: EmploymentId } | undefined;
}
export interface QualifiedAccount {
  readonly accountId: AccountId;
  /** Of one that there is: the person whose it is, as it was looked up. */
  readonly personId?: PersonId | undefined;
  readonly accountType?: 'personal' | 'company' | 'account' | undefined;
  /** Default: the lead's organisation. */
  readonly name?: string | undefined;
}
export interface NewOpportunity {
  /** Default: the organisation, or the person's name. */
  readonly name?: string | undefined;
  readonly pipelineId: PipelineId;
  readonly stageId: StageId;
  /** The stage's, as it was looked up: only `open` will do. */
  readonly category: 'open' | 'won' | 'lost';
  readonly description?: string | undefined;
  readonly projectId?: ProjectId | undefined;
  readonly ownerId?: UserId | undefined;
  readonly expectedAmount?: Money | undefined;
  readonly expectedCloseOn?: DateOnly | undefined;
  readonly campaignId?: CampaignId | undefined;
  readonly partnerId?: PartnerId | undefined;
}
export type ArchiveLead = ArchiveCommand<typeof LeadArchived>;
export type ReferenceLead = ReferenceCommand<typeof LeadReferenced>;
export type LeadCommand =
  CreateLead | EditLead | ChangeLeadOwner | DisqualifyLead | ReopenLead | QualifyLead | ArchiveLead | ReferenceLead;
