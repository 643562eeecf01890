import type { Changes } from '../../kernel/changes.js';
import type { LineId, OpportunityId, QuoteId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { quoteProfile } from './quote.events.js';
import type { QuoteLine } from './quote-line.js';

/** A line as it is added: origin, currency and total follow. */
export type NewLine = Omit<QuoteLine, 'originLineId' | 'currency' | 'total'>;
/** What changes on a line; null clears. */
export type LineChange = { readonly lineId: LineId } & Changes<Omit<NewLine, 'lineId'>>;

interface OfQuote<Type extends string> {
  readonly type: Type;
  readonly opportunityId: OpportunityId;
  readonly quoteId: QuoteId;
}

/** QUO-01, QUO-02 */
export interface CreateQuote extends OfQuote<'CreateQuote'>, NewProfile<typeof quoteProfile> {
  readonly currency: string;
  readonly lines?: readonly NewLine[] | undefined;
}
/** QUO-14; null clears. */
export interface EditQuote extends OfQuote<'EditQuote'>, ProfileChanges<typeof quoteProfile> {}
/** QUO-13 */
export interface DuplicateQuote extends OfQuote<'DuplicateQuote'> {
  readonly newQuoteId: QuoteId;
  /** One for each line, in the order of the quote; without them they are derived from the new quote's id. */
  readonly newLineIds?: readonly LineId[] | undefined;
  /** Default: the name of the quote that is copied. */
  readonly name?: string | undefined;
}
/** QUO-12, QUO-15 */
export type ActivateQuote = OfQuote<'ActivateQuote'>;
export type DeactivateQuote = OfQuote<'DeactivateQuote'>;
export type DeleteQuote = OfQuote<'DeleteQuote'>;
/** QUO-11: all or none. Removed first, then changed, then added. */
export interface ChangeQuoteLines extends OfQuote<'ChangeQuoteLines'> {
  readonly add?: readonly NewLine[] | undefined;
  readonly change?: readonly LineChange[] | undefined;
  readonly remove?: readonly LineId[] | undefined;
}

export type QuoteCommand =
  CreateQuote | EditQuote | DuplicateQuote | ActivateQuote | DeactivateQuote | DeleteQuote | ChangeQuoteLines;
