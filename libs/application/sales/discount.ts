import { DomainError } from '../../kernel/domain-error.js';
import type { Discount } from '../../kernel/lines.js';

/** A discount as it is given: either a percentage or an amount. */
export interface GivenDiscount {
  readonly percent?: string | undefined;
  readonly amount?: string | undefined;
}

/** @throws DomainError `invalid-request` for both or neither */
export function discountFrom({ percent, amount }: GivenDiscount): Discount {
  if (percent !== undefined && amount === undefined) return { percent };
  if (amount !== undefined && percent === undefined) return { amount };
  throw new DomainError('invalid-request', 'A discount has either a percent or an amount.');
}
