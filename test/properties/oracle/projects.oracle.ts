import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { cut, streamsOf } from './cut.js';

/** The project with all that stood below it then; undefined without a project. */
export function projectsWithin(
  events: readonly RecordedEvent[],
  project: string | undefined,
  at: AsOf,
): ReadonlySet<string> | undefined {
  if (project === undefined) return undefined;
  const known = streamsOf(cut(events, { knownAt: at.knownAt }), 'project');
  const parents = new Map(
    [...known].map(([id, stream]) => {
      let [parent, since]: [string | null, string] = [null, ''];
      for (const event of stream) {
        if (event.type === 'ProjectCreated') parent = event.data.parentId ?? null;
        if (event.type !== 'ProjectMoved') continue;
        const from = event.data.since ?? event.metadata.occurredAt;
        if (from >= since && (at.asOf === undefined || from <= at.asOf)) [parent, since] = [event.data.to, from];
      }
      return [id, parent];
    }),
  );
  const isWithin = (id: string | null, steps = 0): boolean =>
    id !== null && (id === project || (steps < parents.size && isWithin(parents.get(id) ?? null, steps + 1)));
  return new Set([...parents.keys()].filter((id) => isWithin(id)));
}
