import type { DateOnly } from '../../kernel/dates.js';
import type { Money } from '../../kernel/money.js';

export interface SalesFigures {
  readonly won: { readonly count: number; readonly amounts: readonly Money[] };
  readonly lost: { readonly count: number };
}

/** Period rows carry their own dates. */
export type SalesRow = {
  readonly key: string;
  readonly label: string;
  readonly from?: DateOnly;
  readonly to?: DateOnly;
} & SalesFigures;
