import Type, { type Static } from 'typebox';
import { DateOnly } from '../../libs/kernel/dates.js';
import { readModel, type Reaction } from '../../libs/read-store/read-model.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import { key, Nullable } from '../row-schemas.js';
import { OfferedPart, partsOf, withLine, withLineChanged, withoutLine } from './offered-parts.js';

const LostOfferRow = Type.Object({
  _id: key,
  /** What each quote offers. */
  quotes: Type.Array(Type.Object({ quoteId: Type.String(), parts: Type.Array(OfferedPart) })),
  activeQuoteId: Nullable(Type.String()),
  /** 1 while the opportunity is lost; else 0, and what follows is null. */
  lostCount: Type.Integer(),
  bookedOn: Nullable(DateOnly),
  projectId: Nullable(Type.String()),
  pipelineId: Nullable(Type.String()),
  /** The distinct ids, sorted, with commas between: one value to group by. An empty one stands for none. */
  productIds: Nullable(Type.String()),
  priceBookIds: Nullable(Type.String()),
});
type LostOfferRow = Static<typeof LostOfferRow>;

const notLost = {
  lostCount: 0,
  bookedOn: null,
  projectId: null,
  pipelineId: null,
  productIds: null,
  priceBookIds: null,
};

/** ADR 44: under which products and price books an opportunity is lost, by its id, folded from what its quotes offer. For reports alone. */
export const lostOffers = readModel<OpportunityEvent>()({
  name: 'lostOffers',
  version: 1,
  row: LostOfferRow,
  fields: {
    lostCount: 'integer',
    bookedOn: 'date',
    projectId: 'text',
    pipelineId: 'text',
    productIds: 'text',
    priceBookIds: 'text',
  },
  indexes: [['lostCount', 'bookedOn']],
  keepsHistory: true,
  on: {
    QuoteCreated: ofOpportunity((row, { data: { quoteId, lines } }) => ({
      ...row,
      quotes: [...row.quotes, { quoteId, parts: partsOf(lines) }],
    })),
    QuoteLineAdded: ofQuote((parts, { data }) => withLine(parts, data.line)),
    QuoteLineChanged: ofQuote((parts, { data }) => withLineChanged(parts, data.from, data.to)),
    QuoteLineRemoved: ofQuote((parts, { data }) => withoutLine(parts, data.line)),
    QuoteActivated: ofOpportunity((row, { data }) => ({ ...row, activeQuoteId: data.quoteId })),
    QuoteDeactivated: ofOpportunity((row) => ({ ...row, activeQuoteId: null })),
    QuoteDeleted: ofOpportunity((row, { data }) => ({
      ...row,
      quotes: row.quotes.filter(({ quoteId }) => quoteId !== data.quoteId),
    })),
    OpportunityLost: ofOpportunity((row, { data: { lostOn, projectId, pipelineId, reversed } }) => {
      const offered = row.quotes.find(({ quoteId }) => quoteId === row.activeQuoteId)?.parts ?? [];
      const lost = offered.length > 0 ? offered : partsOf(reversed?.lines ?? []);
      return {
        ...row,
        lostCount: 1,
        bookedOn: lostOn,
        projectId,
        pipelineId,
        productIds: distinct(lost.map(({ productId }) => productId)),
        priceBookIds: distinct(lost.map(({ priceBookId }) => priceBookId)),
      };
    }),
    OpportunityReopened: ofOpportunity((row) => ({ ...row, ...notLost })),
    OpportunityDeleted: ofOpportunity(() => null),
  },
});

type OfOpportunity = { readonly data: { readonly opportunityId: string } };

function ofOpportunity<E extends OfOpportunity>(
  change: (row: LostOfferRow, event: E) => LostOfferRow | null,
): Reaction<LostOfferRow, E> {
  return {
    keys: ({ data }) => [data.opportunityId],
    change: (row, event, _id) => change(row ?? { _id, quotes: [], activeQuoteId: null, ...notLost }, event),
  };
}

function ofQuote<E extends OfOpportunity & { readonly data: { readonly quoteId: string } }>(
  change: (parts: OfferedPart[], event: E) => OfferedPart[],
): Reaction<LostOfferRow, E> {
  return ofOpportunity((row, event) => {
    const quotes = row.quotes.map((quote) => {
      if (quote.quoteId !== event.data.quoteId) return quote;
      const parts = change(quote.parts, event);
      return parts === quote.parts ? quote : { ...quote, parts };
    });
    return quotes.every((quote, index) => quote === row.quotes[index]) ? row : { ...row, quotes };
  });
}

const distinct = (ids: readonly (string | null)[]): string => [...new Set(ids.map((id) => id ?? ''))].sort().join(',');

/** The ids under which losses of such a group count; null is none. */
export const idsIn = (group: string): readonly (string | null)[] => group.split(',').map((id) => id || null);
