import type { QuoteId } from '../../kernel/ids.js';
import type { Existing, Quote } from './opportunity.state.js';
import { quoteProfile, type QuoteEvent } from './quote.events.js';

type Quotes = Pick<Existing, 'quotes' | 'activeQuoteId'>;

export function evolveQuotes({ quotes, activeQuoteId }: Quotes, event: QuoteEvent): Quotes {
  const { quoteId } = event.data;
  const changing = (change: (quote: Quote) => Quote): Quotes => ({
    quotes: replaced(quotes, quoteId, change),
    activeQuoteId,
  });
  switch (event.type) {
    case 'QuoteCreated': {
      const { opportunityId: _opportunity, copiedFrom: _copied, ...quote } = event.data;
      return { quotes: [...quotes, quote], activeQuoteId };
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
      return { quotes, activeQuoteId: quoteId };
    case 'QuoteDeactivated':
      return { quotes, activeQuoteId: activeQuoteId === quoteId ? undefined : activeQuoteId };
    case 'QuoteDeleted':
      return { quotes: quotes.filter((quote) => quote.quoteId !== quoteId), activeQuoteId };
  }
}

const replaced = (quotes: readonly Quote[], quoteId: QuoteId, change: (quote: Quote) => Quote): readonly Quote[] =>
  quotes.map((quote) => (quote.quoteId === quoteId ? change(quote) : quote));
