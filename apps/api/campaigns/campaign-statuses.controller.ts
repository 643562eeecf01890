import { Body, Controller, Get, Patch, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  AddCampaignStatus,
  CampaignStatusesAnswer,
  GetCampaignStatuses,
  RenameCampaignStatus,
  RetireCampaignStatus,
} from '../../../libs/application/campaigns/campaign-statuses.js';
import { idSchema, type CampaignStatusId } from '../../../libs/kernel/ids.js';
import { resourceSchema } from '../../../libs/application/register/resource.js';
import { campaignStatusesRows } from '../../../projections/campaigns/campaign-statuses.read-model.js';
import { Answers } from '../http/answers.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { AddCampaignStatusDto, RenameCampaignStatusDto } from './campaigns.dto.js';

const list = { record: resourceSchema(campaignStatusesRows) };

@ApiTags('settings')
@Controller('v1/settings/campaign-statuses')
export class CampaignStatusesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The statuses that campaigns can have, in their order, retired ones too (CAM-02, SET-14)' })
  @Answers(CampaignStatusesAnswer)
  get(@Query() query: AsOfDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new GetCampaignStatuses({ ...query, viewer }));
  }

  @Post()
  @CommandRoute('Add a campaign status', { creates: true, more: { ...list, statusId: idSchema<CampaignStatusId>() } })
  add(@Body() { name, kind }: AddCampaignStatusDto, @Request() request: CommandRequest) {
    return this.commands.execute(new AddCampaignStatus({ name, kind }, request.context));
  }

  @Patch(':statusId')
  @CommandRoute('Rename a campaign status', { more: list })
  rename(
    @IdParam('statusId') statusId: CampaignStatusId,
    @Body() { name }: RenameCampaignStatusDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new RenameCampaignStatus({ statusId, name }, request.context));
  }

  @Post(':statusId/retire')
  @CommandRoute('Offer a campaign status no longer; campaigns that have it keep it', { more: list })
  retire(
    @IdParam('statusId') statusId: CampaignStatusId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new RetireCampaignStatus({ statusId }, request.context));
  }
}
