import { isCurrency } from './currencies.js';
import { addDays, addMonths, businessDates, type DateOnly } from './dates.js';
import { Exact, isDecimalText } from './decimal.js';
import { refusals, rejecting } from './domain-error.js';
import type { ContractKind, Discount, Per, Term } from './lines.js';
import { fitsCurrency, fromMinor, isNegative, money, type Money } from './money.js';

/** What is wrong with an amount, or with a line whose total cannot be computed. */
export const pricingRefusals = refusals({
  'currency-unknown': 'invalid',
  'amount-not-in-minor-units': 'invalid',
  'amount-negative': 'invalid',
  'amount-too-large': 'invalid',
  'not-a-decimal': 'invalid',
  'quantity-not-positive': 'invalid',
  'price-negative': 'invalid',
  'discount-negative': 'invalid',
  'discount-too-large': 'invalid',
  'term-required': 'invalid',
  'term-too-long': 'invalid',
});

const reject = rejecting(pricingRefusals);

/** What the total of a line follows from. */
export interface Priced {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly currency: string;
  readonly discount?: Discount | undefined;
  readonly per: Per;
  readonly term?: Term | undefined;
}

const months = { month: 1, quarter: 3, year: 12 } as const;
const longestTerm = 1200;
const most = new Exact('1e15');

/** quantity × unitPrice × periods − discount, net of tax, rounded once half-even to minor units. @throws DomainError one of pricingRefusals */
export function lineTotal(line: Priced): Money {
  const currency = knownCurrency(line.currency);
  const quantity = exact(line.quantity);
  if (!quantity.greaterThan(0))
    reject('quantity-not-positive', `The quantity is ${line.quantity}. It must be above 0.`);
  const unitPrice = exact(line.unitPrice);
  if (unitPrice.lessThan(0)) reject('price-negative', `The unit price is ${line.unitPrice}. It must be 0 or more.`);
  const { count, of } = periods(line);
  // Divided last, so that only a price per period of another length than the term's can leave the exact.
  const gross = quantity.times(unitPrice).times(count).div(of);
  return withinLimit(gross.minus(discountOn(gross, line.discount, currency)), currency);
}

/** A time-based line, and one with a price per period, needs a term. @throws DomainError 'term-required' */
export function needTerm(line: {
  readonly kind: ContractKind;
  readonly per: Per;
  readonly term?: Term | undefined;
}): void {
  if (line.term === undefined && (line.kind === 'timeBased' || line.per !== 'once')) {
    reject('term-required', 'A line that is time-based, or priced per period, needs a term: say how long it runs.');
  }
}

/**
 * ADR 33: the last day, inclusive, of a term that starts on this date: the day before the corresponding one, and the month's last day
 * where the month has none (31 January + 1 month → 28 February). @throws DomainError 'term-too-long'
 */
export function endOfTerm(startsOn: DateOnly, term: Term): DateOnly {
  const corresponding = addMonths(startsOn, monthsOf(term));
  const end = corresponding.endsWith(startsOn.slice(-2)) ? addDays(corresponding, -1) : corresponding;
  const { last } = businessDates;
  if (end.length > last.length || end > last)
    reject('term-too-long', `A term from ${startsOn} of ${said(term)} ends after ${last}.`);
  return end;
}

/** The amount as it is kept, with all decimals of its currency. @throws DomainError one of pricingRefusals */
export function acceptedAmount({ amount, currency }: Money): Money {
  exact(amount);
  const given = { amount, currency: knownCurrency(currency) };
  if (!fitsCurrency(given)) {
    reject(
      'amount-not-in-minor-units',
      `${amount} ${currency} has more decimals than ${currency} has. Round it first.`,
    );
  }
  if (isNegative(given)) reject('amount-negative', `The amount is ${amount} ${currency}. It must be 0 or more.`);
  return withinLimit(new Exact(amount), currency);
}

/** The sum, refused where it is too large to keep. @throws DomainError 'amount-too-large' */
export const totalOf = (currency: string, parts: readonly Money[]): Money =>
  withinLimit(
    parts.reduce((sum, { amount }) => sum.plus(amount), new Exact(0)),
    currency,
  );

/** The text of the number without needless zeros. @throws DomainError 'not-a-decimal' */
export const acceptedDecimal = (text: string): string => exact(text).toFixed();

/** The line with its numbers as plain text, so that equal lines are equal JSON. @throws DomainError 'not-a-decimal' */
export function withPlainNumbers<L extends Pick<Priced, 'quantity' | 'unitPrice' | 'discount'>>(line: L): L {
  const { discount } = line;
  return {
    ...line,
    quantity: acceptedDecimal(line.quantity),
    unitPrice: acceptedDecimal(line.unitPrice),
    ...(discount && { discount: plainDiscount(discount) }),
  };
}

/** @throws DomainError 'currency-unknown' */
export const knownCurrency = (currency: string): string =>
  isCurrency(currency)
    ? currency
    : reject('currency-unknown', `"${currency}" is not an ISO 4217 currency code. Use one like EUR or USD.`);

const plainDiscount = (discount: Discount): Discount =>
  'percent' in discount ? { percent: acceptedDecimal(discount.percent) } : { amount: acceptedDecimal(discount.amount) };

function discountOn(gross: Exact, discount: Discount | undefined, currency: string): Exact {
  if (discount === undefined) return new Exact(0);
  const byPercent = 'percent' in discount;
  const given = exact(byPercent ? discount.percent : discount.amount);
  if (given.lessThan(0)) reject('discount-negative', `The discount is ${given.toFixed()}. It must be 0 or more.`);
  if (given.greaterThan(byPercent ? 100 : gross)) {
    reject(
      'discount-too-large',
      `A discount of ${given.toFixed()}${byPercent ? ' %' : ''} is more than the line costs.`,
    );
  }
  return byPercent
    ? gross.times(given).div(100)
    : new Exact(acceptedAmount({ amount: discount.amount, currency }).amount);
}

function periods({ per, term }: Priced): { readonly count: number; readonly of: number } {
  const count = term === undefined ? 1 : monthsOf(term);
  if (per === 'once' || per === 'term') return { count: 1, of: 1 };
  if (term === undefined)
    return reject('term-required', `A price per ${per} needs a term: say how long the line runs.`);
  return { count, of: months[per] };
}

/** Whether both run equally long: twelve months and a year do. */
export const sameLength = (one: Term | undefined, other: Term | undefined): boolean =>
  one === undefined || other === undefined ? one === other : monthsOf(one) === monthsOf(other);

function monthsOf(term: Term): number {
  const length = term.count * months[term.unit];
  return length <= longestTerm
    ? length
    : reject('term-too-long', `The term is ${said(term)}. It can be at most 100 years.`);
}

function withinLimit(amount: Exact, currency: string): Money {
  const limit = new Exact(fromMinor(most.toFixed(), currency).amount);
  const kept = amount.abs().greaterThan(limit) ? undefined : money(amount, currency);
  if (kept !== undefined && isDecimalText(kept.amount)) return kept;
  return reject(
    'amount-too-large',
    `An amount of ${amount.toFixed()} ${currency} is more than can be kept (10^15 minor units).`,
  );
}

const exact = (text: string): Exact =>
  isDecimalText(text) ? new Exact(text) : reject('not-a-decimal', `"${text}" is not a decimal number like 12.50.`);

const said = ({ count, unit }: Term): string => `${String(count)} ${unit}s`;
