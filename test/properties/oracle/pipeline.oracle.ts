import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { Stage } from '../../../libs/organisation/pipeline/pipeline.events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { Sums } from './amounts.js';
import { cut, settled, streamsOf } from './cut.js';
import { told, type Told } from './opportunity.oracle.js';
import { projectsWithin } from './projects.oracle.js';

export interface PipelineAsked {
  readonly at: AsOf;
  readonly pipeline?: string | undefined;
  readonly project?: string | undefined;
}

/** Decision 14 and DESIGN.md "Settings": a stock, so that stages are those of the asked instant. */
export function pipelineFold(events: readonly RecordedEvent[], { at, pipeline, project }: PipelineAsked) {
  const within = projectsWithin(events, project, at);
  const opportunities = [...streamsOf(cut(events, at), 'opportunity').values()].flatMap((stream) => told(stream) ?? []);
  const counted = opportunities.filter(
    (one) => (pipeline === undefined || one.pipelineId === pipeline) && (within?.has(one.projectId) ?? true),
  );
  const known = pipelinesAt(events, at).filter(({ id }) => pipeline === undefined || id === pipeline);
  const today = new Map(pipelinesAt(events, { knownAt: at.knownAt }).map(({ id, stages }) => [id, stages]));
  const stages = known
    .sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1))
    .flatMap(({ id, name, stages: then }) =>
      (today.get(id) ?? []).flatMap((latest) => {
        const held = then.find(({ stageId }) => stageId === latest.stageId);
        const own = counted.filter(({ pipelineId, stageId }) => pipelineId === id && stageId === latest.stageId);
        return own.length > 0 || held?.category === 'open' ? [lineOf(id, name, held ?? latest, own)] : [];
      }),
    );
  return { asOf: at.asOf ?? null, knownAt: at.knownAt ?? null, stages };
}

const lineOf = (pipeline: string, pipelineName: string, { stageId, name, category }: Stage, own: readonly Told[]) => ({
  pipeline,
  pipelineName,
  stageId,
  stage: name,
  category,
  count: own.length,
  amounts: new Sums().add(own.flatMap(({ amount }) => amount ?? [])).all(),
});

function pipelinesAt(events: readonly RecordedEvent[], at: AsOf) {
  return [...settled(cut(events, { knownAt: at.knownAt }), 'pipeline', at)].map(([id, stream]) => {
    let name = '';
    const stages: Stage[] = [];
    for (const event of stream) {
      if (event.type === 'PipelineCreated') {
        name = event.data.name;
        stages.push(...event.data.stages);
      } else if (event.type === 'PipelineRenamed') name = event.data.to;
      else {
        const wanted = event.type === 'StageAdded' ? event.data.before : event.data.stageId;
        const place = stages.findIndex(({ stageId }) => stageId === wanted);
        const found = stages[place];
        if (event.type === 'StageAdded') stages.splice(place === -1 ? stages.length : place, 0, event.data.stage);
        else if (found) stages[place] = { ...found, ...event.data.to };
      }
    }
    return { id, name, stages };
  });
}
