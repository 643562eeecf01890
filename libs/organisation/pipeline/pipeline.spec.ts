import { newId, type PipelineId, type StageId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import {
  PipelineCreated,
  PipelineRenamed,
  StageAdded,
  StageChanged,
  type Stage,
  type StageCategory,
} from './pipeline.events.js';
import { pipeline, type CreatePipeline } from './pipeline.js';

const pipelineId = newId<PipelineId>();
const stage = (name: string, category: StageCategory, probability: string): Stage => ({
  stageId: newId<StageId>(),
  name,
  category,
  probability,
});
const engaging = stage('Engaging', 'open', '50');
const won = stage('Won', 'won', '100');
const lost = stage('Lost', 'lost', '0');
const prospecting = stage('Prospecting', 'open', '12.5');

const create: CreatePipeline = { type: 'CreatePipeline', pipelineId, name: 'Sales', stages: [engaging, won, lost] };
const created = PipelineCreated.of({ pipelineId, name: 'Sales', stages: [engaging, won, lost] });
const add = { type: 'AddStage', pipelineId, stage: prospecting, before: engaging.stageId } as const;
const added = StageAdded.of({ pipelineId, stage: prospecting, before: engaging.stageId });
const change = { type: 'ChangeStage', pipelineId, stageId: engaging.stageId } as const;

describe('a pipeline (decision 14)', () => {
  it('is created with its stages in order', () => given(pipeline).when(create).thenEvents(created));
  it('is not created again by the same', () => given(pipeline, created).when(create).thenNothing());
  it('is not created again as another', () =>
    given(pipeline, created)
      .when({ ...create, name: 'Renewals' })
      .thenRejected('pipeline-exists'));
  it('is compared with its creation when it is created again', () => {
    const renamed = PipelineRenamed.of({ pipelineId, from: 'Sales', to: 'New business' });
    given(pipeline, created, renamed, added).when(create).thenNothing();
    given(pipeline, created, renamed)
      .when({ ...create, name: 'New business' })
      .thenRejected('pipeline-exists');
  });
  it('needs a stage of each category, and says which is missing', () => {
    given(pipeline)
      .when({ ...create, stages: [won, lost] })
      .thenRejected('stage-category-missing', { missing: ['open'] });
    given(pipeline)
      .when({ ...create, stages: [engaging] })
      .thenRejected('stage-category-missing', { missing: ['won', 'lost'] });
  });
  it('has each stage and each name once, whatever the case', () => {
    given(pipeline)
      .when({ ...create, stages: [engaging, won, lost, { ...lost, name: 'Gone' }] })
      .thenRejected('stage-exists');
    given(pipeline)
      .when({ ...create, stages: [engaging, won, lost, stage('LOST', 'lost', '0')] })
      .thenRejected('stage-name-taken', { stageId: lost.stageId });
  });
  it('has 100 stages at most', () => {
    const many = Array.from({ length: 98 }, (_, i) => stage(String(i), 'open', '1'));
    const full = PipelineCreated.of({ pipelineId, name: 'Sales', stages: [...many, won, lost] });
    given(pipeline)
      .when({ ...create, stages: full.data.stages })
      .thenEvents(full);
    given(pipeline)
      .when({ ...create, stages: [...many, engaging, won, lost] })
      .thenRejected('too-many-stages');
    given(pipeline, full).when({ type: 'AddStage', pipelineId, stage: prospecting }).thenRejected('too-many-stages');
  });
  it.each(['-1', '100.01', 'likely', ''])('has no stage with the probability "%s"', (probability) =>
    given(pipeline)
      .when({ ...create, stages: [{ ...engaging, probability }, won, lost] })
      .thenRejected('probability-out-of-range'),
  );
  it('is unknown before it is created', () => given(pipeline).when(add).thenRejected('pipeline-not-found'));

  it('is renamed once', () => {
    given(pipeline, created)
      .when({ type: 'RenamePipeline', pipelineId, name: 'New business' })
      .thenEvents(PipelineRenamed.of({ pipelineId, from: 'Sales', to: 'New business' }));
    given(pipeline, created).when({ type: 'RenamePipeline', pipelineId, name: 'Sales' }).thenNothing();
  });
});

describe('a stage (OPP-21)', () => {
  it('is added before another one', () => given(pipeline, created).when(add).thenEvents(added));
  it('takes its place in the order', () =>
    expect(given(pipeline, created, added).state?.stages.map(({ name }) => name)).toEqual([
      'Prospecting',
      'Engaging',
      'Won',
      'Lost',
    ]));
  it('is last without that', () => {
    const last = StageAdded.of({ pipelineId, stage: prospecting });
    given(pipeline, created).when({ type: 'AddStage', pipelineId, stage: prospecting }).thenEvents(last);
    expect(given(pipeline, created, last).state?.stages.at(-1)).toEqual(prospecting);
  });
  it('is not added twice, whatever was changed since', () => {
    const { stageId } = prospecting;
    const changed = StageChanged.of({ pipelineId, stageId, from: { probability: '12.5' }, to: { probability: '20' } });
    given(pipeline, created, added).when(add).thenNothing();
    given(pipeline, created, added, changed).when(add).thenNothing();
    given(pipeline, created).when({ type: 'AddStage', pipelineId, stage: engaging }).thenNothing();
  });
  it('is not added again elsewhere, nor as what it became', () => {
    const { stageId } = prospecting;
    const changed = StageChanged.of({ pipelineId, stageId, from: { probability: '12.5' }, to: { probability: '20' } });
    given(pipeline, created, added)
      .when({ ...add, before: won.stageId })
      .thenRejected('stage-exists');
    given(pipeline, created, added, changed)
      .when({ ...add, stage: { ...prospecting, probability: '20' } })
      .thenRejected('stage-exists');
  });
  it('is not added as another, under a taken name, or before an unknown one', () => {
    given(pipeline, created)
      .when({ ...add, stage: { ...engaging, name: 'Other' } })
      .thenRejected('stage-exists');
    given(pipeline, created)
      .when({ ...add, stage: stage('engaging', 'open', '1') })
      .thenRejected('stage-name-taken');
    given(pipeline, created)
      .when({ ...add, before: newId<StageId>() })
      .thenRejected('stage-not-found');
  });

  it('changes name and probability, saying from and to', () =>
    given(pipeline, created)
      .when({ ...change, name: 'Engaged', probability: '60.50' })
      .thenEvents(
        StageChanged.of({
          pipelineId,
          stageId: engaging.stageId,
          from: { name: 'Engaging', probability: '50' },
          to: { name: 'Engaged', probability: '60.5' },
        }),
      ));
  it('stays when the number is the same', () =>
    given(pipeline, created)
      .when({ ...change, name: 'Engaging', probability: '50.0' })
      .thenNothing());
  it('is refused a taken name, a probability above 100, and any change before it exists', () => {
    given(pipeline, created)
      .when({ ...change, name: 'won' })
      .thenRejected('stage-name-taken');
    given(pipeline, created)
      .when({ ...change, probability: '101' })
      .thenRejected('probability-out-of-range');
    given(pipeline, created)
      .when({ ...change, stageId: newId<StageId>() })
      .thenRejected('stage-not-found');
  });
});
