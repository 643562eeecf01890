import { Exact } from '../../kernel/decimal.js';
import { isZero } from '../../kernel/money.js';
import { knownCurrency } from '../../kernel/pricing.js';
import type { Sort } from '../../read-store/read-store.js';
import { sortFrom } from '../records/sort.js';
import { refuseReport } from './report-refusals.js';
import type { SalesRow } from './report-answers.js';

export const salesSorts = ['key', 'amount', 'won', 'lost'] as const;

export interface Sorting {
  /** `-amount,key`: fields with commas between, `-` before one that descends; ties by key, and by key alone without one. */
  readonly sort?: string | undefined;
  /** The amounts to sort by, where rows have several. */
  readonly currency?: string | undefined;
}

type Order = (a: SalesRow, b: SalesRow) => number;

/**
 * How rows are sorted. Amounts are of one currency; a row without any counts as zero.
 * @throws DomainError `currency-required`, `currency-without-amount` or `currency-unknown` @throws QueryRefused
 */
export function orderOfRows(rows: readonly SalesRow[], { sort: text, currency }: Sorting): Order {
  const sort = sortFrom(salesSorts, text);
  const isByAmount = sort.some(({ field }) => field === 'amount');
  if (currency !== undefined && !isByAmount) {
    refuseReport('currency-without-amount', `currency=${currency} is for sort=amount. Sort by it, or leave it out.`);
  }
  const amountOf = isByAmount ? amountsIn(currencyOf(rows, currency)) : () => new Exact(0);
  const orders = sort.map((one) => directed(one, amountOf));
  return (a, b) => {
    for (const order of orders) {
      const found = order(a, b);
      if (found !== 0) return found;
    }
    return byKey(a, b);
  };
}

const byKey: Order = (a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1);

function directed({ field, descending }: Sort, amountOf: (row: SalesRow) => Exact): Order {
  const order = ascending(field, amountOf);
  return descending ? (a, b) => order(b, a) : order;
}

function ascending(field: string, amountOf: (row: SalesRow) => Exact): Order {
  switch (field) {
    case 'amount':
      return (a, b) => amountOf(a).comparedTo(amountOf(b));
    case 'won':
      return (a, b) => a.won.count - b.won.count;
    case 'lost':
      return (a, b) => a.lost.count - b.lost.count;
    default:
      return byKey;
  }
}

/** The one that is named, or the only one in which rows have something; undefined: none has anything. */
function currencyOf(rows: readonly SalesRow[], named: string | undefined): string | undefined {
  if (named !== undefined) return knownCurrency(named);
  const amounts = rows.flatMap(({ won }) => won.amounts).filter((amount) => !isZero(amount));
  const currencies = [...new Set(amounts.map(({ currency }) => currency))].sort();
  if (currencies.length < 2) return currencies[0];
  const known = currencies.join(', ');
  return refuseReport(
    'currency-required',
    `The rows have amounts in ${known}. Name one to sort by, such as currency=${String(currencies[0])}.`,
    { currencies },
  );
}

function amountsIn(currency: string | undefined): (row: SalesRow) => Exact {
  const known = new Map<SalesRow, Exact>();
  return (row) => {
    const found = known.get(row) ?? new Exact(row.won.amounts.find((one) => one.currency === currency)?.amount ?? 0);
    known.set(row, found);
    return found;
  };
}
