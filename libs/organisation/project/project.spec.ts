import { instantOf } from '../../kernel/dates.js';
import { newId, type ProjectId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import {
  ProjectCreated,
  ProjectMoved,
  ProjectReferenced,
  ProjectRenamed,
  ProjectUnreferenced,
} from './project.events.js';
import { crmProjectId, project, type CreateProject } from './project.js';

const projectId = newId<ProjectId>();
const erp = { system: 'erp', type: 'cost-centre', id: '700' };
const create: CreateProject = {
  type: 'CreateProject',
  projectId,
  name: 'Europe',
  parentId: crmProjectId,
  references: [],
};
const created = ProjectCreated.of({ projectId, name: 'Europe', parentId: crmProjectId, references: [] });
const since = instantOf(Date.UTC(2017, 5, 1));
const edit = { type: 'EditProject', projectId } as const;

describe('a project (SYS-03)', () => {
  it('is created in the tree', () => given(project).when(create).thenEvents(created));
  it('is not created again by the same', () => given(project, created).when(create).thenNothing());
  it('is not created again as another', () =>
    given(project, created)
      .when({ ...create, name: 'Asia' })
      .thenRejected('project-exists'));
  it('is compared with its creation when it is created again', () => {
    const moved = ProjectMoved.of({ projectId, from: crmProjectId, to: null, since });
    given(project, created, moved).when(create).thenNothing();
    given(project, created, moved)
      .when({ ...create, parentId: undefined })
      .thenRejected('project-exists');
  });
  it('has the same id "CRM" everywhere', () => expect(crmProjectId).toBe('3979a1ec-4a9e-5051-a5fc-f1ca723318dd'));

  it('is renamed and moved in one edit', () =>
    given(project, created)
      .when({ ...edit, name: 'EMEA', place: { parentId: null, since } })
      .thenEvents(
        ProjectRenamed.of({ projectId, from: 'Europe', to: 'EMEA' }),
        ProjectMoved.of({ projectId, from: crmProjectId, to: null, since }),
      ));
  it('stays when edited to what it is', () =>
    given(project, created)
      .when({ ...edit, name: 'Europe', place: { parentId: crmProjectId, since: null } })
      .thenNothing());
  it('cannot be edited before it exists', () => given(project).when(edit).thenRejected('project-not-found'));
  it('is never its own parent', () => {
    given(project)
      .when({ ...create, parentId: projectId })
      .thenRejected('project-cycle');
  });

  it('is moved by the date of the move, which an earlier one does not undo (ADR 37)', () => {
    const earlier = instantOf(Date.UTC(2017, 4, 1));
    const moved = ProjectMoved.of({ projectId, from: crmProjectId, to: null, since });
    const other = newId<ProjectId>();
    const back = given(project, created, moved).when({ ...edit, place: { parentId: other, since: earlier } });
    const movedBack = ProjectMoved.of({ projectId, from: crmProjectId, to: other, since: earlier });
    back.thenEvents(movedBack);
    expect(given(project, created, moved, movedBack).state?.parents).toEqual([
      { from: null, value: crmProjectId },
      { from: earlier, value: other },
      { from: since, value: null },
    ]);
    given(project, created, moved, movedBack)
      .when({ ...edit, place: { parentId: other, since: earlier } })
      .thenNothing();
  });
  it('has moved when it happened where a move was stored without a date', () => {
    const moved = { ...ProjectMoved.of({ projectId, from: crmProjectId, to: null }), metadata: { occurredAt: since } };
    expect(given(project, created, moved).state?.parents).toEqual([
      { from: null, value: crmProjectId },
      { from: since, value: null },
    ]);
  });

  it('takes and loses references of outside systems, each once', () => {
    const reference = { type: 'ReferenceProject', projectId, reference: erp } as const;
    const unreference = { type: 'UnreferenceProject', projectId, reference: erp } as const;
    const referenced = ProjectReferenced.of({ projectId, reference: erp });
    given(project, created).when(reference).thenEvents(referenced);
    given(project, created, referenced).when(reference).thenNothing();
    given(project, created, referenced)
      .when(unreference)
      .thenEvents(ProjectUnreferenced.of({ projectId, reference: erp }));
    given(project, created).when(unreference).thenNothing();
  });
});
