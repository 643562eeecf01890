import type { ProjectId } from '../../libs/kernel/ids.js';
import {
  ProjectCreated,
  ProjectMoved,
  ProjectReferenced,
  ProjectRenamed,
  ProjectUnreferenced,
} from '../../libs/organisation/project/project.events.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { projects } from './projects.read-model.js';

const projectId = idOf<ProjectId>('europe');
const crm = idOf<ProjectId>('crm');
const reference = { system: 'erp', type: 'cost-centre', id: '700' };
const created = ProjectCreated.of({ projectId, name: 'Europe', parentId: crm, references: [reference] });
const after = rowAfter(projects, `project-${projectId}`);

describe('the tree of projects (SYS-03)', () => {
  it('has a project as it was created', () =>
    expect(after(created)).toEqual({ _id: projectId, name: 'Europe', parentId: crm, references: [reference] }));
  it('has one at the top without a parent', () =>
    expect(after(ProjectCreated.of({ projectId, name: 'CRM', references: [] }))).toMatchObject({ parentId: null }));
  it('has the new name of a renamed one', () =>
    expect(after(created, ProjectRenamed.of({ projectId, from: 'Europe', to: 'EMEA' }))).toEqual({
      ...after(created),
      name: 'EMEA',
    }));
  it('has a moved one under its new parent, or at the top', () => {
    const moved = ProjectMoved.of({ projectId, from: crm, to: null });
    expect(after(created, moved)).toEqual({ ...after(created), parentId: null });
    expect(after(created, moved, ProjectMoved.of({ projectId, from: null, to: crm }))).toEqual(after(created));
  });
  it('has its references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '701' };
    const referenced = ProjectReferenced.of({ projectId, reference: other });
    const unreferenced = ProjectUnreferenced.of({ projectId, reference });
    expect(after(created, referenced)).toEqual({ ...after(created), references: [reference, other] });
    expect(after(created, referenced, unreferenced)).toEqual({ ...after(created), references: [other] });
  });
});
