import type { Position } from '../../event-log/event-log.js';

/** How far one who reads the log is, as operators watch it. */
export interface ReaderFigures {
  /** `projections`, or the name of the process. */
  readonly reader: string;
  /** How long the oldest event that it has not taken has been in the log; left out while the log cannot tell. */
  readonly lagSeconds?: number;
  /** How many events it has still to take; left out where the log cannot tell without counting them. */
  readonly lagEvents?: number;
  /** Those that wait for an operator. */
  readonly parkedEvents?: number;
}

/** What is looked up when somebody asks. What cannot be told at the moment is left out. */
export interface Figures {
  readonly ready: boolean;
  readonly build: { readonly version: string; readonly commit?: string | undefined };
  readonly log: { readonly format: string; readonly head?: Position };
  readonly readers: readonly ReaderFigures[];
  /** Who reads the contract feed live, and how many of its events the last of them has still to take. */
  readonly feed: { readonly subscribers: number; readonly lagEvents?: number };
  /** Who is in charge of what; without a holder: nobody. Of one process none is told. */
  readonly leases: readonly { readonly lease: string; readonly holder?: string }[];
}
