import Type, { type Static } from 'typebox';
import { accountProfile, type AccountEvent } from '../../libs/accounts/account/account.events.js';
import { References } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key } from '../row-schemas.js';

const AccountRow = Type.Object({ _id: key, ...accountProfile.row, references: References });
export type AccountRow = Static<typeof AccountRow>;

/** ACC-28: accounts as lists show them. Where an account stands in the tree is `accountHierarchy`, a stream of its own. */
export const accounts = readModel<AccountEvent>()({
  name: 'accounts',
  version: 3,
  row: AccountRow,
  fields: {
    accountType: 'text',
    name: 'text',
    city: 'text',
    country: 'text',
    industry: 'text',
    employees: 'integer',
    foundedIn: 'integer',
    ownerId: 'text',
    projectId: 'text',
    partnerId: 'text',
    references: 'references',
  },
  search: ['name', 'city'],
  indexes: [['name'], ['ownerId'], ['projectId'], ['partnerId']],
  keepsHistory: true,
  on: {
    AccountCreated: (_row, { data }) => ({
      _id: data.accountId,
      ...accountProfile.newRow(data),
      references: data.references,
    }),
    AccountEdited: (row, { data }) => accountProfile.editedRow(row, data),
    AccountOwnerChanged: (row, { data }) => ({ ...row, ownerId: data.to }),
    AccountReferenced: referenced,
    AccountUnreferenced: unreferenced,
  },
});
