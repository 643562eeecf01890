import Type from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type OpportunityId, type PersonId, type QuoteId } from '../../kernel/ids.js';
import { CurrencyCode } from '../../kernel/lines.js';
import { Money } from '../../kernel/money.js';
import { OfBuyer } from '../../kernel/personal.js';
import { profile } from '../../kernel/profile.js';
import { QuoteLine } from './quote-line.js';

// Stored in the opportunity's stream. Stored for good: a breaking change is a new type and an upcaster.

/** The person who buys, where the opportunity's account is one: names in the same event are sealed with the key of this person. */
export const buyerId = Type.Optional(idSchema<PersonId>());

/** What EditQuote changes. The currency is no part: another one makes a new quote (decision 19). */
export const quoteProfile = profile({
  name: OfBuyer(Type.String({ minLength: 1 })),
  brand: Type.Optional(Type.String()),
  productVersion: Type.Optional(Type.String()),
  startsOn: Type.Optional(DateOnly),
  dueOn: Type.Optional(DateOnly),
});
const quote = { opportunityId: idSchema<OpportunityId>(), quoteId: idSchema<QuoteId>() };
/** The quote's total after the change, and whether it is the active one. */
const after = { total: Money, active: Type.Boolean() };

export const QuoteCreated = eventType('QuoteCreated', {
  ...quote,
  buyerId,
  ...quoteProfile.created,
  currency: CurrencyCode,
  lines: Type.Immutable(Type.Array(QuoteLine)),
  total: Money,
  /** QUO-13: the quote that this one duplicates; its lines keep their origin. */
  copiedFrom: Type.Optional(idSchema<QuoteId>()),
});
export const QuoteEdited = eventType('QuoteEdited', { ...quote, buyerId, ...quoteProfile.edited });
export const QuoteLineAdded = eventType('QuoteLineAdded', { ...quote, buyerId, ...after, line: QuoteLine });
export const QuoteLineChanged = eventType('QuoteLineChanged', {
  ...quote,
  buyerId,
  ...after,
  from: QuoteLine,
  to: QuoteLine,
});
export const QuoteLineRemoved = eventType('QuoteLineRemoved', { ...quote, buyerId, ...after, line: QuoteLine });
export const QuoteActivated = eventType('QuoteActivated', { ...quote, total: Money });
export const QuoteDeactivated = eventType('QuoteDeactivated', quote);
export const QuoteDeleted = eventType('QuoteDeleted', { ...quote, buyerId, name: OfBuyer(Type.String()) });

export const quoteEvents = [
  QuoteCreated,
  QuoteEdited,
  QuoteLineAdded,
  QuoteLineChanged,
  QuoteLineRemoved,
  QuoteActivated,
  QuoteDeactivated,
  QuoteDeleted,
] as const;
export type QuoteEvent = EventOf<(typeof quoteEvents)[number]>;
