import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { Exact, isDecimalText, plainDecimal } from '../../kernel/decimal.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import type { PipelineId, StageId } from '../../kernel/ids.js';
import type { ProfileChanges } from '../../kernel/profile.js';
import {
  PipelineCreated,
  PipelineRenamed,
  StageAdded,
  StageChanged,
  stageProfile,
  type PipelineEvent,
  type Stage,
  type StageCategory,
} from './pipeline.events.js';

/** Stages in their order, at least one of each category. */
export interface CreatePipeline {
  readonly type: 'CreatePipeline';
  readonly pipelineId: PipelineId;
  readonly name: string;
  readonly stages: readonly Stage[];
}
export interface RenamePipeline {
  readonly type: 'RenamePipeline';
  readonly pipelineId: PipelineId;
  readonly name: string;
}
/** Without `before` the stage comes last. */
export interface AddStage {
  readonly type: 'AddStage';
  readonly pipelineId: PipelineId;
  readonly stage: Stage;
  readonly before?: StageId | undefined;
}
export interface ChangeStage extends ProfileChanges<typeof stageProfile> {
  readonly type: 'ChangeStage';
  readonly pipelineId: PipelineId;
  readonly stageId: StageId;
}
export type PipelineCommand = CreatePipeline | RenamePipeline | AddStage | ChangeStage;
export const pipelineRefusals = refusals({
  'pipeline-exists': 'conflict',
  'pipeline-not-found': 'not-found',
  'stage-exists': 'conflict',
  'stage-not-found': 'not-found',
  'stage-category-missing': 'invalid',
  'stage-name-taken': 'conflict',
  'too-many-stages': 'invalid',
  'probability-out-of-range': 'invalid',
});

interface Pipeline extends Created<typeof PipelineCreated> {
  /** Every stage as it was first. */
  readonly added: readonly DataOf<typeof StageAdded>[];
}
export type PipelineState = Pipeline | null;

const maxStages = 100;
const categories: readonly StageCategory[] = ['open', 'won', 'lost'];
const reject = rejecting(pipelineRefusals);

/** Decision 14, OPP-21: any number of pipelines, each with its own stages in order. */
export const pipeline: Decider<PipelineCommand, PipelineEvent, PipelineState> = {
  category: 'pipeline',
  initialState: null,
  streamIdOf: (command) => command.pipelineId,

  decide(command, state) {
    if (command.type === 'CreatePipeline') return create(command, state);
    const found = state ?? reject('pipeline-not-found', `There is no pipeline ${command.pipelineId}.`);
    switch (command.type) {
      case 'RenamePipeline': {
        const { pipelineId, name } = command;
        return name === found.name ? [] : [PipelineRenamed.of({ pipelineId, from: found.name, to: name })];
      }
      case 'AddStage':
        return addStage(command, found);
      case 'ChangeStage':
        return changeStage(command, found);
    }
  },

  evolve(state, event) {
    if (event.type === 'PipelineCreated') {
      const { pipelineId, stages } = event.data;
      return { ...asCreated(event.data), added: stages.map((stage) => ({ pipelineId, stage })) };
    }
    if (state === null) return state;
    switch (event.type) {
      case 'PipelineRenamed':
        return { ...state, name: event.data.to };
      case 'StageAdded': {
        const { stage, before } = event.data;
        const place =
          before === undefined ? state.stages.length : state.stages.findIndex(({ stageId }) => stageId === before);
        return { ...state, stages: state.stages.toSpliced(place, 0, stage), added: [...state.added, event.data] };
      }
      case 'StageChanged': {
        const { data } = event;
        return {
          ...state,
          stages: state.stages.map((stage) =>
            stage.stageId === data.stageId ? stageProfile.after(stage, data) : stage,
          ),
        };
      }
    }
  },
};

function create({ pipelineId, name, stages: given }: CreatePipeline, state: PipelineState): readonly PipelineEvent[] {
  const stages = given.map(withPlainProbability);
  const event = PipelineCreated.of({ pipelineId, name, stages });
  if (state !== null) {
    return createdAgain(state.created, event, () =>
      reject(
        'pipeline-exists',
        `The pipeline ${pipelineId} exists and was not created like this one. Change it instead.`,
      ),
    );
  }
  const missing = categories.filter((category) => !stages.some((stage) => stage.category === category));
  if (missing.length > 0) {
    reject(
      'stage-category-missing',
      `The pipeline "${name}" has no stage of the category ${missing.join(', ')}. Add one.`,
      { missing },
    );
  }
  refuseTooMany(stages.length);
  stages.forEach((stage, place) => {
    refuseKnown(stage, stages.slice(0, place));
  });
  return [event];
}

function addStage(
  { pipelineId, stage: given, before }: AddStage,
  { stages, added }: Pipeline,
): readonly PipelineEvent[] {
  const stage = withPlainProbability(given);
  const event = StageAdded.of({ pipelineId, stage, before });
  const first = added.find((known) => known.stage.stageId === stage.stageId);
  if (first) return createdAgain(first, event, () => stageExists(stage));
  refuseTooMany(stages.length + 1);
  refuseTaken(stage.name, stages);
  if (before !== undefined) stageOf(before, stages);
  return [event];
}

function changeStage(command: ChangeStage, { stages }: Pipeline): readonly PipelineEvent[] {
  const { pipelineId, stageId, name, probability } = command;
  const stage = stageOf(stageId, stages);
  const edit = { name, probability: probability === undefined ? undefined : plainProbability(probability) };
  if (name !== undefined)
    refuseTaken(
      name,
      stages.filter((other) => other !== stage),
    );
  const edited = stageProfile.edit(stage, edit);
  return edited ? [StageChanged.of({ pipelineId, stageId, ...edited })] : [];
}

function stageOf(stageId: StageId, stages: readonly Stage[]): Stage {
  const stage = stages.find((known) => known.stageId === stageId);
  return stage ?? reject('stage-not-found', `The pipeline has no stage ${stageId}.`);
}

function refuseKnown(stage: Stage, others: readonly Stage[]): void {
  if (others.some((other) => other.stageId === stage.stageId)) stageExists(stage);
  refuseTaken(stage.name, others);
}

const stageExists = ({ stageId }: Stage): never =>
  reject('stage-exists', `The pipeline has a stage ${stageId} already. Change it instead.`);

function refuseTaken(name: string, others: readonly Stage[]): void {
  const holder = others.find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (holder) {
    reject('stage-name-taken', `The pipeline has a stage "${holder.name}" already. Choose another name.`, {
      stageId: holder.stageId,
    });
  }
}

function refuseTooMany(count: number): void {
  if (count > maxStages) {
    reject('too-many-stages', `A pipeline has ${String(maxStages)} stages at most, not ${String(count)}.`);
  }
}

const withPlainProbability = (stage: Stage): Stage => ({ ...stage, probability: plainProbability(stage.probability) });

function plainProbability(text: string): string {
  if (!isDecimalText(text) || new Exact(text).isNegative() || new Exact(text).greaterThan(100)) {
    reject('probability-out-of-range', `The probability "${text}" is not a percentage. Give a number from 0 to 100.`);
  }
  return plainDecimal(text);
}
