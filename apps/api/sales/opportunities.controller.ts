import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { OpportunityId, PersonId } from '../../../libs/kernel/ids.js';
import { crmProjectId } from '../../../libs/organisation/project/project.js';
import { OwnerDto } from '../accounts/accounts.dto.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { EditOpportunityDto, MoveDto, OpenOpportunityDto } from './opportunities.dto.js';

@ApiTags('opportunities')
@Controller('v1/opportunities')
export class OpportunitiesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Open an opportunity (OPP-01)', { creates: true })
  open(@Body() { occurredAt: _, ...body }: OpenOpportunityDto, @Request() request: CommandRequest) {
    const opportunityId = request.idFor<OpportunityId>('opportunity');
    const pipelineId = body.pipelineId;
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, async (facts) => {
        await facts.check(body);
        const stage = body.stageId
          ? await facts.stage(pipelineId, body.stageId)
          : await facts.firstStage(pipelineId, 'open');
        return {
          type: 'OpenOpportunity',
          ...body,
          opportunityId,
          pipelineId,
          stageId: stage.stageId,
          category: stage.category,
          accountId: body.accountId,
          ownerId: body.ownerId,
          projectId: body.projectId ?? crmProjectId,
          expectedCloseOn: body.expectedCloseOn,
          personId: request.idFor<PersonId>('person'),
          references: body.references ?? [],
        };
      }),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit an opportunity (OPP-02)')
  edit(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { occurredAt: _, ...body }: EditOpportunityDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, async (facts) => {
        await facts.check(body);
        return {
          type: 'EditOpportunity',
          ...body,
          opportunityId,
          accountId: body.accountId,
          projectId: body.projectId,
          expectedCloseOn: body.expectedCloseOn,
        };
      }),
    );
  }

  @Post(':id/move-to-stage')
  @CommandRoute('Move to another open stage (BX-12)')
  move(@IdParam('id') opportunityId: OpportunityId, @Body() body: MoveDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, async (facts) => {
        const pipelineId = body.pipelineId ?? (await facts.opportunity(opportunityId)).pipelineId;
        const { stageId, category } = await facts.stage(pipelineId, body.stageId);
        return { type: 'MoveOpportunity', opportunityId, pipelineId, stageId, category };
      }),
    );
  }

  @Post(':id/change-owner')
  @CommandRoute('Give the opportunity to another user, or to nobody')
  changeOwner(@IdParam('id') opportunityId: OpportunityId, @Body() body: OwnerDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, async (facts) => {
        await facts.check(body);
        return { type: 'ChangeOpportunityOwner', opportunityId, ownerId: body.ownerId };
      }),
    );
  }

  @Delete(':id')
  @CommandRoute('Delete an opportunity that was never sold (OPP-08); its history stays')
  delete(@IdParam('id') opportunityId: OpportunityId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, () => ({
        type: 'DeleteOpportunity',
        opportunityId,
      })),
    );
  }
}
