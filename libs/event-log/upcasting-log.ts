import type { RecordedEvent } from '../kernel/events.js';
import type { EventLog, LogPage, SubscribeOptions } from './event-log.js';

export type Upcast = (event: RecordedEvent) => RecordedEvent;

/** The log as readers of today see it: every event as its newest type. What is stored stays as it is. */
export const upcastingLog = (log: EventLog, upcast: Upcast): EventLog => ({
  append: (stream, expected, events) => log.append(stream, expected, events),
  read: async (stream, from, count) => (await log.read(stream, from, count)).map(upcast),
  readMany: async (tails) => (await log.readMany(tails)).map((events) => events.map(upcast)),
  readAll: async (options) => upcastPage(await log.readAll(options), upcast),
  subscribe: (options) => upcastPages(log, upcast, options),
  compare: (a, b) => log.compare(a, b),
  head: () => log.head(),
  recordAfter: (instant) => log.recordAfter(instant),
  close: () => log.close(),
});

async function* upcastPages(log: EventLog, upcast: Upcast, options?: SubscribeOptions): AsyncGenerator<LogPage> {
  for await (const page of log.subscribe(options)) yield upcastPage(page, upcast);
}

const upcastPage = (page: LogPage, upcast: Upcast): LogPage => ({ ...page, events: page.events.map(upcast) });
