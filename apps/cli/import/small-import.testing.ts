import { folderWith, runImportCommand, type FakeApi } from './import.testing.js';

/** A recipe with every kind of step, for the files below. */
export const recipe = {
  name: 'small',
  dates: 'D.M.YYYY',
  constants: { start: '2016-01-01' },
  aliases: { owners: { Ana: 'Anna' } },
  files: {
    owners: { file: 'owners.csv', columns: ['owner', 'chief'] },
    accounts: { file: 'accounts.csv', columns: ['account', 'parent', 'size'] },
    deals: { file: 'deals.csv', columns: ['id', 'owner', 'account', 'state', 'on', 'value'] },
  },
  steps: [
    {
      step: 'pipeline',
      requests: [
        {
          path: '/v1/pipelines',
          body: { name: 'Sales', stages: [{ name: 'Open' }, { name: 'Late' }] },
          as: 'pipeline',
        },
      ],
      remember: [{ table: 'stages', each: 'pipeline.record.stages', name: '{each.name}', value: '{each.stageId}' }],
    },
    {
      step: 'chiefs',
      rows: 'owners',
      distinct: '{chief}',
      key: '{chief}',
      requests: [{ path: '/v1/users', body: { name: '{chief}' }, as: 'made' }],
      remember: [{ table: 'users', name: '{chief}', value: '{made.id}' }],
    },
    {
      step: 'owners',
      rows: 'owners',
      key: '{owner}',
      values: { managerId: { of: '{chief}', in: 'users' } },
      requests: [{ path: '/v1/users', body: { name: '{owner}', managerId: '{managerId}' }, as: 'made' }],
      remember: [{ table: 'users', name: '{owner}', value: '{made.id}' }],
    },
    {
      step: 'accounts',
      rows: 'accounts',
      parent: '{parent}',
      key: '{account}',
      values: { parentId: { of: '{parent}', in: 'accounts' }, size: { of: '{size}', as: 'integer' } },
      requests: [
        { path: '/v1/accounts', body: { name: '{account}', employees: '{size}', parentId: '{parentId}' }, as: 'made' },
      ],
      remember: [{ table: 'accounts', name: '{account}', value: '{made.id}' }],
    },
    {
      step: 'deals',
      rows: 'deals',
      where: { state: ['open', 'won'] },
      key: '{id}',
      values: {
        ownerId: { of: '{owner}', aliases: 'owners', in: 'users' },
        accountId: { of: '{account}', in: 'accounts' },
        stageId: { of: 'Late', in: 'stages' },
        on: { of: '{on}', as: 'date', else: '{start}' },
        value: { of: '{value}', as: 'number' },
      },
      requests: [
        {
          path: '/v1/opportunities',
          body: {
            ownerId: '{ownerId}',
            accountId: '{accountId}',
            stageId: '{stageId}',
            occurredAt: '{on}',
            references: [{ id: '{id}' }],
          },
          as: 'deal',
        },
        {
          when: { state: 'won' },
          needs: ['value'],
          path: '/v1/opportunities/{deal.id}/sell',
          body: { amount: '{value}' },
        },
      ],
    },
  ],
};
export const csv = {
  'owners.csv': ['owner,chief', 'Anna,Cara', 'Boris,Cara', 'Cecily,Dustin'],
  // Bottom up: Leaf's parent comes after it, and that one's after both.
  'accounts.csv': ['account,parent,size', 'Leaf,Branch,3', 'Branch,Root,20', 'Root,,100'],
  'deals.csv': [
    'id,owner,account,state,on,value',
    'd1,Anna,Root,won,1.3.2017,1054',
    'd2,Ana,,open,,',
    'd3,Boris,Leaf,dropped,2.3.2017,7',
    'd4,Boris,Leaf,won,2.3.2017,12.50',
  ],
};
export const recipeFolder = folderWith({ 'recipe.json': JSON.stringify(recipe) });
export const csvFolder = folderWith(csv);

/** Imports the small folder, or another one, with the small recipe. */
export const importing = (api: FakeApi, folder = csvFolder, ...more: string[]) =>
  runImportCommand([recipeFolder, '--from', folder, ...more], api);

/** The small folder with other deals. */
export const withDeals = (...lines: string[]) =>
  folderWith({ ...csv, 'deals.csv': ['id,owner,account,state,on,value', ...lines] });
