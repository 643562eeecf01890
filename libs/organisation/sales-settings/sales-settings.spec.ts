import { given } from '../../testing/given.js';
import { salesSettings } from './sales-settings.js';
import { SalesSettingsChanged } from './sales-settings.events.js';

const off = SalesSettingsChanged.of({ from: { usePriceBookItems: true }, to: { usePriceBookItems: false } });

describe('sales settings (SET-08)', () => {
  it('use price-book items until told otherwise', () => {
    given(salesSettings).when({ type: 'ChangeSalesSettings', usePriceBookItems: false }).thenEvents(off);
  });
  it('stay quiet when nothing changes', () => {
    given(salesSettings, off).when({ type: 'ChangeSalesSettings', usePriceBookItems: false }).thenNothing();
    given(salesSettings).when({ type: 'ChangeSalesSettings', usePriceBookItems: true }).thenNothing();
  });
});
