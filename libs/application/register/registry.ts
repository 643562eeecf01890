import { eventRegistry, type Upcaster } from '../../event-log/event-registry.js';
import type { Upcast } from '../../event-log/upcasting-log.js';
import { allEvents } from './all-events.js';

export { readModels } from './read-models.js';

/** How events of types that are no longer written are read, by their type. None was retired yet. */
const upcasters: Readonly<Record<string, Upcaster>> = {};

/** Every event that is written, and every one that ever was. */
export const registry = eventRegistry(
  allEvents.flatMap(({ events }) => events),
  upcasters,
);

export const upcast: Upcast = (event) => registry.upcast(event);

/** This module, from which threads that project know the read models: functions don't go from one thread to another. */
export const modelsModule = new URL('./registry.js', import.meta.url);
