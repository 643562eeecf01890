import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RecordsOf } from '../../../libs/application/records/related.js';
import { TimelineOfOne } from '../../../libs/application/timeline/timeline-queries.js';
import type { OpportunityId } from '../../../libs/kernel/ids.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { quotes } from '../../../projections/quotes/quotes.read-model.js';
import { Answers } from '../http/answers.js';
import { pageOf } from '../../../libs/application/records/answers.js';
import { TimelineEntry } from '../../../libs/application/timeline/entries.js';
import { IdParam } from '../http/path.js';
import { ListDto } from '../records/list.dto.js';
import { listSchema } from '../records/row-documentation.js';

const subjectOf = (id: OpportunityId) => ({ kind: 'opportunity', id }) as const;

/** What belongs to one opportunity. */
@Controller('v1/opportunities/:id')
export class OpportunityRelatedController {
  constructor(private readonly queries: QueryBus) {}

  @Get('quotes')
  @ApiTags('quotes')
  @ApiOperation({ summary: 'The quotes of an opportunity with their lines (QUO-06)' })
  @Answers(listSchema(quotes), 'A page.')
  quotes(@IdParam('id') id: OpportunityId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new RecordsOf({ ...query, viewer, model: quotes, subject: subjectOf(id) }));
  }

  @Get('contracts')
  @ApiTags('contracts')
  @ApiOperation({ summary: 'The contracts of an opportunity (SOLD-05)' })
  @Answers(listSchema(contracts), 'A page.')
  contracts(@IdParam('id') id: OpportunityId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new RecordsOf({ ...query, viewer, model: contracts, subject: subjectOf(id) }));
  }

  @Get('timeline')
  @ApiTags('timeline')
  @ApiOperation({ summary: 'Everything on the opportunity: changes, quotes, sales, contracts, activities, comments' })
  @Answers(pageOf(TimelineEntry), 'A page.')
  timeline(@IdParam('id') id: OpportunityId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new TimelineOfOne({ ...query, viewer, subject: subjectOf(id) }));
  }
}
