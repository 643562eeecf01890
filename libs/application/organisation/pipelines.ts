import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PipelineId, StageId } from '../../kernel/ids.js';
import type { Stage } from '../../organisation/pipeline/pipeline.events.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, idFor } from '../commands/command.js';
import { aggregates } from '../register/aggregates.js';

type NewStage = Omit<Stage, 'stageId'>;

/** Stages in order; "Won" and "Lost" are added where none of their kind is given (ADR 0008). */
export class CreatePipeline extends AggregateCommand<{
  readonly pipelineId: PipelineId;
  readonly name: string;
  readonly stages: readonly NewStage[];
}> {}

@CommandHandler(CreatePipeline)
export class CreatePipelineHandler implements ICommandHandler<CreatePipeline> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: CreatePipeline) {
    const stages = complete(data.stages).map((stage, index) =>
      withId(stage, idFor<StageId>(context, `stage ${String(index)}`)),
    );
    const { pipelineId, name } = data;
    return answerTo(
      await this.commands.execute(aggregates.pipeline, { type: 'CreatePipeline', pipelineId, name, stages }, context),
    );
  }
}

/** `before`: the stage it comes before; last without it. */
export class AddStage extends AggregateCommand<
  NewStage & { readonly pipelineId: PipelineId; readonly before?: StageId | undefined }
> {}

@CommandHandler(AddStage)
export class AddStageHandler implements ICommandHandler<AddStage> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: AddStage) {
    const stage = withId(data, idFor<StageId>(context, 'stage'));
    const { pipelineId, before } = data;
    const outcome = await this.commands.execute(
      aggregates.pipeline,
      { type: 'AddStage', pipelineId, stage, before },
      context,
    );
    return answerTo(outcome, { stageId: stage.stageId });
  }
}

const withId = ({ name, category, probability }: NewStage, stageId: StageId): Stage => ({
  stageId,
  name,
  category,
  probability,
});

function complete(stages: readonly NewStage[]): readonly NewStage[] {
  const has = (category: string) => stages.some((stage) => stage.category === category);
  return [
    ...stages,
    ...(has('won') ? [] : [{ name: 'Won', category: 'won' as const, probability: '100' }]),
    ...(has('lost') ? [] : [{ name: 'Lost', category: 'lost' as const, probability: '0' }]),
  ];
}
