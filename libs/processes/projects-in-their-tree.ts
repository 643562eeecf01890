import type { ProjectId } from '../kernel/ids.js';
import type { Instant } from '../kernel/dates.js';
import { isEvent } from '../kernel/events.js';
import { ProjectCreated, ProjectMoved } from '../organisation/project/project.events.js';
import type { EditProject } from '../organisation/project/project.js';
import { ProjectPlaced } from '../organisation/project-hierarchy/project-hierarchy.events.js';
import { projectHierarchyId, type PlaceProject } from '../organisation/project-hierarchy/project-hierarchy.js';
import type { Process, TargetCommand } from './process.js';

/**
 * SYS-03: a new project stands in the tree under the parent that it was created with, and so does one that was moved before there
 * was a tree of its own. What a project's own stream says because the tree decided so changes nothing there.
 */
export const projectsInTheirTree: Process<PlaceProject> = {
  name: 'projects-in-their-tree',
  startsAt: 'beginning',
  handles: [ProjectCreated.type, ProjectMoved.type],
  react(event) {
    if (isEvent(ProjectMoved, event)) {
      const { projectId, to, since } = event.data;
      return since === undefined ? [placed(projectId, to, event.metadata.occurredAt)] : [];
    }
    if (!isEvent(ProjectCreated, event) || event.data.parentId === undefined) return [];
    return [placed(event.data.projectId, event.data.parentId, null)];
  },
};

const placed = (
  projectId: ProjectId,
  parentId: ProjectId | null,
  since: Instant | null,
): TargetCommand<PlaceProject> => ({
  decider: 'projectHierarchy',
  target: projectHierarchyId,
  command: { type: 'PlaceProject', projectId, parentId, since },
});

/** SYS-03: a project is where the tree has put it, also where whoever moved it did not come to saying so. */
export const projectsMoveWithTheirTree: Process<EditProject> = {
  name: 'projects-move-with-their-tree',
  startsAt: 'beginning',
  handles: [ProjectPlaced.type],
  react(event) {
    if (!isEvent(ProjectPlaced, event)) return [];
    const { projectId, to: parentId, since } = event.data;
    const command = { type: 'EditProject', projectId, place: { parentId, since } } as const;
    return [{ decider: 'project', target: projectId, command }];
  },
};
