import Type, { type Static } from 'typebox';
import type { AccountHierarchyEvent } from '../../libs/accounts/account-hierarchy/account-hierarchy.events.js';
import { withValue } from '../../libs/kernel/dated.js';
import { Instant } from '../../libs/kernel/dates.js';
import { idSchema, type AccountId } from '../../libs/kernel/ids.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

const AccountHierarchyRow = Type.Object({
  _id: key,
  /** By their own dates, the earliest first. */
  parents: Type.Array(Type.Object({ from: Nullable(Instant), value: Nullable(idSchema<AccountId>()) })),
  /** Under whom it was, is or will be: where to look for what is below an account at some time. */
  everUnder: Type.Array(idSchema<AccountId>()),
});
export type AccountHierarchyRow = Static<typeof AccountHierarchyRow>;

/** ACC-19, ACC-20: which account stands under which since when; a row for each account that was ever placed. The parents of a time are those of the row as it is known, whenever they were entered. */
export const accountHierarchyRows = readModel<AccountHierarchyEvent>()({
  name: 'accountHierarchy',
  version: 2,
  row: AccountHierarchyRow,
  fields: { everUnder: 'texts' },
  indexes: [],
  keepsHistory: true,
  on: {
    AccountMoved: {
      keys: ({ data }) => [data.accountId],
      change: (row, { data, metadata }) => {
        const parents = [...withValue(row?.parents ?? [], data.since ?? metadata.occurredAt, data.to)];
        const everUnder = [...new Set(parents.flatMap(({ value }) => value ?? []))].sort();
        return { _id: data.accountId, parents, everUnder };
      },
    },
  },
});
