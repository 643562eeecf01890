import Type from 'typebox';
import { idSchema, type ProjectId } from '../../libs/kernel/ids.js';
import { References } from '../../libs/kernel/references.js';
import type { ProjectEvent } from '../../libs/organisation/project/project.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key, Nullable } from '../row-schemas.js';

/** SYS-03: the tree of projects. */
export const projects = readModel<ProjectEvent>()({
  name: 'projects',
  version: 2,
  row: Type.Object({
    _id: key,
    name: Type.String(),
    parentId: Nullable(idSchema<ProjectId>()),
    references: References,
  }),
  fields: { name: 'text', parentId: 'text', references: 'references' },
  search: ['name'],
  indexes: [['parentId']],
  keepsHistory: true,
  on: {
    ProjectCreated: (_row, { data }) => ({
      _id: data.projectId,
      name: data.name,
      parentId: data.parentId ?? null,
      references: data.references,
    }),
    ProjectRenamed: (row, { data }) => ({ ...row, name: data.to }),
    ProjectMoved: (row, { data }) => ({ ...row, parentId: data.to }),
    ProjectReferenced: referenced,
    ProjectUnreferenced: unreferenced,
  },
});
