import type { DateOnly } from '../../kernel/dates.js';
import type {
  ContractId,
  LeadId,
  OpportunityId,
  PersonId,
  PipelineId,
  ProductId,
  StageId,
  UserId,
} from '../../kernel/ids.js';
import type { BuyingAccount } from '../../kernel/lines.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import type { ReferenceCommand } from '../../kernel/with-references.js';
import type { opportunityProfile, OpportunityReferenced } from './opportunity.events.js';
import type { QuoteCommand } from './quote.commands.js';

/** Decision 14: what a stage of a pipeline means. */
export type StageCategory = 'open' | 'won' | 'lost';

interface Named<Type extends string> {
  readonly type: Type;
  readonly opportunityId: OpportunityId;
}

/** OPP-01: a new one by default. */
export interface OpenOpportunity
  extends Named<'OpenOpportunity'>, NewProfile<typeof opportunityProfile, 'opportunityType'> {
  readonly pipelineId: PipelineId;
  readonly stageId: StageId;
  /** The stage's, where it was looked up: only `open` will do. */
  readonly category?: StageCategory | undefined;
  readonly ownerId?: UserId | undefined;
  readonly description?: string | undefined;
  /** The subject of all free text on the opportunity. */
  readonly personId: PersonId;
  /** The person whose the account is, as it was looked up. */
  readonly buyerId?: PersonId | undefined;
  readonly leadId?: LeadId | undefined;
  readonly sourceContractId?: ContractId | undefined;
  readonly references: References;
}
/** OPP-02, OPP-07; null clears. */
export interface EditOpportunity extends Named<'EditOpportunity'>, ProfileChanges<typeof opportunityProfile> {
  /** The person whose the named account is, as it was looked up. */
  readonly buyerId?: PersonId | undefined;
  readonly description?: string | null | undefined;
}
/** OPP-05: to an open stage; won and lost ones are reached by selling and losing. */
export interface MoveOpportunity extends Named<'MoveOpportunity'> {
  readonly pipelineId: PipelineId;
  readonly stageId: StageId;
  readonly category: StageCategory;
}
/** Null: nobody. */
export interface ChangeOpportunityOwner extends Named<'ChangeOpportunityOwner'> {
  readonly ownerId: UserId | null;
}
/** What the date of a sale or a loss lies between, in the organisation's zone. */
export interface OutcomeDates {
  /** The date on which the opportunity was opened. */
  readonly openedOn: DateOnly;
  /** The date on which the command happens. */
  readonly today: DateOnly;
}
/** SOLD-01 */
export interface SellOpportunity extends Named<'SellOpportunity'>, OutcomeDates {
  /** Default: the day it happens. */
  readonly soldOn?: DateOnly | undefined;
  /** The opportunity's account as it was looked up; absent when it has none. */
  readonly account?: BuyingAccount | undefined;
  readonly wonStageId: StageId;
  /** SET-08, decision 2: without it, an opportunity that has no quote is sold with its own amount. */
  readonly quoteRequired: boolean;
  /** Those of the active quote's products that were not active on `soldOn`, as they were looked up. */
  readonly inactiveProducts?: readonly ProductId[] | undefined;
  readonly override?: SaleOverride | undefined;
}
/** What may stand against a sale and is said to be right all the same. */
export interface SaleOverride {
  readonly expiredQuote?: boolean | undefined;
  readonly inactiveProducts?: boolean | undefined;
}
/** SOLD-06 */
export interface UnlockOpportunity extends Named<'UnlockOpportunity'> {
  readonly reason?: string | undefined;
}
export interface LoseOpportunity extends Named<'LoseOpportunity'>, OutcomeDates {
  /** Default: the day it happens. */
  readonly lostOn?: DateOnly | undefined;
  readonly reasonCode: string;
  readonly comment?: string | undefined;
  readonly competitor?: string | undefined;
  /** The pipeline's lost stage. */
  readonly stageId: StageId;
}
/** A lost one; back to its stage before unless another is named. */
export interface ReopenOpportunity extends Named<'ReopenOpportunity'> {
  readonly stageId?: StageId | undefined;
  readonly category?: StageCategory | undefined;
}
/** OPP-08 */
export type DeleteOpportunity = Named<'DeleteOpportunity'>;
export type ReferenceOpportunity = ReferenceCommand<typeof OpportunityReferenced>;

export type OpportunityCommand =
  | OpenOpportunity
  | EditOpportunity
  | MoveOpportunity
  | ChangeOpportunityOwner
  | SellOpportunity
  | UnlockOpportunity
  | LoseOpportunity
  | ReopenOpportunity
  | DeleteOpportunity
  | ReferenceOpportunity
  | QuoteCommand;
