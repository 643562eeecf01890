import type { DateOnly } from '../../kernel/dates.js';
import { readable } from '../../kernel/personal.js';
import type { SellOpportunity } from './opportunity.commands.js';
import type { Overridden } from './opportunity.events.js';
import { reject, type Quote } from './opportunity.state.js';

type Dated = SellOpportunity & { readonly soldOn: DateOnly };

/** ADR 41: a quote is sold until it is due, and with active products, unless the sale says that it may be all the same. Undefined: nothing stood against it. */
export function overridden(command: Dated, quote: Quote | undefined): Overridden | undefined {
  if (quote === undefined) return undefined;
  const quoteDueOn = expiry(command, quote);
  const inactiveProducts = inactive(command, quote);
  if (quoteDueOn === undefined && inactiveProducts.length === 0) return undefined;
  return { ...(quoteDueOn && { quoteDueOn }), ...(inactiveProducts.length > 0 && { inactiveProducts }) };
}

function expiry({ soldOn, override }: Dated, { quoteId, name, dueOn }: Quote) {
  if (dueOn === undefined || dueOn >= soldOn) return undefined;
  if (override?.expiredQuote === true) return dueOn;
  return reject(
    'quote-expired',
    `The quote "${readable(name)}" was due on ${dueOn}, before the sale on ${soldOn}. Give it a later dueOn, activate another, or sell with override: {"expiredQuote": true}.`,
    { quoteId, dueOn, soldOn },
  );
}

function inactive({ soldOn, override, inactiveProducts = [] }: Dated, { quoteId, lines }: Quote) {
  const offered = new Map(lines.flatMap(({ product }) => (product ? [[product.id, product.code] as const] : [])));
  const found = [...offered.keys()].filter((id) => inactiveProducts.includes(id));
  if (found.length === 0 || override?.inactiveProducts === true) return found;
  const codes = found.map((id) => offered.get(id)).join(', ');
  return reject(
    'product-inactive',
    `Not active on ${soldOn}: ${codes}. Make them active, take them off the quote, or sell with override: {"inactiveProducts": true}.`,
    { quoteId, productIds: found, soldOn },
  );
}
