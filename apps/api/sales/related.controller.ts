import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ContractsOfOpportunity, QuotesOfOpportunity } from '../../../libs/application/records/related.js';
import { TimelineOfOpportunity } from '../../../libs/application/timeline/timeline-queries.js';
import type { OpportunityId } from '../../../libs/kernel/ids.js';
import { IdParam } from '../http/path.js';
import { ListDto, ListNowDto } from '../records/list.dto.js';

/** What belongs to one opportunity. */
@Controller('v1/opportunities/:id')
export class OpportunityRelatedController {
  constructor(private readonly queries: QueryBus) {}

  @Get('quotes')
  @ApiTags('quotes')
  @ApiOperation({ summary: 'The quotes of an opportunity with their lines (QUO-06)' })
  quotes(@IdParam('id') opportunityId: OpportunityId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new QuotesOfOpportunity({ ...query, viewer, opportunityId }));
  }

  @Get('contracts')
  @ApiTags('contracts')
  @ApiOperation({ summary: 'The contracts of an opportunity (SOLD-05)' })
  contracts(@IdParam('id') opportunityId: OpportunityId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new ContractsOfOpportunity({ ...query, viewer, opportunityId }));
  }

  @Get('timeline')
  @ApiTags('timeline')
  @ApiOperation({ summary: 'Everything on the opportunity: changes, quotes, sales, contracts, activities, comments' })
  timeline(@IdParam('id') opportunityId: OpportunityId, @Query() query: ListNowDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new TimelineOfOpportunity({ ...query, viewer, opportunityId }));
  }
}
