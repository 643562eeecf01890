import Type, { type Static } from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type ProjectId } from '../../kernel/ids.js';

export const SalesSettings = Type.Object({
  usePriceBookItems: Type.Boolean(),
  campaignProjectId: Type.Optional(idSchema<ProjectId>()),
});
export type SalesSettings = Readonly<Static<typeof SalesSettings>>;

/**
 * SET-08, decision 2: with price-book items in use, selling needs an active quote. SET-20: `campaignProjectId` is the project of
 * campaigns that name none.
 */
export const SalesSettingsChanged = eventType('SalesSettingsChanged', { from: SalesSettings, to: SalesSettings });

export const salesSettingsEvents = [SalesSettingsChanged] as const;
export type SalesSettingsEvent = EventOf<(typeof salesSettingsEvents)[number]>;
