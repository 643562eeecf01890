import { inForce, isSaid } from '../../kernel/dated.js';
import { circleWith, emptyTree, parentsOf, withParent, type DatedTree } from '../../kernel/dated-tree.js';
import { later, type Instant } from '../../kernel/dates.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import { derivedId, type ProjectId } from '../../kernel/ids.js';
import { ProjectPlaced, type ProjectHierarchyEvent } from './project-hierarchy.events.js';

/** The id of the only stream of its kind. */
export const projectHierarchyId = derivedId('projectHierarchy');

/** SYS-03: `parentId` null: at the top. `since` null: from the beginning. */
export interface PlaceProject {
  readonly type: 'PlaceProject';
  readonly projectId: ProjectId;
  readonly parentId: ProjectId | null;
  readonly since: Instant | null;
  /** Nobody gave the time: it is now, and not before the project's last move, whatever the clocks say. */
  readonly isNow?: true;
}
export const projectHierarchyRefusals = refusals({
  'project-cycle': 'conflict',
});

const reject = rejecting(projectHierarchyRefusals);

/** All parents of projects in one stream, so that two moves at once cannot close a cycle; each by its own date (ADR 37). */
export const projectHierarchy: Decider<PlaceProject, ProjectHierarchyEvent, DatedTree<ProjectId>> = {
  category: 'projectHierarchy',
  initialState: emptyTree(),
  streamIdOf: () => projectHierarchyId,

  decide({ projectId, parentId: to, since: asked, isNow }, tree) {
    const parents = parentsOf(tree, projectId);
    const since = isNow === true && asked !== null ? later(asked, inForce(parents)?.from ?? asked) : asked;
    const from = inForce(parents, since ?? undefined)?.value ?? null;
    if (isNow === true ? from === to : isSaid(parents, since, to)) return [];
    if (to !== null) refuseCycle(tree, projectId, to, since);
    return [ProjectPlaced.of({ projectId, from, to, since })];
  },

  evolve: (tree, { data: { projectId, to, since } }) => withParent(tree, projectId, to, since),
};

function refuseCycle(
  tree: DatedTree<ProjectId>,
  projectId: ProjectId,
  parentId: ProjectId,
  since: Instant | null,
): void {
  const chain = circleWith(tree, projectId, parentId, since);
  if (chain === undefined) return;
  const named = [projectId, ...chain].join(' under ');
  reject('project-cycle', `The project would stand under itself: ${named}. Choose another parent, or another time.`, {
    chain,
  });
}
