import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PartnerResults, PartnerResultsAnswer } from '../../../libs/application/partners/partner-results.js';
import { pageOf } from '../../../libs/application/records/answers.js';
import { RecordsOf } from '../../../libs/application/records/related.js';
import { TimelineEntry } from '../../../libs/application/timeline/entries.js';
import { TimelineOfOne } from '../../../libs/application/timeline/timeline-queries.js';
import type { PartnerId } from '../../../libs/kernel/ids.js';
import { contacts } from '../../../projections/people/contacts.read-model.js';
import { Answers } from '../http/answers.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { IdParam } from '../http/path.js';
import { ListDto } from '../records/list.dto.js';
import { listSchema } from '../records/row-documentation.js';

/** What belongs to one partner. Its accounts, leads, opportunities and contracts are in their lists, by `partnerId`. */
@Controller('v1/partners/:id')
export class PartnerRelatedController {
  constructor(private readonly queries: QueryBus) {}

  @Get('results')
  @ApiTags('partners')
  @ApiOperation({
    summary: 'What has come through a partner, now or as of any past date (PAR-04)',
    description:
      'Accounts, leads, opportunities and contracts are those that name it then. The pipeline is of what is open, without the amounts of reopened sales; the sales are those that stand.',
  })
  @Answers(PartnerResultsAnswer)
  results(@IdParam('id') partnerId: PartnerId, @Query() query: AsOfDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new PartnerResults({ ...query, viewer, partnerId }));
  }

  @Get('contacts')
  @ApiTags('contacts')
  @ApiOperation({ summary: 'The consultants of a partner, those who have left too (PAR-05, PAR-06)' })
  @Answers(listSchema(contacts), 'A page.')
  contacts(@IdParam('id') partnerId: PartnerId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(
      new RecordsOf({ ...query, viewer, model: contacts, subject: { kind: 'partner', id: partnerId } }),
    );
  }

  @Get('timeline')
  @ApiTags('timeline')
  @ApiOperation({ summary: 'What happened to the partner: changes, activities, comments (PAR-05, PAR-09)' })
  @Answers(pageOf(TimelineEntry), 'A page.')
  timeline(@IdParam('id') id: PartnerId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new TimelineOfOne({ ...query, viewer, subject: { kind: 'partner', id } }));
  }
}
