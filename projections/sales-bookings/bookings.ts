import type { RecordedOf } from '../../libs/kernel/events.js';
import { derivedId } from '../../libs/kernel/ids.js';
import { isZero, minorOf, negated, totals, zero, type Money } from '../../libs/kernel/money.js';
import type { OpportunityEvent } from '../../libs/sales/opportunity/opportunity.events.js';
import type { BookingRow } from './booking-row.js';

type Event<Name extends OpportunityEvent['type']> = RecordedOf<Extract<OpportunityEvent, { type: Name }>>;
type Sold = Event<'OpportunitySold'>;
type Lost = Event<'OpportunityLost'>;
type Shared = Pick<BookingRow, 'opportunityId' | 'bookedOn' | 'ownerId' | 'accountId' | 'projectId' | 'pipelineId'>;
/** What a product, or null for none, stood for before and after. */
interface Part {
  readonly productId: string | null;
  readonly before: readonly Money[];
  readonly after: readonly Money[];
}
interface Value {
  readonly productId: string | null;
  readonly amount: Money;
}

/** What a sale books: itself when it is the first, else the difference; once as a sale and once by product. */
export function bookingsOfSale({ data }: Sold): readonly BookingRow[] {
  const shared: Shared = {
    opportunityId: data.opportunityId,
    bookedOn: data.soldOn,
    ownerId: data.credits[0]?.userId ?? null,
    accountId: data.account.id,
    projectId: data.projectId,
    pipelineId: data.pipelineId,
  };
  const key = `${data.opportunityId}:sale:${String(data.saleNumber)}`;
  const won = data.previousRevenue === undefined ? 1 : 0;
  const parts = partsOf(data);
  return [
    ...booked(key, 'sale', shared, null, won, data.change, data.revenue.currency),
    ...byProduct(key, shared, parts, data.revenue.currency),
  ];
}

/** What a loss books: itself, and the negative of a sale that stood. */
export function bookingsOfLoss({ data }: Lost): readonly BookingRow[] {
  const { reversed } = data;
  const loss: Shared = {
    opportunityId: data.opportunityId,
    bookedOn: data.lostOn,
    ownerId: data.ownerId ?? null,
    accountId: data.accountId ?? null,
    projectId: data.projectId,
    pipelineId: data.pipelineId,
  };
  const losses = lossKeys(data.opportunityId).map((_id, index) => ({
    ...row(_id, index === 0 ? 'sale' : 'product', loss, null, undefined),
    lostCount: 1,
  }));
  if (reversed === undefined) return losses;
  const shared: Shared = {
    ...loss,
    ownerId: reversed.credits[0]?.userId ?? null,
    accountId: reversed.account.id,
    projectId: reversed.projectId,
    pipelineId: reversed.pipelineId,
  };
  const key = `${data.opportunityId}:reversal:${String(reversed.saleNumber)}`;
  const { currency } = reversed.revenue;
  const parts = partsOf(reversed).map(({ productId, after }) => ({ productId, before: after, after: [] }));
  return [
    ...losses,
    ...booked(key, 'sale', shared, null, -1, reversed.change, currency),
    ...byProduct(key, shared, parts, currency),
  ];
}

/** The rows that say an opportunity is lost; a reopened one has none. */
export const lossKeys = (opportunityId: string): readonly string[] => [
  derivedId('booking', opportunityId, 'lost'),
  derivedId('booking', opportunityId, 'lost', 'product'),
];

/** By product; a sale without lines, of the opportunity's own amount, is one of no product. */
function partsOf({
  lines,
  revenue,
  previousRevenue,
}: Pick<Sold['data'], 'lines' | 'revenue' | 'previousRevenue'>): readonly Part[] {
  const before = lines.flatMap(({ product, previousTotal }) => valueOf(product, previousTotal));
  const after = lines.flatMap(({ product, action, total }) =>
    valueOf(product, action === 'cancel' ? undefined : total),
  );
  const parts = {
    before: before.length > 0 ? before : valueOf(undefined, previousRevenue),
    after: after.length > 0 ? after : valueOf(undefined, revenue),
  };
  const products = [...new Set([...parts.before, ...parts.after].map(({ productId }) => productId))];
  const ofProduct = (values: readonly Value[], productId: string | null): readonly Money[] =>
    values.flatMap((value) => (value.productId === productId ? [value.amount] : []));
  return products.map((productId) => ({
    productId,
    before: ofProduct(parts.before, productId),
    after: ofProduct(parts.after, productId),
  }));
}

const byProduct = (key: string, shared: Shared, parts: readonly Part[], currency: string): readonly BookingRow[] =>
  parts.flatMap(({ productId, before, after }) => {
    const change = totals([...before.map(negated), ...after]).filter((amount) => !isZero(amount));
    const won = Math.sign(after.length) - Math.sign(before.length);
    return booked(`${key}:${productId ?? ''}`, 'product', shared, productId, won, change, currency);
  });

/** One row per currency; the first carries the count. Nothing changed and nothing to count: no row. */
function booked(
  key: string,
  grain: BookingRow['grain'],
  shared: Shared,
  productId: string | null,
  wonCount: number,
  change: readonly Money[],
  currency: string,
): readonly BookingRow[] {
  const amounts = change.length > 0 ? change : wonCount === 0 ? [] : [zero(currency)];
  return amounts.map((amount, index) => ({
    ...row(derivedId('booking', key, amount.currency), grain, shared, productId, amount),
    wonCount: index === 0 ? wonCount : 0,
  }));
}

const row = (
  _id: string,
  grain: BookingRow['grain'],
  shared: Shared,
  productId: string | null,
  amount: Money | undefined,
): BookingRow => ({
  _id,
  grain,
  ...shared,
  wonCount: 0,
  lostCount: 0,
  amount: amount ?? null,
  amountMinor: amount ? minorOf(amount) : null,
  currency: amount?.currency ?? null,
  productId,
});

const valueOf = (product: { readonly id: string } | undefined, amount: Money | undefined): readonly Value[] =>
  amount ? [{ productId: product?.id ?? null, amount }] : [];
