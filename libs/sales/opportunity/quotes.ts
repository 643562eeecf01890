import { changed, pick, withChanges } from '../../kernel/changes.js';
import type { DateOnly } from '../../kernel/dates.js';
import { derivedId, type QuoteId } from '../../kernel/ids.js';
import { knownCurrency, totalOf } from '../../kernel/pricing.js';
import { reject, type Existing, type Open, type Quote } from './opportunity.state.js';
import type { CreateQuote, DuplicateQuote, EditQuote, QuoteCommand } from './quote.commands.js';
import {
  QuoteActivated,
  QuoteCreated,
  QuoteDeactivated,
  QuoteDeleted,
  QuoteEdited,
  type QuoteEvent,
} from './quote.events.js';
import { changeLines, newLines, refuseTaken } from './quote-lines.js';

/** QUO: what may be done with the quotes of an opportunity that is open. */
export function decideOnQuotes(command: QuoteCommand, open: Open): readonly QuoteEvent[] {
  if (command.type === 'CreateQuote') return create(command, open);
  const { opportunityId, quoteId } = command;
  const quote = open.quotes.find((one) => one.quoteId === quoteId) ?? unknownQuote(quoteId);
  const active = open.activeQuoteId === quoteId;
  switch (command.type) {
    case 'EditQuote':
      return edit(command, quote);
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
      return [QuoteDeleted.of({ opportunityId, quoteId, name: quote.name })];
  }
}

function create(command: CreateQuote, open: Open): readonly QuoteEvent[] {
  const { opportunityId, quoteId, ...fields } = pick(command, [
    'opportunityId',
    'quoteId',
    'name',
    'brand',
    'productVersion',
    'startsOn',
    'dueOn',
  ]);
  refuseExisting(quoteId, open);
  refuseBadFields(fields);
  const currency = knownCurrency(command.currency);
  const lines = newLines(command.lines ?? [], currency, open);
  const total = totalOf(
    currency,
    lines.map((line) => line.total),
  );
  return [QuoteCreated.of({ opportunityId, quoteId, ...fields, currency, lines, total })];
}

function edit({ opportunityId, quoteId, ...command }: EditQuote, quote: Quote): readonly QuoteEvent[] {
  const fields = pick(quote, ['name', 'brand', 'productVersion', 'startsOn', 'dueOn']);
  const edited = pick(command, ['name', 'brand', 'productVersion', 'startsOn', 'dueOn']);
  const changes = changed(fields, edited);
  if (changes === undefined) return [];
  refuseBadFields(withChanges(fields, changes.to));
  return [QuoteEdited.of({ opportunityId, quoteId, ...changes })];
}

function duplicate(command: DuplicateQuote, open: Open, quote: Quote): readonly QuoteEvent[] {
  const { newQuoteId, newLineIds } = command;
  refuseExisting(newQuoteId, open);
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
  refuseTaken(
    lines.map(({ lineId }) => lineId),
    open,
  );
  const copy = { ...quote, quoteId: newQuoteId, name: command.name ?? quote.name, lines };
  refuseBadFields(copy);
  return [QuoteCreated.of({ opportunityId: command.opportunityId, ...copy, copiedFrom: quote.quoteId })];
}

/** QUO-12: one active at most. */
function activate({ opportunityId, activeQuoteId }: Open, { quoteId, total }: Quote): readonly QuoteEvent[] {
  const former = activeQuoteId === undefined ? [] : [QuoteDeactivated.of({ opportunityId, quoteId: activeQuoteId })];
  return [...former, QuoteActivated.of({ opportunityId, quoteId, total })];
}

/** All of them, the active one too: no quote is left of an opportunity that is deleted (OPP-08). */
export function quotesDeleted({ opportunityId, quotes, activeQuoteId }: Existing): readonly QuoteEvent[] {
  const active = activeQuoteId === undefined ? [] : [QuoteDeactivated.of({ opportunityId, quoteId: activeQuoteId })];
  return [...active, ...quotes.map(({ quoteId, name }) => QuoteDeleted.of({ opportunityId, quoteId, name }))];
}

function refuseExisting(quoteId: QuoteId, { quotes }: Open): void {
  if (quotes.some((quote) => quote.quoteId === quoteId))
    reject('quote-exists', `There is already a quote ${quoteId}.`, { quoteId });
}

function refuseBadFields({ name, startsOn, dueOn }: { name: string; startsOn?: DateOnly; dueOn?: DateOnly }): void {
  if (name.trim() === '') reject('name-required', 'Name the quote.');
  if (startsOn !== undefined && dueOn !== undefined && dueOn < startsOn) {
    reject('due-before-start', `The quote is due on ${dueOn}, before it starts on ${startsOn}.`);
  }
}

const unknownQuote = (quoteId: QuoteId): never =>
  reject('quote-not-found', `The opportunity has no quote ${quoteId}.`, { quoteId });
