import type { Calendar } from '../../kernel/calendar.js';
import type { Traces } from '../tracing/traces.js';

/** What an operator sets for a runtime. */
export interface Settings {
  /** The organisation's zone, in which business dates begin and end. */
  readonly calendar: Calendar;
  /** Under which the outside finds the API, without a slash at its end; `localUrl` without it. */
  readonly publicUrl?: string | undefined;
  /** The administrator's key from now on. */
  readonly adminApiKey?: string | undefined;
  /** Of the sources that this was built from, where it is known. */
  readonly commit?: string | undefined;
  /** Makes the administrator's key of the first start, where none is given; without it no key is issued: nobody would have it. */
  readonly firstKey?: FirstKey | undefined;
  /** Where spans go; without it there are none. */
  readonly traces?: Traces | undefined;
  /** What this process does with the log; everything without it. Others may do the rest. */
  readonly follows?: { readonly projections?: boolean; readonly processes?: boolean } | undefined;
}

/** The first key is kept before it is issued, so that it is never issued and lost. */
export interface FirstKey {
  /** The key to issue, where its owner will find it: the same one until it is issued. */
  kept(): string;
  /** It is issued. */
  announce(): void;
}

/** Where a start without any settings is found. */
export const localUrl = 'http://localhost:3000';

/** Whether this process keeps the read models up with the log. */
export const doesProject = ({ follows }: Settings): boolean => follows === undefined || follows.projections === true;

/** Whether this process reacts to what is in the log. */
export const doesProcess = ({ follows }: Settings): boolean => follows === undefined || follows.processes === true;

/** Under which it is provided: `@Inject(SETTINGS)`. */
export const SETTINGS = Symbol('Settings');
