import Type, { type Static } from 'typebox';
import { DecimalText } from '../../kernel/decimal.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type PipelineId, type StageId } from '../../kernel/ids.js';
import { profile } from '../../kernel/profile.js';

const pipelineId = idSchema<PipelineId>();
const stageId = idSchema<StageId>();

export type StageCategory = 'open' | 'won' | 'lost';
/** Decision 14: a stage is open, won or lost, with the probability of winning in percent, 0 to 100. */
export const stageProfile = profile(
  {
    name: Type.String(),
    category: Type.Unsafe<StageCategory>(Type.Enum(['open', 'won', 'lost'])),
    probability: DecimalText,
  },
  { fixed: ['category'] },
);
export const Stage = Type.Object({ stageId, ...stageProfile.created });
export type Stage = Readonly<Static<typeof Stage>>;

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
export const StageChanged = eventType('StageChanged', { pipelineId, stageId, ...stageProfile.edited });

export const pipelineEvents = [PipelineCreated, PipelineRenamed, StageAdded, StageChanged] as const;
export type PipelineEvent = EventOf<(typeof pipelineEvents)[number]>;
