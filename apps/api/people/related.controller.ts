import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { pageOf } from '../../../libs/application/records/answers.js';
import { TimelineEntry } from '../../../libs/application/timeline/entries.js';
import { TimelineOfOne } from '../../../libs/application/timeline/timeline-queries.js';
import type { ContactId } from '../../../libs/kernel/ids.js';
import { Answers } from '../http/answers.js';
import { IdParam } from '../http/path.js';
import { ListDto } from '../records/list.dto.js';

/** What belongs to one contact. */
@Controller('v1/contacts/:id')
export class ContactRelatedController {
  constructor(private readonly queries: QueryBus) {}

  @Get('timeline')
  @ApiTags('timeline')
  @ApiOperation({ summary: 'Everything on the contact: changes, activities, comments' })
  @Answers(pageOf(TimelineEntry), 'A page.')
  timeline(@IdParam('id') id: ContactId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new TimelineOfOne({ ...query, viewer, subject: { kind: 'contact', id } }));
  }
}
