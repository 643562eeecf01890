import Type from 'typebox';
import { Instant } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type ProjectId } from '../../kernel/ids.js';

const projectId = idSchema<ProjectId>();
const parentId = Type.Union([projectId, Type.Null()]);

/** SYS-03: the project stands under another one since then; null: at the top, or from the beginning. Until the date of its next parent. */
export const ProjectPlaced = eventType('ProjectPlaced', {
  projectId,
  from: parentId,
  to: parentId,
  since: Type.Union([Instant, Type.Null()]),
});

export const projectHierarchyEvents = [ProjectPlaced] as const;
export type ProjectHierarchyEvent = EventOf<(typeof projectHierarchyEvents)[number]>;
