import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  ArchiveCampaign,
  DeleteCampaign,
  EditCampaign,
  PutCampaign,
} from '../../../libs/application/campaigns/campaigns.js';
import type { CampaignId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { ArchiveCampaignDto, CreateCampaignDto, EditCampaignDto, UnarchiveCampaignDto } from './campaigns.dto.js';

@ApiTags('campaigns')
@Controller('v1/campaigns')
export class CampaignsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a campaign (CAM-01)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreateCampaignDto, @Request() request: CommandRequest) {
    return this.commands.execute(PutCampaign.making(request.idFor<CampaignId>('campaign'), body, request.context));
  }

  @Patch(':id')
  @CommandRoute('Edit a campaign and its costs (CAM-03, CAM-04)')
  edit(
    @IdParam('id') campaignId: CampaignId,
    @Body() { occurredAt: _, ...body }: EditCampaignDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditCampaign({ ...body, campaignId }, request.context));
  }

  @Post(':id/archive')
  @CommandRoute('Archive a campaign with an archived status (CAM-06): it takes no further leads and opportunities')
  archive(
    @IdParam('id') campaignId: CampaignId,
    @Body() { statusId }: ArchiveCampaignDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      new ArchiveCampaign({ type: 'ArchiveCampaign', campaignId, statusId }, request.context),
    );
  }

  @Post(':id/unarchive')
  @CommandRoute('Unarchive a campaign with an active status (CAM-07)')
  unarchive(
    @IdParam('id') campaignId: CampaignId,
    @Body() { statusId }: UnarchiveCampaignDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      new ArchiveCampaign({ type: 'UnarchiveCampaign', campaignId, statusId }, request.context),
    );
  }

  @Delete(':id')
  @CommandRoute('Delete a campaign that no lead and no opportunity names; its history stays')
  delete(@IdParam('id') campaignId: CampaignId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new DeleteCampaign({ campaignId }, request.context));
  }
}
