import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';

const settings = Type.Object({ usePriceBookItems: Type.Boolean() });

/** SET-08, decision 2: with price-book items in use, selling needs an active quote. */
export const SalesSettingsChanged = eventType('SalesSettingsChanged', { from: settings, to: settings });

export const salesSettingsEvents = [SalesSettingsChanged] as const;
export type SalesSettingsEvent = EventOf<(typeof salesSettingsEvents)[number]>;
