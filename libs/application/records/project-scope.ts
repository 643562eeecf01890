import { DomainError } from '../../kernel/domain-error.js';
import type { Filter } from '../../read-store/filter.js';
import type { AsOf, Snapshot, Viewer } from '../../read-store/read-store.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { settingsAt } from './rows-at.js';

/** SET-09: `project=` means the project and everything below it. Undefined without a project. */
export async function projectFilter(
  store: Snapshot,
  projectId: string | undefined,
  at: AsOf,
  viewer: Viewer,
): Promise<Filter | undefined> {
  if (projectId === undefined) return undefined;
  const all = await settingsAt(store, projects, at, viewer);
  // One that was not known then had nothing in it then.
  if (!all.some(({ _id }) => _id === projectId) && !(await store.get(projects, projectId, viewer))) {
    throw new DomainError('project-not-found', `There is no project ${projectId}.`);
  }
  const within = new Set([projectId]);
  for (let size = 0; size !== within.size;) {
    size = within.size;
    for (const { _id, parentId } of all) if (parentId !== null && within.has(parentId)) within.add(_id);
  }
  return { projectId: { in: [...within] } };
}

/** All of the filters that there are. */
export function allOf(...filters: readonly (Filter | undefined)[]): Filter | undefined {
  const given = filters.filter((filter) => filter !== undefined);
  return given.length > 1 ? { and: given } : given[0];
}
