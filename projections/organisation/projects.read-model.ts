import Type from 'typebox';
import { inForce, withValue } from '../../libs/kernel/dated.js';
import { Instant } from '../../libs/kernel/dates.js';
import { idSchema, type ProjectId } from '../../libs/kernel/ids.js';
import { References } from '../../libs/kernel/references.js';
import type { ProjectEvent } from '../../libs/organisation/project/project.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key, Nullable } from '../row-schemas.js';

/** SYS-03: the tree of projects. The parent of a time is that of the row as it is known, whenever it was entered (ADR 37). */
export const projects = readModel<ProjectEvent>()({
  name: 'projects',
  version: 3,
  row: Type.Object({
    _id: key,
    name: Type.String(),
    parentId: Nullable(idSchema<ProjectId>()),
    /** By their own dates, the earliest first. */
    parents: Type.Array(Type.Object({ from: Nullable(Instant), value: Nullable(idSchema<ProjectId>()) })),
    references: References,
  }),
  fields: { name: 'text', parentId: 'text', references: 'references' },
  search: ['name'],
  indexes: [['parentId']],
  keepsHistory: true,
  isSetting: true,
  inForce: (row, { parents }, { asOf }) => ({ ...row, parents, parentId: inForce(parents, asOf)?.value ?? null }),
  on: {
    ProjectCreated: (_row, { data }) => ({
      _id: data.projectId,
      name: data.name,
      parentId: data.parentId ?? null,
      parents: [{ from: null, value: data.parentId ?? null }],
      references: data.references,
    }),
    ProjectRenamed: (row, { data }) => ({ ...row, name: data.to }),
    ProjectMoved: (row, { data, metadata }) => {
      const parents = [...withValue(row.parents, data.since ?? metadata.occurredAt, data.to)];
      return { ...row, parents, parentId: inForce(parents)?.value ?? null };
    },
    ProjectReferenced: referenced,
    ProjectUnreferenced: unreferenced,
  },
});
