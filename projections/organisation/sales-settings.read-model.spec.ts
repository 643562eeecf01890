import type { ProjectId } from '../../libs/kernel/ids.js';
import { SalesSettingsChanged } from '../../libs/organisation/sales-settings/sales-settings.events.js';
import { salesSettingsId } from '../../libs/organisation/sales-settings/sales-settings.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { salesSettingsRows } from './sales-settings.read-model.js';

const after = rowAfter(salesSettingsRows, `salesSettings-${salesSettingsId}`);
const [on, off] = [{ usePriceBookItems: true }, { usePriceBookItems: false }];

describe('the sales settings (SET-08, SET-20)', () => {
  it('have no row as delivered', () => expect(after()).toBeUndefined());
  it('have what was said last', () => {
    const switchedOff = SalesSettingsChanged.of({ from: on, to: off });
    expect(after(switchedOff)).toEqual({ _id: salesSettingsId, ...off, campaignProjectId: null });
    const to = { ...on, campaignProjectId: idOf<ProjectId>('marketing') };
    expect(after(switchedOff, SalesSettingsChanged.of({ from: off, to }))).toEqual({ _id: salesSettingsId, ...to });
  });
});
