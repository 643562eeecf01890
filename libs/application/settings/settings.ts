import type { Calendar } from '../../kernel/calendar.js';

/** What an operator sets for a runtime. */
export interface Settings {
  /** The organisation's zone, in which business dates begin and end. */
  readonly calendar: Calendar;
  /** Used instead of a key made at the first start. */
  readonly adminApiKey?: string | undefined;
  /** Of the sources that this was built from, where it is known. */
  readonly commit?: string | undefined;
  /** What this process does with the log; everything without it. Others may do the rest. */
  readonly follows?: { readonly projections?: boolean; readonly processes?: boolean } | undefined;
  /** Is told the administrator's key, once, when it is made. */
  announceKey?(key: string): void;
}

/** Whether this process keeps the read models up with the log. */
export const doesProject = ({ follows }: Settings): boolean => follows === undefined || follows.projections === true;

/** Whether this process reacts to what is in the log. */
export const doesProcess = ({ follows }: Settings): boolean => follows === undefined || follows.processes === true;

/** Under which it is provided: `@Inject(SETTINGS)`. */
export const SETTINGS = Symbol('Settings');
