import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  ChangeOpportunityOwner,
  DeleteOpportunity,
  EditOpportunity,
  MoveOpportunity,
  PutOpportunity,
} from '../../../libs/application/sales/opportunities.js';
import type { OpportunityId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto, OwnerDto } from '../http/shapes.dto.js';
import { EditOpportunityDto, MoveDto, OpenOpportunityDto } from './opportunities.dto.js';

@ApiTags('opportunities')
@Controller('v1/opportunities')
export class OpportunitiesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Open an opportunity (OPP-01)', { creates: true })
  open(@Body() { occurredAt: _, ...body }: OpenOpportunityDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      PutOpportunity.making(request.idFor<OpportunityId>('opportunity'), body, request.context),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit an opportunity (OPP-02)')
  edit(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { occurredAt: _, ...body }: EditOpportunityDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditOpportunity({ ...body, opportunityId }, request.context));
  }

  @Post(':id/move-to-stage')
  @CommandRoute('Move to another open stage (BX-12)')
  move(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { stageId, pipelineId }: MoveDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new MoveOpportunity({ opportunityId, stageId, pipelineId }, request.context));
  }

  @Post(':id/change-owner')
  @CommandRoute('Give the opportunity to another user, or to nobody')
  changeOwner(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { ownerId }: OwnerDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new ChangeOpportunityOwner({ opportunityId, ownerId }, request.context));
  }

  @Delete(':id')
  @CommandRoute('Delete an opportunity that was never sold (OPP-08); its history stays')
  delete(@IdParam('id') opportunityId: OpportunityId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new DeleteOpportunity({ opportunityId }, request.context));
  }
}
