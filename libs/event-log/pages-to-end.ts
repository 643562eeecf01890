import { setImmediate } from 'node:timers/promises';
import type { EventLog, LogPage, ReadAllOptions } from './event-log.js';

/** The log page by page until one has caught up: for those who want what is there, and do not follow. @throws PositionUnknown */
export async function* pagesToEnd(
  log: Pick<EventLog, 'readAll'>,
  { after, count = 500 }: Partial<ReadAllOptions> = {},
): AsyncGenerator<LogPage, void, undefined> {
  for (let at = after; ;) {
    const page = await log.readAll({ after: at, count });
    yield page;
    if (page.caughtUp) return;
    at = page.next;
    // An embedded log answers at once: others get their turn between two pages.
    await setImmediate();
  }
}
