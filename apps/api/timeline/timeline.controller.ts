import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Calendar } from '../../../libs/kernel/calendar.js';
import type { AccountId, OpportunityId } from '../../../libs/kernel/ids.js';
import type { Filter } from '../../../libs/read-store/filter.js';
import { timeline } from '../../../projections/timeline/timeline.read-model.js';
import { IdParam } from '../http/path.js';
import { ListNowDto } from '../records/list.dto.js';
import { waitForPosition } from '../records/wait-for-position.js';
import { Records } from '../records/records.js';
import { Tidemark } from '../tidemark.js';
import { entriesOf } from './entries.js';
import { subjectsBelow } from './subjects-below.js';

const newestFirst = '-occurredAt,-recordedAt,-revision';

/** ACT-06, BX-02: what happened to a record, newest first. */
@ApiTags('timeline')
@Controller('v1')
export class TimelineController {
  private readonly records: Records;

  constructor(private readonly tidemark: Tidemark) {
    this.records = new Records(tidemark);
  }

  @Get('accounts/:id/timeline')
  @ApiOperation({
    summary: 'Everything on the account, its sub-accounts and their opportunities over the whole history (ACT-07)',
  })
  async ofAccount(@IdParam('id') id: AccountId, @Query() query: ListNowDto, @Req() request: FastifyRequest) {
    await this.tidemark.facts.everExisted.account(id);
    // What is below the account is read too, so that it must not be older either.
    await waitForPosition(this.tidemark, query.notBefore);
    const subjects = await subjectsBelow(this.tidemark.store, id);
    return this.list({ subject: { in: subjects } }, query, request.calendar);
  }

  @Get('opportunities/:id/timeline')
  @ApiOperation({ summary: 'Everything on the opportunity: changes, quotes, sales, contracts, activities, comments' })
  async ofOpportunity(@IdParam('id') id: OpportunityId, @Query() query: ListNowDto, @Req() request: FastifyRequest) {
    await this.tidemark.facts.everExisted.opportunity(id);
    return this.list({ subject: { eq: `opportunity:${id}` } }, query, request.calendar);
  }

  private async list(within: Filter, query: ListNowDto, calendar: Calendar) {
    const sorted = { ...query, sort: query.sort ?? newestFirst };
    const { items, ...page } = await this.records.rows(timeline, sorted, calendar, within);
    const entries = await entriesOf(this.tidemark.log, items);
    return { items: await this.tidemark.open(entries), ...page };
  }
}
