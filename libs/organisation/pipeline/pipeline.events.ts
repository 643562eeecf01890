import Type from 'typebox';
import { DecimalText } from '../../kernel/decimal.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type PipelineId, type StageId } from '../../kernel/ids.js';

const pipelineId = idSchema<PipelineId>();
const stageId = idSchema<StageId>();

/** Decision 14: a stage is open, won or lost, with the probability of winning in percent, 0 to 100. */
export const Stage = Type.Object({
  stageId,
  name: Type.String(),
  category: Type.Enum(['open', 'won', 'lost']),
  probability: DecimalText,
});
export type StageCategory = 'open' | 'won' | 'lost';
export interface Stage {
  readonly stageId: StageId;
  readonly name: string;
  readonly category: StageCategory;
  readonly probability: string;
}

const stageChanges = Type.Object({ name: Type.Optional(Type.String()), probability: Type.Optional(DecimalText) });

/** The stages in their order. */
export const PipelineCreated = eventType('PipelineCreated', {
  pipelineId,
  name: Type.String(),
  stages: Type.Unsafe<readonly Stage[]>(Type.Array(Stage)),
});
export const PipelineRenamed = eventType('PipelineRenamed', { pipelineId, from: Type.String(), to: Type.String() });
/** Stands before the named stage, or last. */
export const StageAdded = eventType('StageAdded', { pipelineId, stage: Stage, before: Type.Optional(stageId) });
/** `from` and `to` have the changed fields only. */
export const StageChanged = eventType('StageChanged', { pipelineId, stageId, from: stageChanges, to: stageChanges });

export const pipelineEvents = [PipelineCreated, PipelineRenamed, StageAdded, StageChanged] as const;
export type PipelineEvent = EventOf<(typeof pipelineEvents)[number]>;
