import type { Static } from 'typebox';
import type { DateOnly } from '../../kernel/dates.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import type {
  ContractId,
  LeadId,
  LineId,
  OpportunityId,
  PersonId,
  PipelineId,
  QuoteId,
  StageId,
  UserId,
} from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import type { Personal } from '../../kernel/personal.js';
import { pricingRefusals } from '../../kernel/pricing.js';
import { personRefusals, type ProfileOf } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import type { WithoutReferences } from '../../kernel/with-references.js';
import type { OpportunityEvent, OpportunityOpened, opportunityProfile, ReversedSale } from './opportunity.events.js';
import type { QuoteCreated, quoteProfile } from './quote.events.js';
import type { QuoteLine, SoldLine } from './quote-line.js';

export const opportunityRefusals = refusals({
  ...pricingRefusals,
  ...personRefusals,
  'opportunity-exists': 'conflict',
  'opportunity-not-found': 'not-found',
  'opportunity-locked': 'conflict',
  'opportunity-lost': 'conflict',
  'opportunity-not-lost': 'conflict',
  'opportunity-not-sold': 'conflict',
  'sold-cannot-be-deleted': 'conflict',
  'stage-not-open': 'invalid',
  'name-required': 'invalid',
  'reason-required': 'invalid',
  'date-in-future': 'invalid',
  'date-before-opened': 'invalid',
  'date-before-sale': 'invalid',
  'date-before-loss': 'invalid',
  'account-required': 'conflict',
  'account-changed': 'conflict',
  'active-quote-required': 'conflict',
  'quote-expired': 'conflict',
  'product-inactive': 'conflict',
  'amount-required': 'conflict',
  'quote-exists': 'conflict',
  'quote-not-found': 'not-found',
  'active-quote-cannot-be-deleted': 'conflict',
  'due-before-start': 'invalid',
  'line-exists': 'conflict',
  'line-not-found': 'not-found',
  'line-ids-missing': 'invalid',
  'too-many-lines': 'invalid',
});

export const reject = rejecting(opportunityRefusals);

export interface Quote extends ProfileOf<typeof quoteProfile> {
  readonly created: DataOf<typeof QuoteCreated>;
  readonly quoteId: QuoteId;
  readonly currency: string;
  readonly lines: readonly QuoteLine[];
  readonly total: Money;
}

/** The sale whose contracts stand, with the lines that do; it stays while the opportunity is unlocked. */
export type StandingSale = Omit<Static<typeof ReversedSale>, 'change'>;

export interface Existing extends ProfileOf<typeof opportunityProfile> {
  readonly created: DataOf<typeof OpportunityOpened>;
  readonly opportunityId: OpportunityId;
  readonly ownerId?: UserId | undefined;
  readonly pipelineId: PipelineId;
  readonly stageId: StageId;
  readonly personId: PersonId;
  /** Where the account is a person's. */
  readonly buyerId?: PersonId | undefined;
  readonly description?: Personal<string> | undefined;
  readonly leadId?: LeadId | undefined;
  readonly sourceContractId?: ContractId | undefined;
  readonly references: References;
  readonly quotes: readonly Quote[];
  readonly activeQuoteId?: QuoteId | undefined;
  readonly deletedQuotes: readonly QuoteId[];
  /** How often it was sold. */
  readonly saleNumber: number;
  /** Every line that was ever sold, as it was last sold, by its origin. */
  readonly everSold: Readonly<Record<LineId, SoldLine>>;
  readonly standing?: StandingSale | undefined;
  /** The last date on which a sale was booked, or one taken back by a loss. */
  readonly lastBooked?: { readonly by: 'sale' | 'loss'; readonly on: DateOnly } | undefined;
}
/** Also when unlocked after a sale: then `standing` has it. */
export type Open = Existing & { readonly status: 'open' };
/** Locked: only unlocking may follow. */
export type Sold = Existing & {
  readonly status: 'sold';
  readonly standing: StandingSale;
  readonly stageBefore: StageId;
};
export type Lost = Existing & { readonly status: 'lost'; readonly stageBefore: StageId; readonly loss: Loss };
export interface Loss {
  readonly lostOn: DateOnly;
  readonly reasonCode: string;
  readonly comment?: Personal<string> | undefined;
  readonly competitor?: string | undefined;
}
export type Known = Open | Sold | Lost;
export type OpportunityState = { readonly status: 'none' } | { readonly status: 'deleted' } | Known;

/** What the decider itself says; references wrap it. */
export type OwnEvent = WithoutReferences<OpportunityEvent>;

export function mustBeOpen(state: Known): Open {
  switch (state.status) {
    case 'open':
      return state;
    case 'sold':
      return reject('opportunity-locked', 'The opportunity is sold and locked. Unlock it first.');
    case 'lost':
      return reject('opportunity-lost', `The opportunity was lost on ${state.loss.lostOn}. Reopen it first.`);
  }
}
