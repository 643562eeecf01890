import Type, { type Static } from 'typebox';
import { Stage, stageProfile, type PipelineEvent } from '../../libs/organisation/pipeline/pipeline.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key } from '../row-schemas.js';

const PipelineRow = Type.Object({ _id: key, name: Type.String(), stages: Type.Array(Stage) });
export type PipelineRow = Static<typeof PipelineRow>;

/** Decision 14: pipelines with their stages in order. */
export const pipelines = readModel<PipelineEvent>()({
  name: 'pipelines',
  version: 1,
  row: PipelineRow,
  fields: { name: 'text' },
  indexes: [],
  keepsHistory: true,
  isSetting: true,
  on: {
    PipelineCreated: (_row, { data }) => ({ _id: data.pipelineId, name: data.name, stages: [...data.stages] }),
    PipelineRenamed: (row, { data }) => ({ ...row, name: data.to }),
    StageAdded: (row, { data }) => {
      const index = row.stages.findIndex(({ stageId }) => stageId === data.before);
      return { ...row, stages: row.stages.toSpliced(index === -1 ? row.stages.length : index, 0, data.stage) };
    },
    StageChanged: (row, { data }) => ({
      ...row,
      stages: row.stages.map((stage) => (stage.stageId === data.stageId ? stageProfile.editedRow(stage, data) : stage)),
    }),
  },
});
