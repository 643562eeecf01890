import type { EventLog } from '../event-log.js';
import { pagesToEnd } from '../pages-to-end.js';

/** How many events were checked. */
export type VerifyProgress = (done: number) => void;

/**
 * Reads the whole log and checks each event against its checksum; returns the number of events. May run beside processes that write, and
 * ends where the log did then. Ordinary reads check what they read; only this finds damage in what nobody reads. @throws LogDamaged @throws LogUnavailable
 */
export async function verifyEventStoreLog(
  log: Pick<EventLog, 'readAll'>,
  onProgress: VerifyProgress = () => undefined,
): Promise<number> {
  let done = 0;
  for await (const { events } of pagesToEnd(log, { count: 1_000 })) {
    done += events.length;
    onProgress(done);
  }
  return done;
}
