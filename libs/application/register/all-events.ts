import type { EventType } from '../../kernel/events.js';
import { aggregates } from './aggregates.js';

export interface EventGroup {
  readonly aggregate: string;
  /** Published: outside systems subscribe to it. */
  readonly published: boolean;
  readonly events: readonly EventType<string, unknown>[];
}

/** Every event there is, by aggregate: for the check on append, sealing and the documentation. */
export const allEvents: readonly EventGroup[] = Object.values(aggregates).map(({ category, registration }) => ({
  aggregate: category,
  published: registration.isPublished,
  events: registration.events,
}));
