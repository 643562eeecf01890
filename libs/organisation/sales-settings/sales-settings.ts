import { withChanges, type Changes } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import { derivedId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import { SalesSettingsChanged, type SalesSettings, type SalesSettingsEvent } from './sales-settings.events.js';

/** There is one of them. */
export const salesSettingsId = derivedId('salesSettings');

/** Null clears; what is absent stays. */
export interface ChangeSalesSettings extends Changes<SalesSettings> {
  readonly type: 'ChangeSalesSettings';
}

/** How the organisation sells. */
export const salesSettings: Decider<ChangeSalesSettings, SalesSettingsEvent, SalesSettings> = {
  category: 'salesSettings',
  initialState: { usePriceBookItems: true },
  streamIdOf: () => salesSettingsId,

  decide({ type: _, ...changes }, from) {
    const to = withChanges(from, changes);
    return sameJson(from, to) ? [] : [SalesSettingsChanged.of({ from, to })];
  },

  evolve: (_state, { data }) => data.to,
};
