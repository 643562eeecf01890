import { pick } from '../../kernel/changes.js';
import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
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
/** `parentId` null: to the top of the tree. Whether a farther ancestor closes a cycle is for the caller to check. */
export interface EditProject {
  readonly type: 'EditProject';
  readonly projectId: ProjectId;
  readonly name?: string | undefined;
  readonly parentId?: ProjectId | null | undefined;
}
export type ReferenceProject = ReferenceCommand<typeof ProjectReferenced>;
export type ProjectCommand = CreateProject | EditProject | ReferenceProject;
export const projectRefusals = refusals({
  'project-exists': 'conflict',
  'project-not-found': 'not-found',
  'project-cycle': 'conflict',
});

type Project = Created<typeof ProjectCreated>;
export type ProjectState = Project | null;
type OwnEvent = WithoutReferences<ProjectEvent>;

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
    if (event.type === 'ProjectCreated') return asCreated(event.data);
    if (state === null) return state;
    switch (event.type) {
      case 'ProjectRenamed':
        return { ...state, name: event.data.to };
      case 'ProjectMoved':
        return { ...state, parentId: event.data.to ?? undefined };
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

function edit({ projectId, name, parentId }: EditProject, state: Project): readonly OwnEvent[] {
  refuseSelf(projectId, parentId);
  const parent = state.parentId ?? null;
  const renamed = name !== undefined && name !== state.name;
  const moved = parentId !== undefined && parentId !== parent;
  return [
    ...(renamed ? [ProjectRenamed.of({ projectId, from: state.name, to: name })] : []),
    ...(moved ? [ProjectMoved.of({ projectId, from: parent, to: parentId })] : []),
  ];
}

function refuseSelf(projectId: ProjectId, parentId: ProjectId | null | undefined): void {
  if (parentId === projectId)
    reject('project-cycle', `The project ${projectId} cannot be its own parent. Name another one.`);
}
