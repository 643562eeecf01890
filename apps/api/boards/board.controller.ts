import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { everything } from '../../../libs/read-store/read-store.js';
import { accountName } from '../../../projections/accounts/account-name.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { users } from '../../../projections/organisation/users.read-model.js';
import { AsOfDto, asOfFrom } from '../http/as-of.dto.js';
import { IdField } from '../http/fields.js';
import { toResource } from '../records/resource.js';
import { waitForPosition } from '../records/wait-for-position.js';
import { pipelineReport } from '../reports/pipeline-report.js';
import { allOf, projectFilter } from '../reports/project-scope.js';
import { rowsAt } from '../reports/rows-at.js';
import { Tidemark } from '../tidemark.js';

class BoardDto extends AsOfDto {
  @IdField()
  pipeline!: string;

  @IdField({ optional: true, description: 'SET-09: this project and all below it.' })
  project?: string;
}

const cardsInColumn = 50;

@ApiTags('boards')
@Controller('v1/boards')
export class BoardController {
  constructor(private readonly tidemark: Tidemark) {}

  /** FLT-05: one request for the whole board; the names beside the ids are those of the same instant. */
  @Get('pipeline')
  @ApiOperation({
    summary:
      'The board of a pipeline, now or as of any past date: a column a stage, with its totals and first 50 cards',
  })
  async pipeline(@Query() query: BoardDto, @Req() { calendar }: FastifyRequest) {
    await waitForPosition(this.tidemark, query.notBefore);
    const { store } = this.tidemark;
    const at = asOfFrom(query, calendar);
    const { stages, ...instants } = await pipelineReport(store, {
      at,
      pipeline: query.pipeline,
      project: query.project,
    });
    const scope = await projectFilter(store, query.project, at);
    const columns = await Promise.all(
      stages.map(async (stage) => {
        const filter = allOf({ pipelineId: { eq: stage.pipeline }, stageId: { eq: stage.stageId } }, scope);
        const sort = [{ field: 'amountMinor', descending: true }];
        const { items, next } = await store.list(opportunities, {
          viewer: everything,
          filter,
          sort,
          limit: cardsInColumn,
          at,
        });
        const accountRows = await rowsAt(
          store,
          accounts,
          items.flatMap(({ accountId }) => accountId ?? []),
          at,
        );
        const userRows = await rowsAt(
          store,
          users,
          items.flatMap(({ ownerId }) => ownerId ?? []),
          at,
        );
        const cards = items.map((row) => {
          const account = row.accountId === null ? undefined : accountRows.get(row.accountId);
          return {
            ...row,
            account: account ?? null,
            owner: (row.ownerId !== null && userRows.get(row.ownerId)?.name) || null,
          };
        });
        const opened = await this.tidemark.open(cards);
        return {
          ...stage,
          cards: opened.map(({ account, ...card }) => ({
            ...toResource(card),
            account: account && accountName(account),
          })),
          more: next !== null,
        };
      }),
    );
    return { ...instants, columns };
  }
}
