import Type from 'typebox';
import { LostReasonCode, type LostReasonEvent } from '../../libs/organisation/lost-reason/lost-reason.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key } from '../row-schemas.js';

/** The reasons that losing an opportunity can name. */
export const lostReasons = readModel<LostReasonEvent>()({
  name: 'lostReasons',
  version: 1,
  row: Type.Object({ _id: key, code: LostReasonCode, label: Type.String(), retired: Type.Boolean() }),
  fields: { code: 'text', retired: 'boolean' },
  indexes: [['code']],
  keepsHistory: true,
  on: {
    LostReasonAdded: (_row, { data }) => ({
      _id: data.lostReasonId,
      code: data.code,
      label: data.label,
      retired: false,
    }),
    LostReasonRenamed: (row, { data }) => ({ ...row, label: data.to }),
    LostReasonRetired: (row) => ({ ...row, retired: true }),
  },
});
