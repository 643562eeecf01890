import type { PipelineId, StageId } from '../../libs/kernel/ids.js';
import {
  PipelineCreated,
  PipelineRenamed,
  StageAdded,
  StageChanged,
  type Stage,
  type StageCategory,
} from '../../libs/organisation/pipeline/pipeline.events.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { pipelines } from './pipelines.read-model.js';

const pipelineId = idOf<PipelineId>('direct');
const stage = (name: string, category: StageCategory, probability: string): Stage => ({
  stageId: idOf<StageId>(name),
  name,
  category,
  probability,
});
const [engaging, won, lost] = [stage('Engaging', 'open', '50'), stage('Won', 'won', '100'), stage('Lost', 'lost', '0')];
const offer = stage('Offer', 'open', '80');
const created = PipelineCreated.of({ pipelineId, name: 'Direct', stages: [engaging, won, lost] });
const after = rowAfter(pipelines, `pipeline-${pipelineId}`);
const names = (row: ReturnType<typeof after>) => row?.stages.map(({ name }) => name);

describe('pipelines with their stages (decision 14, OPP-21)', () => {
  it('have the stages in order as they were created', () =>
    expect(after(created)).toEqual({ _id: pipelineId, name: 'Direct', stages: [engaging, won, lost] }));
  it('have the new name of a renamed one', () =>
    expect(after(created, PipelineRenamed.of({ pipelineId, from: 'Direct', to: 'Partners' }))).toEqual({
      ...after(created),
      name: 'Partners',
    }));
  it('have a stage that was added before another, or last', () => {
    const before = StageAdded.of({ pipelineId, stage: offer, before: won.stageId });
    expect(names(after(created, before))).toEqual(['Engaging', 'Offer', 'Won', 'Lost']);
    expect(names(after(created, StageAdded.of({ pipelineId, stage: offer })))).toEqual([
      'Engaging',
      'Won',
      'Lost',
      'Offer',
    ]);
    expect(after(created, before)?.stages[1]).toEqual(offer);
  });
  it('have what changed on a stage, and the other stages as they were', () => {
    const changed = (to: { name?: string; probability?: string }) =>
      after(created, StageChanged.of({ pipelineId, stageId: engaging.stageId, from: {}, to }))?.stages;
    expect(changed({ name: 'Engaged' })).toEqual([{ ...engaging, name: 'Engaged' }, won, lost]);
    expect(changed({ probability: '60' })).toEqual([{ ...engaging, probability: '60' }, won, lost]);
  });
});
