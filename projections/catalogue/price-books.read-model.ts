import Type from 'typebox';
import { priceBookProfile, type PriceBookEvent } from '../../libs/catalogue/price-book/price-book.events.js';
import { References } from '../../libs/kernel/references.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key } from '../row-schemas.js';

/** PB-02, PB-06: `projectIds` null serves every project. */
export const priceBooks = readModel<PriceBookEvent>()({
  name: 'priceBooks',
  version: 3,
  row: Type.Object({ _id: key, ...priceBookProfile.row, references: References }),
  fields: { name: 'text', active: 'boolean', references: 'references' },
  search: ['name'],
  indexes: [],
  keepsHistory: true,
  on: {
    PriceBookCreated: (_row, { data }) => ({
      _id: data.priceBookId,
      ...priceBookProfile.newRow(data),
      references: data.references,
    }),
    PriceBookEdited: (row, { data }) => priceBookProfile.editedRow(row, data),
    PriceBookReferenced: referenced,
    PriceBookUnreferenced: unreferenced,
  },
});
