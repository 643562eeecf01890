import Type from 'typebox';
import { Instant } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type ProjectId } from '../../kernel/ids.js';
import { Reference, References } from '../../kernel/references.js';

const projectId = idSchema<ProjectId>();

/** SYS-03: projects form a tree; everything in the CRM belongs to one of them. */
export const ProjectCreated = eventType('ProjectCreated', {
  projectId,
  name: Type.String(),
  parentId: Type.Optional(projectId),
  references: References,
});
export const ProjectRenamed = eventType('ProjectRenamed', { projectId, from: Type.String(), to: Type.String() });
/** Null: at the top of the tree. Since `since`, else since it happened; until the date of its next parent. The tree decided on it. */
export const ProjectMoved = eventType('ProjectMoved', {
  projectId,
  from: Type.Union([projectId, Type.Null()]),
  to: Type.Union([projectId, Type.Null()]),
  since: Type.Optional(Instant),
});
export const ProjectReferenced = eventType('ProjectReferenced', { projectId, reference: Reference });
export const ProjectUnreferenced = eventType('ProjectUnreferenced', { projectId, reference: Reference });

export const projectEvents = [
  ProjectCreated,
  ProjectRenamed,
  ProjectMoved,
  ProjectReferenced,
  ProjectUnreferenced,
] as const;
export type ProjectEvent = EventOf<(typeof projectEvents)[number]>;
