import { createdAgain } from '../../kernel/creation.js';
import type { EventOf } from '../../kernel/events.js';
import { derivedId, type QuoteId } from '../../kernel/ids.js';
import { isBlank } from '../../kernel/personal.js';
import type { ProfileOf } from '../../kernel/profile.js';
import { knownCurrency, totalOf } from '../../kernel/pricing.js';
import { mustBeOpen, reject, type Existing, type Known, type Open, type Quote } from './opportunity.state.js';
import type { CreateQuote, DuplicateQuote, EditQuote, QuoteCommand } from './quote.commands.js';
import {
  QuoteActivated,
  QuoteCreated,
  QuoteDeactivated,
  QuoteDeleted,
  QuoteEdited,
  quoteProfile,
  type QuoteEvent,
} from './quote.events.js';
import { changeLines, pricedLines, refuseTaken } from './quote-lines.js';

/** QUO: what may be done with the quotes of an opportunity that is open. */
export function decideOnQuotes(command: QuoteCommand, state: Known): readonly QuoteEvent[] {
  if (command.type === 'CreateQuote') return create(command, state);
  const open = mustBeOpen(state);
  const { opportunityId, quoteId } = command;
  const quote = open.quotes.find((one) => one.quoteId === quoteId) ?? unknownQuote(quoteId);
  const active = open.activeQuoteId === quoteId;
  switch (command.type) {
    case 'EditQuote':
      return edit(command, open, quote);
    case 'DuplicateQuote':
      return duplicate(command, open, quote);
    case 'ChangeQuoteLines':
      return changeLines(command, open, quote);
    case 'ActivateQuote':
      return active ? [] : activate(open, quote);
    case 'DeactivateQuote':
      return active ? [QuoteDeactivated.of({ opportunityId, quoteId })] : [];
    case 'DeleteQuote':
      if (active)
        reject('active-quote-cannot-be-deleted', `The quote ${quoteId} is active. Deactivate it before deleting.`);
      return [QuoteDeleted.of({ opportunityId, quoteId, buyerId: open.buyerId, name: quote.name })];
  }
}

function create(command: CreateQuote, state: Known): readonly QuoteEvent[] {
  const { opportunityId, quoteId } = command;
  const fields = quoteProfile.of(command);
  refuseBadFields(fields);
  const currency = knownCurrency(command.currency);
  const lines = pricedLines(command.lines ?? [], currency);
  const total = totalOf(
    currency,
    lines.map((line) => line.total),
  );
  return added(
    QuoteCreated.of({ opportunityId, quoteId, buyerId: state.buyerId, ...fields, currency, lines, total }),
    state,
  );
}

function edit(command: EditQuote, { buyerId }: Open, quote: Quote): readonly QuoteEvent[] {
  const { opportunityId, quoteId } = command;
  const edited = quoteProfile.edit(quote, command);
  if (edited === undefined) return [];
  refuseBadFields(quoteProfile.after(quote, edited));
  return [QuoteEdited.of({ opportunityId, quoteId, buyerId, ...edited })];
}

function duplicate(command: DuplicateQuote, open: Open, quote: Quote): readonly QuoteEvent[] {
  const { opportunityId, newQuoteId, newLineIds } = command;
  if (newLineIds !== undefined && newLineIds.length < quote.lines.length) {
    reject(
      'line-ids-missing',
      `The quote has ${String(quote.lines.length)} lines. Give an id for each, or none at all.`,
    );
  }
  const lines = quote.lines.map((line, index) => ({
    ...line,
    lineId: newLineIds?.[index] ?? derivedId(newQuoteId, line.lineId),
  }));
  const fields = { ...quoteProfile.of(quote), name: command.name ?? quote.name };
  refuseBadFields(fields);
  const { currency, total, quoteId: copiedFrom } = quote;
  const copy = { quoteId: newQuoteId, ...fields, currency, lines, total, copiedFrom };
  return added(QuoteCreated.of({ opportunityId, buyerId: open.buyerId, ...copy }), open);
}

/** A new quote, whose lines are taken from no other; quiet where it is created again. */
function added(event: EventOf<typeof QuoteCreated>, state: Known): readonly QuoteEvent[] {
  const { quoteId, lines, buyerId } = event.data;
  const known = state.quotes.find((quote) => quote.quoteId === quoteId);
  if (known || state.deletedQuotes.includes(quoteId)) {
    return createdAgain(known && { ...known.created, buyerId }, event, () =>
      reject('quote-exists', `There is already another quote ${quoteId}, or there was.`, { quoteId }),
    );
  }
  refuseTaken(
    lines.map(({ lineId }) => lineId),
    mustBeOpen(state),
  );
  return [event];
}

/** QUO-12: one active at most. */
function activate({ opportunityId, activeQuoteId }: Open, { quoteId, total }: Quote): readonly QuoteEvent[] {
  const former = activeQuoteId === undefined ? [] : [QuoteDeactivated.of({ opportunityId, quoteId: activeQuoteId })];
  return [...former, QuoteActivated.of({ opportunityId, quoteId, total })];
}

/** All of them, the active one too: no quote is left of an opportunity that is deleted (OPP-08). */
export function quotesDeleted({ opportunityId, buyerId, quotes, activeQuoteId }: Existing): readonly QuoteEvent[] {
  const active = activeQuoteId === undefined ? [] : [QuoteDeactivated.of({ opportunityId, quoteId: activeQuoteId })];
  return [...active, ...quotes.map(({ quoteId, name }) => QuoteDeleted.of({ opportunityId, quoteId, buyerId, name }))];
}

function refuseBadFields({ name, startsOn, dueOn }: ProfileOf<typeof quoteProfile>): void {
  if (isBlank(name)) reject('name-required', 'Name the quote.');
  if (startsOn !== undefined && dueOn !== undefined && dueOn < startsOn) {
    reject('due-before-start', `The quote is due on ${dueOn}, before it starts on ${startsOn}.`);
  }
}

const unknownQuote = (quoteId: QuoteId): never =>
  reject('quote-not-found', `The opportunity has no quote ${quoteId}.`, { quoteId });
