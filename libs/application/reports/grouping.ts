import type { DateOnly } from '../../kernel/dates.js';
import type { AsOf, Snapshot, Viewer } from '../../read-store/read-store.js';
import type { BookingRow } from '../../../projections/sales-bookings/booking-row.js';

/** The key where rows have none. */
export const none = '(none)';

/** What a group of bookings has in the fields that are grouped by. */
export type Values = readonly (string | null)[];

/** How bookings come together: the fields to group by in the store, and what key and label their values get. */
export interface Grouping {
  readonly grains: readonly BookingRow['grain'][];
  readonly fields: readonly string[];
  /** Where a loss may count several times: the field of `lostOffers` that says under what. Else it is a booking like the others. */
  readonly lostUnder?: 'productIds' | 'priceBookIds';
  /** Reads what `keyOf` has to know of these groups. */
  readonly prepare?: (groups: readonly Values[]) => Promise<void>;
  readonly keyOf: (values: Values) => string;
  /** The keys that have a row also where nothing was booked. */
  readonly keysBetween?: (groups: readonly Values[], between: Between) => readonly string[];
  readonly labelsOf: (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Period rows carry their own dates. */
  readonly datesOf?: (key: string) => { readonly from: DateOnly; readonly to: DateOnly } | undefined;
}

/** Inclusive business dates. */
export interface Between {
  readonly from?: DateOnly | undefined;
  readonly to?: DateOnly | undefined;
}

export type Open = <T>(value: T) => Promise<T>;

/** Where names come from, as of when, and who may see them. */
export interface Source {
  readonly store: Snapshot;
  readonly at: AsOf;
  readonly viewer: Viewer;
  /** Opens personal data. */
  readonly open: Open;
}
