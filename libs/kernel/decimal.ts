import { Decimal } from 'decimal.js';
import Type from 'typebox';

/** Exact decimal numbers: enough digits for any sum of amounts, never in exponent form. */
export const Exact = Decimal.clone({ precision: 60, toExpNeg: -60, toExpPos: 60, rounding: Decimal.ROUND_HALF_EVEN });
export type Exact = Decimal;

export const decimalPattern = '^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,12})?$';

/** A number as decimal text, `"12.50"`: quantities, percentages, probabilities, unit prices. */
export const DecimalText = Type.String({ pattern: decimalPattern });

const shape = new RegExp(decimalPattern);
export const isDecimalText = (text: string): boolean => shape.test(text);

/** Decimal text without a needless point or zeros: `"2.50"` → `"2.5"`, so that equal numbers are equal text. */
export const plainDecimal = (text: string): string => new Exact(text).toFixed();
