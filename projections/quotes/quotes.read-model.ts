import Type, { type Static } from 'typebox';
import { DateOnly } from '../../libs/kernel/dates.js';
import { idSchema, type OpportunityId, type QuoteId } from '../../libs/kernel/ids.js';
import { CurrencyCode } from '../../libs/kernel/lines.js';
import { Money } from '../../libs/kernel/money.js';
import { Personal } from '../../libs/kernel/personal.js';
import { readModel } from '../../libs/read-store/read-model.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import { QuoteLine } from '../../libs/sales/opportunity/quote-line.js';
import { key, Nullable } from '../row-schemas.js';

const QuoteRow = Type.Object({
  _id: key,
  opportunityId: idSchema<OpportunityId>(),
  name: Personal(Type.String()),
  active: Type.Boolean(),
  currency: CurrencyCode,
  brand: Nullable(Type.String()),
  productVersion: Nullable(Type.String()),
  startsOn: Nullable(DateOnly),
  dueOn: Nullable(DateOnly),
  copiedFrom: Nullable(idSchema<QuoteId>()),
  lines: Type.Array(QuoteLine),
  total: Money,
});
type QuoteRow = Static<typeof QuoteRow>;
type Line = Static<typeof QuoteLine>;

/** QUO-06, QUO-07: the quotes of an opportunity with their lines. */
export const quotes = readModel<OpportunityEvent>()({
  name: 'quotes',
  version: 1,
  row: QuoteRow,
  fields: { opportunityId: 'text', name: 'text', active: 'boolean', currency: 'text', dueOn: 'date' },
  indexes: [['opportunityId']],
  keepsHistory: true,
  on: {
    QuoteCreated: {
      keys: ({ data }) => [data.quoteId],
      change: (_row, { data }) => ({
        _id: data.quoteId,
        opportunityId: data.opportunityId,
        name: data.name,
        active: false,
        currency: data.currency,
        brand: data.brand ?? null,
        productVersion: data.productVersion ?? null,
        startsOn: data.startsOn ?? null,
        dueOn: data.dueOn ?? null,
        copiedFrom: data.copiedFrom ?? null,
        lines: [...data.lines],
        total: data.total,
      }),
    },
    QuoteEdited: ofQuote((row, { data }) => ({ ...row, ...data.to })),
    QuoteLineAdded: ofQuote((row, { data }) => withLines(row, [...row.lines, data.line], data.total)),
    QuoteLineChanged: ofQuote((row, { data }) =>
      withLines(
        row,
        row.lines.map((line) => (line.lineId === data.to.lineId ? data.to : line)),
        data.total,
      ),
    ),
    QuoteLineRemoved: ofQuote((row, { data }) =>
      withLines(
        row,
        row.lines.filter(({ lineId }) => lineId !== data.line.lineId),
        data.total,
      ),
    ),
    QuoteActivated: ofQuote((row) => ({ ...row, active: true })),
    QuoteDeactivated: ofQuote((row) => ({ ...row, active: false })),
    QuoteDeleted: ofQuote(() => null),
  },
});

/** A change of an existing quote: the row is the quote's, though the stream is its opportunity's. */
function ofQuote<E extends { readonly data: { readonly quoteId: string } }>(
  change: (row: QuoteRow, event: E) => QuoteRow | null,
) {
  return {
    keys: ({ data }: E) => [data.quoteId],
    change: (row: QuoteRow | undefined, event: E) => (row === undefined ? null : change(row, event)),
  };
}

const withLines = (row: QuoteRow, lines: Line[], total: Money): QuoteRow => ({ ...row, lines, total });
