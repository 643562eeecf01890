import Type from 'typebox';
import { idSchema, type ProjectId } from '../../libs/kernel/ids.js';
import type { SalesSettingsEvent } from '../../libs/organisation/sales-settings/sales-settings.events.js';
import { salesSettingsId } from '../../libs/organisation/sales-settings/sales-settings.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key, Nullable } from '../row-schemas.js';

/** SET-08, SET-20; no row: as delivered. Before it was first changed it is as that left it (ADR 36). */
export const salesSettingsRows = readModel<SalesSettingsEvent>()({
  name: 'salesSettings',
  version: 3,
  row: Type.Object({
    _id: key,
    usePriceBookItems: Type.Boolean(),
    campaignProjectId: Nullable(idSchema<ProjectId>()),
  }),
  fields: {},
  indexes: [],
  keepsHistory: true,
  isSetting: true,
  on: {
    SalesSettingsChanged: (_row, { data }) => ({ _id: salesSettingsId, campaignProjectId: null, ...data.to }),
  },
});
