import Type from 'typebox';
import type { PriceBookEvent } from '../../libs/catalogue/price-book/price-book.events.js';
import { idSchema, type ProjectId } from '../../libs/kernel/ids.js';
import { References, withReference, withoutReference } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

const ProjectIds = Type.Unsafe<readonly ProjectId[]>(Type.Array(idSchema<ProjectId>()));

/** PB-02, PB-06: `projectIds` null serves every project. */
export const priceBooks = readModel<PriceBookEvent>()({
  name: 'priceBooks',
  version: 1,
  row: Type.Object({
    _id: key,
    name: Type.String(),
    description: Nullable(Type.String()),
    active: Type.Boolean(),
    projectIds: Nullable(ProjectIds),
    references: References,
  }),
  fields: { name: 'text', active: 'boolean' },
  indexes: [],
  on: {
    PriceBookCreated: (_row, { data }) => ({
      _id: data.priceBookId,
      name: data.name,
      description: data.description ?? null,
      active: data.active,
      projectIds: data.projectIds ?? null,
      references: data.references,
    }),
    PriceBookEdited: (row, { data }) => ({ ...row, ...data.to }),
    PriceBookReferenced: (row, { data }) => ({ ...row, references: withReference(row.references, data.reference) }),
    PriceBookUnreferenced: (row, { data }) => ({
      ...row,
      references: withoutReference(row.references, data.reference),
    }),
  },
});
