import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEventLog } from '../../../libs/event-log/sqlite/sqlite-event-log.js';
import { systemClock } from '../../../libs/kernel/dates.js';
import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { pagesToEnd } from '../../../libs/event-log/pages-to-end.js';

/**
 * The whole log of a folder, in which nobody writes just now. Read from a copy: a connection of ours to the file itself would keep
 * alive what the killed process must leave to the next one.
 */
export async function storedEvents(folder: string): Promise<readonly RecordedEvent[]> {
  const copy = `${folder}-copy`;
  mkdirSync(copy, { recursive: true });
  // The head first: it is never ahead of a log that is read later.
  for (const name of ['log.head', 'log.db', 'log.db-wal']) {
    const [from, to] = [join(folder, name), join(copy, name)];
    rmSync(to, { force: true });
    if (existsSync(from)) copyFileSync(from, to);
  }
  rmSync(join(copy, 'log.db-shm'), { force: true });
  const log = openSqliteEventLog({ folder: copy, clock: systemClock, readOnly: true });
  const events: RecordedEvent[] = [];
  for await (const page of pagesToEnd(log)) events.push(...page.events);
  await log.close();
  return events;
}

interface Status {
  readonly projections: { readonly position?: string };
  readonly processes: readonly { readonly position?: string }[];
}

/** The whole log as soon as the server has made of it all that it makes by itself. */
export async function settledEvents(server: ServerProcess, folder: string): Promise<readonly RecordedEvent[]> {
  const late = AbortSignal.timeout(30_000);
  for (;;) {
    const events = await copied(folder, late);
    const end = events?.at(-1)?.position;
    const { projections, processes } = await server.get<Status>('/v1/admin/status');
    const isThere = [projections, ...processes].every(({ position }) => position === end);
    // What a process wrote last is after the place that it has reached.
    if (events && isThere && (await copied(folder, late))?.length === events.length) return events;
    late.throwIfAborted();
  }
}

/** Undefined when the copy was made in the middle of a write. */
async function copied(folder: string, late: AbortSignal): Promise<readonly RecordedEvent[] | undefined> {
  try {
    return await storedEvents(folder);
  } catch (error) {
    if (late.aborted) throw error;
    return undefined;
  }
}
