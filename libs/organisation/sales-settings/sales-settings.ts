import type { Decider } from '../../kernel/decider.js';
import { derivedId } from '../../kernel/ids.js';
import { SalesSettingsChanged, type SalesSettingsEvent } from './sales-settings.events.js';

/** There is one of them. */
export const salesSettingsId = derivedId('salesSettings');

export interface ChangeSalesSettings {
  readonly type: 'ChangeSalesSettings';
  readonly usePriceBookItems: boolean;
}
export interface SalesSettings {
  readonly usePriceBookItems: boolean;
}

/** How the organisation sells. */
export const salesSettings: Decider<ChangeSalesSettings, SalesSettingsEvent, SalesSettings> = {
  category: 'salesSettings',
  initialState: { usePriceBookItems: true },
  streamIdOf: () => salesSettingsId,

  decide({ usePriceBookItems }, from) {
    if (usePriceBookItems === from.usePriceBookItems) return [];
    return [SalesSettingsChanged.of({ from, to: { usePriceBookItems } })];
  },

  evolve: (_state, { data }) => data.to,
};
