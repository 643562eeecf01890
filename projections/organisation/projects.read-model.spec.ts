import type { ProjectId } from '../../libs/kernel/ids.js';
import {
  ProjectCreated,
  ProjectMoved,
  ProjectReferenced,
  ProjectRenamed,
  ProjectUnreferenced,
} from '../../libs/organisation/project/project.events.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { instantOf } from '../../libs/kernel/dates.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { projects } from './projects.read-model.js';

const projectId = idOf<ProjectId>('europe');
const crm = idOf<ProjectId>('crm');
const reference = { system: 'erp', type: 'cost-centre', id: '700' };
const created = ProjectCreated.of({ projectId, name: 'Europe', parentId: crm, references: [reference] });
const after = rowAfter(projects, `project-${projectId}`);

describe('the tree of projects (SYS-03)', () => {
  it('has a project as it was created', () =>
    expect(after(created)).toEqual({
      _id: projectId,
      name: 'Europe',
      parentId: crm,
      parents: [{ from: null, value: crm }],
      references: [reference],
    }));
  it('has one at the top without a parent', () =>
    expect(after(ProjectCreated.of({ projectId, name: 'CRM', references: [] }))).toMatchObject({ parentId: null }));
  it('has the new name of a renamed one', () =>
    expect(after(created, ProjectRenamed.of({ projectId, from: 'Europe', to: 'EMEA' }))).toEqual({
      ...after(created),
      name: 'EMEA',
    }));
  it('has a moved one under its new parent, or at the top', () => {
    const moved = ProjectMoved.of({ projectId, from: crm, to: null });
    // The second event of a stream in tests happens on this day.
    const first = { from: null, value: crm };
    expect(after(created, moved)).toMatchObject({
      parentId: null,
      parents: [first, { from: '2017-03-01T10:00:00.000Z', value: null }],
    });
    const other = idOf<ProjectId>('other');
    const since = (day: number) => instantOf(Date.UTC(2017, 0, day));
    const dated = (to: ProjectId, day: number) => ProjectMoved.of({ projectId, from: null, to, since: since(day) });
    const row = after(created, dated(other, 9), dated(projectId, 5), dated(crm, 5));
    expect(row).toMatchObject({
      parentId: other,
      parents: [first, { from: since(5), value: crm }, { from: since(9), value: other }],
    });
    const shown = row && [4, 5, 9].map((day) => projects.inForce?.(row, row, { asOf: since(day) }).parentId);
    expect(shown).toEqual([crm, crm, other]);
  });
  it('has its references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '701' };
    const referenced = ProjectReferenced.of({ projectId, reference: other });
    const unreferenced = ProjectUnreferenced.of({ projectId, reference });
    expect(after(created, referenced)).toEqual({ ...after(created), references: [reference, other] });
    expect(after(created, referenced, unreferenced)).toEqual({ ...after(created), references: [other] });
  });
});
