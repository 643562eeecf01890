import { SalesSettingsChanged } from '../../libs/organisation/sales-settings/sales-settings.events.js';
import { salesSettingsId } from '../../libs/organisation/sales-settings/sales-settings.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { salesSettingsRows } from './sales-settings.read-model.js';

const after = rowAfter(salesSettingsRows, `salesSettings-${salesSettingsId}`);
const [on, off] = [{ usePriceBookItems: true }, { usePriceBookItems: false }];

describe('the sales settings (SET-08)', () => {
  it('have no row as delivered', () => expect(after()).toBeUndefined());
  it('have what was said last', () => {
    const switchedOff = SalesSettingsChanged.of({ from: on, to: off });
    expect(after(switchedOff)).toEqual({ _id: salesSettingsId, ...off });
    expect(after(switchedOff, SalesSettingsChanged.of({ from: off, to: on }))).toEqual({ _id: salesSettingsId, ...on });
  });
});
