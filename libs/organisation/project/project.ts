import { pick } from '../../kernel/changes.js';
import { createdAgain, type Created } from '../../kernel/creation.js';
import { inForce, isSaid, withValue, type Dated } from '../../kernel/dated.js';
import type { Instant } from '../../kernel/dates.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf, Happened } from '../../kernel/events.js';
import { derivedId, type ProjectId } from '../../kernel/ids.js';
import type { References } from '../../kernel/references.js';
import { withReferences, type ReferenceCommand, type WithoutReferences } from '../../kernel/with-references.js';
import {
  ProjectCreated,
  ProjectMoved,
  ProjectReferenced,
  ProjectRenamed,
  ProjectUnreferenced,
  type ProjectEvent,
} from './project.events.js';

/** SYS-03: the ready-made project "CRM", to which everything belongs that names no other. */
export const crmProjectId = derivedId<ProjectId>('project', 'CRM');

export interface CreateProject {
  readonly type: 'CreateProject';
  readonly projectId: ProjectId;
  readonly name: string;
  readonly parentId?: ProjectId | undefined;
  readonly references: References;
}
/** Where a project stands since when, as the tree of projects has decided; null: at the top. */
export interface ProjectPlace {
  readonly parentId: ProjectId | null;
  readonly since: Instant | null;
}
export interface EditProject {
  readonly type: 'EditProject';
  readonly projectId: ProjectId;
  readonly name?: string | undefined;
  readonly place?: ProjectPlace | undefined;
}
export type ReferenceProject = ReferenceCommand<typeof ProjectReferenced>;
export type ProjectCommand = CreateProject | EditProject | ReferenceProject;
export const projectRefusals = refusals({
  'project-exists': 'conflict',
  'project-not-found': 'not-found',
  'project-cycle': 'conflict',
});

interface Project extends Omit<Created<typeof ProjectCreated>, 'parentId'> {
  /** By their own dates. */
  readonly parents: Dated<Instant, ProjectId | null>;
}
export type ProjectState = Project | null;
type OwnEvent = WithoutReferences<ProjectEvent> & Happened;

const reject = rejecting(projectRefusals);

const decider: Decider<WithoutReferences<ProjectCommand>, OwnEvent, ProjectState> = {
  category: 'project',
  initialState: null,
  streamIdOf: (command) => command.projectId,

  decide(command, state) {
    switch (command.type) {
      case 'CreateProject':
        return create(command, state);
      case 'EditProject':
        return edit(command, state ?? notFound(command));
    }
  },

  evolve(state, event) {
    if (event.type === 'ProjectCreated') {
      const { parentId = null, ...data } = event.data;
      return { ...data, created: event.data, parents: [{ from: null, value: parentId }] };
    }
    if (state === null) return state;
    switch (event.type) {
      case 'ProjectRenamed':
        return { ...state, name: event.data.to };
      case 'ProjectMoved':
        return { ...state, parents: withValue(state.parents, sinceOf(event), event.data.to) };
    }
  },
};

export const project: Decider<ProjectCommand, ProjectEvent, ProjectState> = withReferences(decider, {
  referenced: ProjectReferenced,
  unreferenced: ProjectUnreferenced,
  idOf: ({ projectId }) => projectId,
  notFound,
});

function notFound({ projectId }: { readonly projectId: ProjectId }): never {
  return reject('project-not-found', `There is no project ${projectId}.`);
}

function create(command: CreateProject, state: ProjectState): readonly OwnEvent[] {
  const event = ProjectCreated.of(pick(command, ['projectId', 'name', 'parentId', 'references']));
  const { projectId, parentId } = command;
  if (state !== null) {
    return createdAgain(state.created, event, () =>
      reject('project-exists', `The project ${projectId} exists and was not created like this one. Edit it instead.`),
    );
  }
  refuseSelf(projectId, parentId);
  return [event];
}

function edit({ projectId, name, place }: EditProject, { name: before, parents }: Project): readonly OwnEvent[] {
  const renamed = name !== undefined && name !== before;
  return [
    ...(renamed ? [ProjectRenamed.of({ projectId, from: before, to: name })] : []),
    ...(place === undefined ? [] : move(projectId, place, parents)),
  ];
}

/** The first parent is in the event that created the project; it alone holds from the beginning. */
function move(
  projectId: ProjectId,
  { parentId: to, since }: ProjectPlace,
  parents: Project['parents'],
): readonly OwnEvent[] {
  if (since === null || isSaid(parents, since, to)) return [];
  return [ProjectMoved.of({ projectId, from: inForce(parents, since)?.value ?? null, to, since })];
}

/** Of a move that was stored without a date of its own: when it happened. */
const sinceOf = ({ data, metadata }: { readonly data: DataOf<typeof ProjectMoved> } & Happened): Instant | null =>
  data.since ?? metadata?.occurredAt ?? null;

function refuseSelf(projectId: ProjectId, parentId: ProjectId | null | undefined): void {
  if (parentId === projectId)
    reject('project-cycle', `The project ${projectId} cannot be its own parent. Name another one.`);
}
