import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { PipelineId, StageId } from '../../../libs/kernel/ids.js';
import type { Stage } from '../../../libs/organisation/pipeline/pipeline.events.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import {
  AddStageDto,
  ChangeStageDto,
  CreatePipelineDto,
  RenamePipelineDto,
  type NewStageDto,
} from './organisation.dto.js';

@ApiTags('pipelines')
@Controller('v1/pipelines')
export class PipelinesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a pipeline with its stages in order', { creates: true })
  create(@Body() body: CreatePipelineDto, @Request() request: CommandRequest) {
    const pipelineId = request.idFor<PipelineId>('pipeline');
    const stages = complete(body.stages).map((stage, index) =>
      stageOf(stage, request.idFor<StageId>(`stage ${String(index)}`)),
    );
    return this.commands.execute(
      Execute.on(aggregates.pipeline, pipelineId, request.context, () => ({
        type: 'CreatePipeline',
        pipelineId,
        name: body.name,
        stages,
      })),
    );
  }

  @Patch(':id')
  @CommandRoute('Rename a pipeline')
  rename(
    @IdParam('id') pipelineId: PipelineId,
    @Body() { name }: RenamePipelineDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.pipeline, pipelineId, request.context, () => ({
        type: 'RenamePipeline',
        pipelineId,
        name,
      })),
    );
  }

  @Post(':id/stages')
  @CommandRoute('Add a stage', { creates: true })
  addStage(@IdParam('id') pipelineId: PipelineId, @Body() body: AddStageDto, @Request() request: CommandRequest) {
    const stage = stageOf(body, request.idFor<StageId>('stage'));
    return this.commands.execute(
      Execute.on(
        aggregates.pipeline,
        pipelineId,
        request.context,
        () => ({ type: 'AddStage', pipelineId, stage, before: body.before }),
        { more: () => ({ stageId: stage.stageId }) },
      ),
    );
  }

  @Patch(':id/stages/:stageId')
  @CommandRoute('Change the name or probability of a stage')
  changeStage(
    @IdParam('id') pipelineId: PipelineId,
    @IdParam('stageId') stageId: StageId,
    @Body() { name, probability }: ChangeStageDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.pipeline, pipelineId, request.context, () => ({
        type: 'ChangeStage',
        pipelineId,
        stageId,
        name,
        probability,
      })),
    );
  }
}

const stageOf = ({ name, category, probability }: NewStageDto, stageId: StageId): Stage => ({
  stageId,
  name,
  category,
  probability,
});

/** Every pipeline can be won and lost (ADR 0008). */
function complete(stages: readonly NewStageDto[]): readonly NewStageDto[] {
  const has = (category: string) => stages.some((stage) => stage.category === category);
  return [
    ...stages,
    ...(has('won') ? [] : [{ name: 'Won', category: 'won' as const, probability: '100' }]),
    ...(has('lost') ? [] : [{ name: 'Lost', category: 'lost' as const, probability: '0' }]),
  ];
}
