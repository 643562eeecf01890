import { dateIn, type DateOnly } from '../../kernel/dates.js';
import { readable } from '../../kernel/personal.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import type { AsOf, Snapshot, Viewer } from '../../read-store/read-store.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { accountName } from '../../../projections/accounts/account-name.js';
import type { BookingRow } from '../../../projections/sales-bookings/booking-row.js';
import { products } from '../../../projections/catalogue/products.read-model.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { assignmentOn, users, type UserRow } from '../../../projections/organisation/users.read-model.js';
import { rowsAt, settingsAt } from '../records/rows-at.js';
import { monthOf, quarterOf, type Period } from './periods.js';

export const groupBys = ['quarter', 'month', 'owner', 'manager', 'office', 'product', 'account', 'project'] as const;
export type GroupBy = (typeof groupBys)[number];

/** The key where rows have none. */
export const none = '(none)';

/** How bookings come together: the fields to group by in the store, and what key and label their values get. */
export interface Grouping {
  readonly grains: readonly BookingRow['grain'][];
  readonly fields: readonly string[];
  readonly keyOf: (values: readonly (string | null)[]) => string;
  readonly labelsOf: (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Period rows carry their own dates. */
  readonly datesOf?: (key: string) => { readonly from: DateOnly; readonly to: DateOnly } | undefined;
}

type Open = <T>(value: T) => Promise<T>;

/** Where names come from, as of when, and who may see them. */
interface Source {
  readonly store: Snapshot;
  readonly at: AsOf;
  readonly viewer: Viewer;
  /** Opens personal data. */
  readonly open: Open;
}

export async function groupingFor(groupBy: GroupBy, source: Source): Promise<Grouping> {
  const { store, at, viewer, open } = source;
  switch (groupBy) {
    case 'quarter':
      return byPeriod(quarterOf);
    case 'month':
      return byPeriod(monthOf);
    case 'owner':
      return byId('sale', 'ownerId', source, users, async (row) => readable((await open(row)).name));
    case 'account':
      return byId('sale', 'accountId', source, accounts, async (row) => accountName(await open(row)));
    case 'project':
      return byId('sale', 'projectId', source, projects, (row) => Promise.resolve(row.name));
    case 'product':
      return byId('product', 'productId', source, products, (row) => Promise.resolve(row.name));
    case 'manager':
      return byManager(await settingsAt(store, users, at, viewer), open);
    case 'office':
      return byOffice(await settingsAt(store, users, at, viewer));
  }
}

function byPeriod(periodOf: (date: DateOnly) => Period): Grouping {
  const periods = new Map<string, Period>();
  return {
    grains: ['sale'],
    fields: ['bookedOn'],
    keyOf: ([date]) => {
      const period = periodOf(dateIn(date ?? ''));
      periods.set(period.key, period);
      return period.key;
    },
    labelsOf: () => Promise.resolve(new Map()),
    datesOf: (key) => {
      const period = periods.get(key);
      return period && { from: period.from, to: period.to };
    },
  };
}

function byId<R extends Row>(
  grain: BookingRow['grain'],
  field: string,
  { store, at, viewer }: Source,
  model: ReadModel<R>,
  nameOf: (row: R) => Promise<string>,
): Grouping {
  return {
    grains: [grain],
    fields: [field],
    keyOf: ([id]) => id ?? none,
    labelsOf: async (keys) => {
      const rows = await rowsAt(
        store,
        model,
        keys.filter((key) => key !== none),
        at,
        viewer,
      );
      return new Map(await Promise.all([...rows].map(async ([id, row]) => [id, await nameOf(row)] as const)));
    },
  };
}

/** Decision 15: manager and office are those on the date of the sale, also of one that is undone later. */
function byManager(rows: readonly UserRow[], open: Open): Grouping {
  const byUser = new Map(rows.map((row) => [row._id, row]));
  return {
    grains: ['sale', 'move'],
    fields: ['ownerId', 'attributedOn'],
    keyOf: ([owner, date]) => assignmentOn(byUser.get(owner ?? ''), dateIn(date ?? ''))?.managerId ?? none,
    labelsOf: async (keys) => {
      const managers = keys.flatMap((key) => byUser.get(key) ?? []);
      return new Map(
        await Promise.all(managers.map(async (row) => [row._id, readable((await open(row)).name)] as const)),
      );
    },
  };
}

function byOffice(rows: readonly UserRow[]): Grouping {
  const byUser = new Map(rows.map((row) => [row._id, row]));
  return {
    grains: ['sale', 'move'],
    fields: ['ownerId', 'attributedOn'],
    keyOf: ([owner, date]) => assignmentOn(byUser.get(owner ?? ''), dateIn(date ?? ''))?.office ?? none,
    labelsOf: () => Promise.resolve(new Map()),
  };
}
