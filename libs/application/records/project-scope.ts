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
    projectUnknown(projectId);
  }
  return { projectId: { in: [...withAllBelow(projectId, all)] } };
}

export function projectUnknown(projectId: string): never {
  throw new DomainError('project-not-found', `There is no project ${projectId}.`);
}

interface Node {
  readonly _id: string;
  readonly parentId: string | null;
}

/** The project, and all that stand below it in this tree. */
export function withAllBelow(projectId: string, tree: readonly Node[]): ReadonlySet<string> {
  const within = new Set([projectId]);
  for (let size = 0; size !== within.size;) {
    size = within.size;
    for (const { _id, parentId } of tree) if (parentId !== null && within.has(parentId)) within.add(_id);
  }
  return within;
}

/** All of the filters that there are. */
export function allOf(...filters: readonly (Filter | undefined)[]): Filter | undefined {
  const given = filters.filter((filter) => filter !== undefined);
  return given.length > 1 ? { and: given } : given[0];
}
