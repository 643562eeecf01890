import type { RecordedOf } from '../../libs/kernel/events.js';
import { totals } from '../../libs/kernel/money.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import type { BookedSale, SalePart } from './booking-row.js';

type Sold = RecordedOf<Extract<OpportunityEvent, { type: 'OpportunitySold' }>>['data'];
type Told = Pick<
  Sold,
  'soldOn' | 'revenue' | 'credits' | 'account' | 'projectId' | 'partnerId' | 'pipelineId' | 'lines'
>;

/** What a sale stands for, and whose and where it is. */
export const bookedSale = (sale: Told): BookedSale => ({
  soldOn: sale.soldOn,
  revenue: sale.revenue,
  ownerId: sale.credits[0]?.userId ?? null,
  accountId: sale.account.id,
  projectId: sale.projectId,
  partnerId: sale.partnerId ?? null,
  pipelineId: sale.pipelineId,
  parts: partsOf(sale),
});

/** Whether both are booked in the same place: then only the difference is. */
export const sameAttribution = (one: BookedSale, other: BookedSale): boolean =>
  one.ownerId === other.ownerId &&
  one.accountId === other.accountId &&
  one.projectId === other.projectId &&
  one.partnerId === other.partnerId &&
  one.pipelineId === other.pipelineId;

/** By product and price book; a sale without lines, of the opportunity's own amount, is one of neither. */
function partsOf({ lines, revenue }: Pick<Told, 'lines' | 'revenue'>): SalePart[] {
  const sold = lines.filter(({ action }) => action !== 'cancel');
  if (sold.length === 0) return [{ productId: null, priceBookId: null, amount: revenue }];
  const parts = new Map<string, Omit<SalePart, 'amount'> & { readonly amounts: SalePart['amount'][] }>();
  for (const { product, priceBookId = null, total } of sold) {
    const productId = product?.id ?? null;
    const key = JSON.stringify([productId, priceBookId]);
    const part = parts.get(key) ?? { productId, priceBookId, amounts: [] };
    part.amounts.push(total);
    parts.set(key, part);
  }
  return [...parts.values()].flatMap(({ amounts, ...part }) => totals(amounts).map((amount) => ({ ...part, amount })));
}
