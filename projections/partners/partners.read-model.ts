import Type, { type Static } from 'typebox';
import { References } from '../../libs/kernel/references.js';
import { partnerProfile, type PartnerEvent } from '../../libs/partners/partner/partner.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key } from '../row-schemas.js';

const PartnerRow = Type.Object({
  _id: key,
  archived: Type.Boolean(),
  ...partnerProfile.row,
  createdAt: Type.String({ format: 'date-time' }),
  references: References,
});
export type PartnerRow = Static<typeof PartnerRow>;

/** PAR-03: partners as lists show them. What came through each is a question of its own. */
export const partners = readModel<PartnerEvent>()({
  name: 'partners',
  version: 1,
  row: PartnerRow,
  fields: {
    name: 'text',
    archived: 'boolean',
    city: 'text',
    country: 'text',
    ownerId: 'text',
    projectId: 'text',
    createdAt: 'instant',
    references: 'references',
  },
  search: ['name', 'city'],
  indexes: [['name'], ['country'], ['ownerId'], ['projectId'], ['createdAt']],
  keepsHistory: true,
  on: {
    PartnerCreated: (_row, { data, metadata }) => ({
      _id: data.partnerId,
      archived: false,
      ...partnerProfile.newRow(data),
      createdAt: metadata.occurredAt,
      references: data.references,
    }),
    PartnerEdited: (row, { data }) => partnerProfile.editedRow(row, data),
    PartnerArchived: (row) => ({ ...row, archived: true }),
    PartnerUnarchived: (row) => ({ ...row, archived: false }),
    PartnerDeleted: () => null,
    PartnerReferenced: referenced,
    PartnerUnreferenced: unreferenced,
  },
});
