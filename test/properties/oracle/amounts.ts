import type { Money } from '../../../libs/kernel/money.js';

// Amounts in whole minor units, without the code that is tested.

const decimals: Readonly<Record<string, number>> = { EUR: 2, USD: 2, JPY: 0 };
const decimalsOf = (currency: string): number => {
  const found = decimals[currency];
  if (found === undefined) throw new RangeError(`The histories have no ${currency}.`);
  return found;
};

export function minor({ amount, currency }: Money): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const units = BigInt(whole + fraction.padEnd(decimalsOf(currency), '0'));
  return sign === '-' ? -units : units;
}

export function fromUnits(units: bigint, currency: string): Money {
  const digits = decimalsOf(currency);
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return { amount: `${units < 0n ? '-' : ''}${whole}`, currency };
}

/** Sums by currency, without those that are zero. */
export class Sums {
  private readonly units = new Map<string, bigint>();

  add(amounts: readonly Money[], sign: 1n | -1n = 1n): this {
    for (const amount of amounts) {
      this.units.set(amount.currency, (this.units.get(amount.currency) ?? 0n) + sign * minor(amount));
    }
    return this;
  }

  amounts(): readonly Money[] {
    return this.all().filter(({ amount }) => /[1-9]/.test(amount));
  }

  /** Also the currencies in which the sum is zero. */
  all(): readonly Money[] {
    return [...this.units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, units]) => fromUnits(units, currency));
  }
}

export const summed = (amounts: readonly Money[]): readonly Money[] => new Sums().add(amounts).amounts();
