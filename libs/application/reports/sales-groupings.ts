import { dateIn } from '../../kernel/dates.js';
import { readable } from '../../kernel/personal.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { accountName } from '../../../projections/accounts/account-name.js';
import { priceBooks } from '../../../projections/catalogue/price-books.read-model.js';
import { products } from '../../../projections/catalogue/products.read-model.js';
import { pipelines } from '../../../projections/organisation/pipelines.read-model.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { assignmentOn, users, type UserRow } from '../../../projections/organisation/users.read-model.js';
import { rowsAt, settingsAt } from '../records/rows-at.js';
import { none, type Grouping, type Open, type Source } from './grouping.js';
import { monthOf, quarterOf, yearOf } from './periods.js';
import { byPeriod } from './sales-periods.js';

export const groupBys = [
  'year',
  'quarter',
  'month',
  'owner',
  'manager',
  'office',
  'product',
  'priceBook',
  'account',
  'industry',
  'project',
  'pipeline',
] as const;
export type GroupBy = (typeof groupBys)[number];

export async function groupingFor(groupBy: GroupBy, source: Source): Promise<Grouping> {
  const { store, at, viewer, open } = source;
  switch (groupBy) {
    case 'year':
      return byPeriod(yearOf);
    case 'quarter':
      return byPeriod(quarterOf);
    case 'month':
      return byPeriod(monthOf);
    case 'owner':
      return byId('ownerId', source, users, async (row) => readable((await open(row)).name));
    case 'account':
      return byId('accountId', source, accounts, async (row) => accountName(await open(row)));
    case 'project':
      return byId('projectId', source, projects, nameOf);
    case 'pipeline':
      return byId('pipelineId', source, pipelines, nameOf);
    case 'product':
      return { ...byId('productId', source, products, nameOf), grains: ['product'], lostUnder: 'productIds' };
    case 'priceBook':
      return { ...byId('priceBookId', source, priceBooks, nameOf), grains: ['priceBook'], lostUnder: 'priceBookIds' };
    case 'industry':
      return byIndustry(source);
    case 'manager':
      return byManager(await settingsAt(store, users, at, viewer), open);
    case 'office':
      return byOffice(await settingsAt(store, users, at, viewer));
  }
}

const nameOf = ({ name }: { readonly name: string }): Promise<string> => Promise.resolve(name);

function byId<R extends Row>(
  field: string,
  { store, at, viewer }: Source,
  model: ReadModel<R>,
  labelOf: (row: R) => Promise<string>,
): Grouping {
  return {
    grains: ['sale'],
    fields: [field],
    keyOf: ([id]) => id ?? none,
    labelsOf: async (keys) => {
      const ids = keys.filter((key) => key !== none);
      const rows = await rowsAt(store, model, ids, at, viewer);
      return new Map(await Promise.all([...rows].map(async ([id, row]) => [id, await labelOf(row)] as const)));
    },
  };
}

/** ADR 44: the industry of the account as its name is: as of the question, and not on the date of the sale. */
function byIndustry({ store, at, viewer }: Source): Grouping {
  const industries = new Map<string, string | null>();
  return {
    grains: ['sale'],
    fields: ['accountId'],
    prepare: async (groups) => {
      const ids = groups.flatMap(([id]) => id ?? []);
      const rows = await rowsAt(store, accounts, [...new Set(ids)], at, viewer);
      for (const [id, { industry }] of rows) industries.set(id, industry);
    },
    keyOf: ([id]) => industries.get(id ?? '') ?? none,
    labelsOf: () => Promise.resolve(new Map()),
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
