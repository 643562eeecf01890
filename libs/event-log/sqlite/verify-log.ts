import { setImmediate } from 'node:timers/promises';
import { LogDamaged } from '../event-log.js';
import { logFilesIn, openForReading } from './log-file.js';
import { readHead } from './log-head.js';
import { LogReader } from './log-reader.js';
import { onLogFile } from './sqlite-errors.js';

/**
 * Reads the whole log and checks each event, its place, the head and SQLite's indexes; gives the number of events. May run beside
 * the process that writes. Slow for a large log: ordinary reads check what they read, but only this finds an index that lost an entry.
 * @throws LogDamaged @throws LogUnavailable
 */
export async function verifyLog(folder: string): Promise<number> {
  const files = logFilesIn(folder);
  const head = readHead(files.head);
  const database = openForReading(folder);
  const reader = new LogReader(database, files.log);
  try {
    reader.verifyEnd(head);
    const last = reader.lastSequence();
    for (let at = 0; at < last; at += atOnce) {
      reader.eventsAfter(at, Math.min(atOnce, last - at));
      await setImmediate();
    }
    verifyIndexes(database, files.log);
    const [verdict] = onLogFile(
      files.log,
      () => database.prepare(integrity).raw().get() as readonly [Buffer],
    );
    if (verdict.toString() !== 'ok') {
      throw new LogDamaged(`${files.log} is damaged: ${verdict.toString()}. Restore it from a backup.`);
    }
    return last;
  } finally {
    reader.close();
  }
}

const atOnce = 1_000;
