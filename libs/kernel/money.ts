import Type from 'typebox';
import { minorUnitsOf } from './currencies.js';
import { DecimalText, Exact } from './decimal.js';

/** An amount of one currency as exact decimal text: `{amount: "1234.50", currency: "EUR"}`. */
export const Money = Type.Object({ amount: DecimalText, currency: Type.String({ pattern: '^[A-Z]{3}$' }) });
export type Money = { readonly amount: string; readonly currency: string };

/** Rounds half-even to the currency's minor units: `money("2.345", "USD")` is 2.34 USD, `money("2.5", "JPY")` 2 JPY. */
export function money(amount: string | Exact, currency: string): Money {
  const digits = minorUnitsOf(currency);
  const rounded = new Exact(amount).toDecimalPlaces(digits, Exact.ROUND_HALF_EVEN);
  return { amount: (rounded.isZero() ? new Exact(0) : rounded).toFixed(digits), currency };
}

export const zero = (currency: string): Money => money('0', currency);

/** Adds amounts of one currency. Throws a RangeError when the currencies differ: there is no mixed sum. */
export function sum(currency: string, amounts: readonly Money[]): Money {
  const total = amounts.reduce((soFar, item) => soFar.plus(exactIn(currency, item)), new Exact(0));
  return money(total, currency);
}

export const negated = ({ amount, currency }: Money): Money => money(new Exact(amount).negated(), currency);

export const isZero = ({ amount }: Money): boolean => new Exact(amount).isZero();

export const isNegative = ({ amount }: Money): boolean => new Exact(amount).isNegative() && !new Exact(amount).isZero();

export const sameMoney = (a: Money | undefined, b: Money | undefined): boolean =>
  a?.currency === b?.currency && (a === undefined || b === undefined || new Exact(a.amount).equals(b.amount));

/** Whether the amount has no more decimals than its currency: 1.5 JPY has. */
export const fitsCurrency = ({ amount, currency }: Money): boolean =>
  new Exact(amount).decimalPlaces() <= minorUnitsOf(currency);

/** The difference per currency, sorted by it: one entry for an ordinary change, two where the currency changed, none for no change. */
export function changeOf(before: Money | undefined, after: Money | undefined): readonly Money[] {
  const parts = [...(before ? [negated(before)] : []), ...(after ? [after] : [])];
  return totals(parts).filter((part) => !isZero(part));
}

/** One total per currency, sorted by it (decision 11: never a bare mixed sum). */
export function totals(amounts: readonly Money[]): readonly Money[] {
  const currencies = [...new Set(amounts.map(({ currency }) => currency))].sort();
  return currencies.map((currency) =>
    sum(
      currency,
      amounts.filter((item) => item.currency === currency),
    ),
  );
}

/** The amount as a whole number of minor units, for sums in read models: 12.34 USD is 1234. */
export const minorOf = ({ amount, currency }: Money): number =>
  new Exact(amount).times(new Exact(10).pow(minorUnitsOf(currency))).toNumber();

/** The amount that so many minor units are, given as text or number because sums can be larger than a number holds. */
export const fromMinor = (minor: string | number, currency: string): Money =>
  money(new Exact(minor).div(new Exact(10).pow(minorUnitsOf(currency))), currency);

function exactIn(currency: string, item: Money): Exact {
  if (item.currency !== currency) throw new RangeError(`${item.currency} cannot be added to ${currency}.`);
  return new Exact(item.amount);
}
