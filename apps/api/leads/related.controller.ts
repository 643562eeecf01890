import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { TimelineOfOne } from '../../../libs/application/timeline/timeline-queries.js';
import type { LeadId } from '../../../libs/kernel/ids.js';
import { Answers } from '../http/answers.js';
import { pageOf } from '../../../libs/application/records/answers.js';
import { TimelineEntry } from '../../../libs/application/timeline/entries.js';
import { IdParam } from '../http/path.js';
import { ListDto } from '../records/list.dto.js';

/** What belongs to one lead. */
@Controller('v1/leads/:id')
export class LeadRelatedController {
  constructor(private readonly queries: QueryBus) {}

  @Get('timeline')
  @ApiTags('timeline')
  @ApiOperation({ summary: 'The whole path of the lead: changes, activities, comments (LEAD-16)' })
  @Answers(pageOf(TimelineEntry), 'A page.')
  timeline(@IdParam('id') id: LeadId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new TimelineOfOne({ ...query, viewer, subject: { kind: 'lead', id } }));
  }
}
