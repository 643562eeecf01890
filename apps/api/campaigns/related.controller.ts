import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CampaignResults, CampaignResultsAnswer } from '../../../libs/application/campaigns/campaign-results.js';
import { pageOf } from '../../../libs/application/records/answers.js';
import { TimelineEntry } from '../../../libs/application/timeline/entries.js';
import { TimelineOfOne } from '../../../libs/application/timeline/timeline-queries.js';
import type { CampaignId } from '../../../libs/kernel/ids.js';
import { Answers } from '../http/answers.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { IdParam } from '../http/path.js';
import { ListDto } from '../records/list.dto.js';

/** What belongs to one campaign. Its leads and opportunities are in their lists, by `campaignId`. */
@Controller('v1/campaigns/:id')
export class CampaignRelatedController {
  constructor(private readonly queries: QueryBus) {}

  @Get('results')
  @ApiTags('campaigns')
  @ApiOperation({
    summary: 'What a campaign has brought and cost, now or as of any past date (CAM-09, CAM-11)',
    description:
      'Leads and opportunities are those that name it then. The pipeline is of what is open, without the amounts of reopened sales; the sales are those that stand. ' +
      'Costs count from their date on. Costs per lead and per sale are null where there are none.',
  })
  @Answers(CampaignResultsAnswer)
  results(@IdParam('id') campaignId: CampaignId, @Query() query: AsOfDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new CampaignResults({ ...query, viewer, campaignId }));
  }

  @Get('timeline')
  @ApiTags('timeline')
  @ApiOperation({ summary: 'What happened to the campaign: changes, activities, comments' })
  @Answers(pageOf(TimelineEntry), 'A page.')
  timeline(@IdParam('id') id: CampaignId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new TimelineOfOne({ ...query, viewer, subject: { kind: 'campaign', id } }));
  }
}
