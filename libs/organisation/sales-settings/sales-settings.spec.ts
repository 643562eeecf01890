import { newId, type ProjectId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { salesSettings } from './sales-settings.js';
import { SalesSettingsChanged } from './sales-settings.events.js';

const off = SalesSettingsChanged.of({ from: { usePriceBookItems: true }, to: { usePriceBookItems: false } });

const campaignProjectId = newId<ProjectId>();
const named = SalesSettingsChanged.of({
  from: { usePriceBookItems: true },
  to: { usePriceBookItems: true, campaignProjectId },
});

describe('sales settings (SET-08, SET-20)', () => {
  it('name a project for campaigns, or none, and leave the others as they are', () => {
    given(salesSettings).when({ type: 'ChangeSalesSettings', campaignProjectId }).thenEvents(named);
    given(salesSettings, named).when({ type: 'ChangeSalesSettings', campaignProjectId }).thenNothing();
    given(salesSettings, named)
      .when({ type: 'ChangeSalesSettings', campaignProjectId: null })
      .thenEvents(SalesSettingsChanged.of({ from: named.data.to, to: named.data.from }));
    given(salesSettings).when({ type: 'ChangeSalesSettings', campaignProjectId: null }).thenNothing();
  });
  it('use price-book items until told otherwise', () => {
    given(salesSettings).when({ type: 'ChangeSalesSettings', usePriceBookItems: false }).thenEvents(off);
  });
  it('stay quiet when nothing changes', () => {
    given(salesSettings, off).when({ type: 'ChangeSalesSettings', usePriceBookItems: false }).thenNothing();
    given(salesSettings).when({ type: 'ChangeSalesSettings', usePriceBookItems: true }).thenNothing();
  });
});
