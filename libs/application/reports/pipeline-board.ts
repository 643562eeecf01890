import type { Filter } from '../../read-store/filter.js';
import type { Snapshot } from '../../read-store/read-store.js';
import { accountName } from '../../../projections/accounts/account-name.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { users } from '../../../projections/organisation/users.read-model.js';
import { allOf, projectFilter } from '../records/project-scope.js';
import { toResource } from '../register/resource.js';
import { rowsAt } from '../records/rows-at.js';
import { pipelineReport, type PipelineQuery } from './pipeline-report.js';

const cardsInColumn = 50;

/** FLT-05: one answer for the whole board; the names beside the ids are those of the same instant. */
export async function pipelineBoard(store: Snapshot, query: PipelineQuery, open: <T>(value: T) => Promise<T>) {
  const { stages, ...instants } = await pipelineReport(store, query);
  const scope = await projectFilter(store, query.project, query.at, query.viewer);
  const columns = await Promise.all(
    stages.map(async (stage) => {
      const ofStage = { pipelineId: { eq: stage.pipeline }, stageId: { eq: stage.stageId } };
      return { ...stage, ...(await cardsOf(allOf(ofStage, scope), store, query, open)) };
    }),
  );
  return { ...instants, columns };
}

async function cardsOf(
  filter: Filter | undefined,
  store: Snapshot,
  { viewer, at }: PipelineQuery,
  open: <T>(value: T) => Promise<T>,
) {
  const { items, next } = await store.list(opportunities, {
    viewer,
    filter,
    sort: [{ field: 'amountMinor', descending: true }],
    limit: cardsInColumn,
    at,
  });
  const accountIds = items.flatMap(({ accountId }) => accountId ?? []);
  const ownerIds = items.flatMap(({ ownerId }) => ownerId ?? []);
  const accountRows = await rowsAt(store, accounts, accountIds, at, viewer);
  const userRows = await rowsAt(store, users, ownerIds, at, viewer);
  const cards = items.map((row) => ({
    ...row,
    account: (row.accountId !== null && accountRows.get(row.accountId)) || null,
    owner: (row.ownerId !== null && userRows.get(row.ownerId)?.name) || null,
  }));
  const opened = await open(cards);
  return {
    cards: opened.map(({ account, ...card }) => ({ ...toResource(card), account: account && accountName(account) })),
    more: next !== null,
  };
}
