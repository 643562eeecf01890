import type { QuoteId } from '../../kernel/ids.js';
import type { Existing, Quote } from './opportunity.state.js';
import { quoteProfile, type QuoteEvent } from './quote.events.js';

type Quotes = Pick<Existing, 'quotes' | 'activeQuoteId' | 'deletedQuotes'>;

export function evolveQuotes(state: Quotes, event: QuoteEvent): Quotes {
  const { quotes, activeQuoteId, deletedQuotes } = state;
  const { quoteId } = event.data;
  const changing = (change: (quote: Quote) => Quote): Quotes => ({
    ...state,
    quotes: replaced(quotes, quoteId, change),
  });
  switch (event.type) {
    case 'QuoteCreated': {
      const { opportunityId: _opportunity, copiedFrom: _copied, ...quote } = event.data;
      return { ...state, quotes: [...quotes, { ...quote, created: event.data }] };
    }
    case 'QuoteEdited':
      return changing((quote) => quoteProfile.after(quote, event.data));
    case 'QuoteLineAdded':
      return changing((quote) => ({ ...quote, lines: [...quote.lines, event.data.line], total: event.data.total }));
    case 'QuoteLineChanged': {
      const { to, total } = event.data;
      return changing((quote) => ({
        ...quote,
        lines: quote.lines.map((line) => (line.lineId === to.lineId ? to : line)),
        total,
      }));
    }
    case 'QuoteLineRemoved': {
      const { lineId } = event.data.line;
      return changing((quote) => ({
        ...quote,
        lines: quote.lines.filter((line) => line.lineId !== lineId),
        total: event.data.total,
      }));
    }
    case 'QuoteActivated':
      return { ...state, activeQuoteId: quoteId };
    case 'QuoteDeactivated':
      return { ...state, activeQuoteId: activeQuoteId === quoteId ? undefined : activeQuoteId };
    case 'QuoteDeleted':
      return {
        ...state,
        quotes: quotes.filter((quote) => quote.quoteId !== quoteId),
        deletedQuotes: [...deletedQuotes, quoteId],
      };
  }
}

const replaced = (quotes: readonly Quote[], quoteId: QuoteId, change: (quote: Quote) => Quote): readonly Quote[] =>
  quotes.map((quote) => (quote.quoteId === quoteId ? change(quote) : quote));
