import { DomainError } from '../../kernel/domain-error.js';
import { sameJson } from '../../kernel/json.js';
import type { LineChange } from '../../sales/opportunity/quote.commands.js';
import type { QuoteLine } from '../../sales/opportunity/quote-line.js';
import type { Lookups } from '../lookups/lookups.js';

/** QUO-21: with price-book items not in use there are only lines by hand. */
export async function mustUsePriceBooks(lookups: Lookups): Promise<void> {
  const { usePriceBookItems } = await lookups.salesSettings();
  if (usePriceBookItems) return;
  const detail =
    'Price-book items are not in use (usePriceBookItems of /v1/settings/sales is false): give each line its unitPrice by hand, without priceBookId.';
  throw new DomainError('price-book-items-not-used', detail);
}

/** The same for lines that are there: how much of a price-book item is sold, and for what, stays; the line may be named, end or go. */
export async function mayChangePriced(
  lines: readonly QuoteLine[],
  changes: readonly LineChange[],
  lookups: Lookups,
): Promise<void> {
  const changed = changes.flatMap((change) => {
    const line = lines.find(({ lineId, priceId }) => lineId === change.lineId && priceId !== undefined);
    const field = line && priced.find((one) => change[one] !== undefined && !sameJson(change[one], line[one] ?? null));
    return field === undefined ? [] : [{ lineId: change.lineId, field }];
  });
  const [first] = changed;
  if (first === undefined) return;
  const { usePriceBookItems } = await lookups.salesSettings();
  if (usePriceBookItems) return;
  const { lineId, field } = first;
  const detail = `The line ${lineId} takes its price from a price book, and price-book items are not in use (usePriceBookItems of /v1/settings/sales is false): leave its ${field} as it is, or remove it and add a line by hand.`;
  throw new DomainError('price-book-items-not-used', detail, { lineId, field });
}

const priced = ['quantity', 'unit', 'unitPrice', 'discount', 'per'] as const;
