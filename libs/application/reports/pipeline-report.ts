import { DomainError } from '../../kernel/domain-error.js';
import type { AsOf, Group, Snapshot, Viewer } from '../../read-store/read-store.js';
import { pipelines, type PipelineRow } from '../../../projections/organisation/pipelines.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { asOfShown } from '../records/as-of.js';
import { rowsAt, settingsAt } from '../records/rows-at.js';
import type { StageLine } from './report-answers.js';
import { addedUp, amountsOf, keyAt } from './money-groups.js';
import { allOf, projectFilter } from '../records/project-scope.js';

export interface PipelineQuery {
  readonly viewer: Viewer;
  readonly at: AsOf;
  readonly pipeline?: string | undefined;
  readonly project?: string | undefined;
}

/** How many opportunities stand in each stage, and their amounts: now or as of any date. Open stages always, others when in use. */
export async function pipelineReport(store: Snapshot, { viewer, at, pipeline, project }: PipelineQuery) {
  const scope = await projectFilter(store, project, at, viewer);
  const filter = allOf(scope, pipeline === undefined ? undefined : { pipelineId: { eq: pipeline } });
  const groupBy = ['pipelineId', 'stageId', 'currency'];
  const groups = await store.group(opportunities, { viewer, filter, groupBy, sums: ['amountMinor'], at });
  const known = await settingsAt(store, pipelines, at, viewer);
  if (pipeline !== undefined && !(await store.get(pipelines, pipeline, viewer))) {
    throw new DomainError('pipeline-not-found', `There is no pipeline ${pipeline}.`, { id: pipeline });
  }
  const shown = pipeline === undefined ? known : known.filter(({ _id }) => _id === pipeline);
  const ids = shown.map(({ _id }) => _id);
  const today = await rowsAt(store, pipelines, ids, { knownAt: at.knownAt }, viewer);
  return {
    ...asOfShown(at),
    stages: [...shown].sort(byName).flatMap((row) => stagesOf(row, today.get(row._id) ?? row, groups)),
  };
}

const byName = (a: PipelineRow, b: PipelineRow): number =>
  a.name === b.name ? (a._id < b._id ? -1 : 1) : a.name < b.name ? -1 : 1;

/** Lookups can be back-dated into a stage that was made later: then it is shown as it is today, so that nothing is left out. */
function stagesOf(pipeline: PipelineRow, today: PipelineRow, groups: readonly Group[]): readonly StageLine[] {
  const then = new Map(pipeline.stages.map((stage) => [stage.stageId, stage]));
  return today.stages.flatMap((stage) => {
    const { stageId, name, category } = then.get(stage.stageId) ?? stage;
    const own = groups.filter((group) => keyAt(group, 0) === pipeline._id && keyAt(group, 1) === stageId);
    const count = own.reduce((sum, group) => sum + group.count, 0);
    if (count === 0 && !(category === 'open' && then.has(stageId))) return [];
    const amounts = addedUp(own.map((group) => amountsOf(group, 2, 0)));
    return [{ pipeline: pipeline._id, pipelineName: pipeline.name, stageId, stage: name, category, count, amounts }];
  });
}
