import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChangeStage, RenamePipeline } from '../../../libs/application/organisation/organisation.commands.js';
import { AddStage, CreatePipeline } from '../../../libs/application/organisation/pipelines.js';
import { idSchema, type PipelineId, type StageId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { AddStageDto, ChangeStageDto, CreatePipelineDto, RenamePipelineDto } from './organisation.dto.js';

@ApiTags('pipelines')
@Controller('v1/pipelines')
export class PipelinesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a pipeline with its stages in order', { creates: true })
  create(@Body() { name, stages }: CreatePipelineDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      new CreatePipeline({ name, stages, pipelineId: request.idFor<PipelineId>('pipeline') }, request.context),
    );
  }

  @Patch(':id')
  @CommandRoute('Rename a pipeline')
  rename(
    @IdParam('id') pipelineId: PipelineId,
    @Body() { name }: RenamePipelineDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new RenamePipeline({ pipelineId, name }, request.context));
  }

  @Post(':id/stages')
  @CommandRoute('Add a stage', { creates: true, more: { stageId: idSchema<StageId>() } })
  addStage(
    @IdParam('id') pipelineId: PipelineId,
    @Body() { occurredAt: _, ...body }: AddStageDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new AddStage({ ...body, pipelineId }, request.context));
  }

  @Patch(':id/stages/:stageId')
  @CommandRoute('Change the name or probability of a stage')
  changeStage(
    @IdParam('id') pipelineId: PipelineId,
    @IdParam('stageId') stageId: StageId,
    @Body() { name, probability }: ChangeStageDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new ChangeStage({ pipelineId, stageId, name, probability }, request.context));
  }
}
