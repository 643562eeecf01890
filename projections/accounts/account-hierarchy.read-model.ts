import Type from 'typebox';
import type { AccountHierarchyEvent } from '../../libs/accounts/account-hierarchy/account-hierarchy.events.js';
import { idSchema, type AccountId } from '../../libs/kernel/ids.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

/** ACC-19, ACC-20: which account stands under which; a row for each account that was ever placed. */
export const accountHierarchyRows = readModel<AccountHierarchyEvent>()({
  name: 'accountHierarchy',
  version: 1,
  row: Type.Object({ _id: key, parentId: Nullable(idSchema<AccountId>()) }),
  fields: { parentId: 'text' },
  indexes: [['parentId']],
  keepsHistory: true,
  on: {
    AccountMoved: {
      keys: ({ data }) => [data.accountId],
      change: (_row, { data }) => ({ _id: data.accountId, parentId: data.to }),
    },
  },
});
