import { withChanges } from '../../kernel/changes.js';
import type { LineId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import { negated, type Money } from '../../kernel/money.js';
import { isBlank } from '../../kernel/personal.js';
import { acceptedDecimal, lineTotal, needTerm, totalOf, withPlainNumbers } from '../../kernel/pricing.js';
import { reject, type Open, type Quote } from './opportunity.state.js';
import type { ChangeQuoteLines, LineChange, NewLine } from './quote.commands.js';
import { QuoteLineAdded, QuoteLineChanged, QuoteLineRemoved, type QuoteEvent } from './quote.events.js';
import type { QuoteLine } from './quote-line.js';

const mostLines = 1000;

/** QUO-09, QUO-11: all edits of a quote's lines together. */
export function changeLines(command: ChangeQuoteLines, open: Open, quote: Quote): readonly QuoteEvent[] {
  const { opportunityId, quoteId } = command;
  const base = { opportunityId, quoteId, buyerId: open.buyerId, active: quoteId === open.activeQuoteId };
  const lines = new Map(quote.lines.map((line) => [line.lineId, line]));
  let total = quote.total;
  const plus = (...parts: readonly Money[]): Money => (total = totalOf(quote.currency, [total, ...parts]));
  const found = (lineId: LineId): QuoteLine =>
    lines.get(lineId) ?? reject('line-not-found', `The quote ${quoteId} has no line ${lineId}.`, { lineId });

  const removed = (command.remove ?? []).map((lineId) => {
    const line = found(lineId);
    lines.delete(lineId);
    return QuoteLineRemoved.of({ ...base, line, total: plus(negated(line.total)) });
  });
  const changed = (command.change ?? []).flatMap((change) => {
    const from = found(change.lineId);
    const to = changedLine(from, change);
    if (sameJson(from, to)) return [];
    lines.set(to.lineId, to);
    return [QuoteLineChanged.of({ ...base, from, to, total: plus(negated(from.total), to.total) })];
  });
  const added = pricedLines(command.add ?? [], quote.currency).map((line) =>
    QuoteLineAdded.of({ ...base, line, total: plus(line.total) }),
  );
  refuseTaken(
    added.map(({ data }) => data.line.lineId),
    open,
  );
  refuseTooMany(lines.size + added.length);
  return [...removed, ...changed, ...added];
}

/** Lines of their own origin, with their totals. */
export function pricedLines(lines: readonly NewLine[], currency: string): readonly QuoteLine[] {
  refuseTooMany(lines.length);
  return lines.map((line) => pricedLine(line, line.lineId, currency));
}

/** A line never takes the id, nor the origin, of another: the identity of contracts hangs on it (decision 3). */
export function refuseTaken(lineIds: readonly LineId[], open: Open): void {
  const inQuotes = open.quotes.flatMap(({ lines }) => lines.flatMap((line) => [line.lineId, line.originLineId]));
  const taken = new Set<string>([...inQuotes, ...Object.keys(open.everSold)]);
  for (const lineId of lineIds) {
    if (taken.has(lineId))
      reject('line-exists', `There is already a line ${lineId}. Give the new one an id of its own.`, { lineId });
    taken.add(lineId);
  }
}

function changedLine(line: QuoteLine, change: LineChange): QuoteLine {
  return pricedLine(withChanges<NewLine>(line, change), line.originLineId, line.currency);
}

function pricedLine(line: NewLine, originLineId: LineId, currency: string): QuoteLine {
  if (isBlank(line.name)) reject('name-required', 'Name the line.');
  needTerm({ kind: line.category.kind, per: line.per, term: line.term });
  const tax = line.tax && { code: line.tax.code, rate: acceptedDecimal(line.tax.rate) };
  const plain = withPlainNumbers({ ...line, originLineId, currency, tax });
  return { ...plain, total: lineTotal(plain) };
}

function refuseTooMany(count: number): void {
  if (count > mostLines) {
    reject('too-many-lines', `A quote has at most ${String(mostLines)} lines; this one would have ${String(count)}.`);
  }
}
