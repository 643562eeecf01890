import type { Figures } from './figure.js';

/** What a row came to. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly against: string;
  /** Undefined where the size of the log does not matter. */
  readonly events: number | undefined;
  readonly figures: Figures;
  readonly seconds: number;
  readonly error?: string;
}

/** What the process of a row tells. */
export type Told = { readonly figures: Figures } | { readonly error: string };
