import { setImmediate } from 'node:timers/promises';
import type { Instant } from '../../kernel/dates.js';
import { LogDamaged } from '../event-log.js';
import { logFilesIn, openForReading } from './log-file.js';
import { headOf, type Head } from './log-head.js';
import { LogReader } from './log-reader.js';
import { onLogFile } from './sqlite-errors.js';
import { oneLine, verifyIndexes } from './verify-indexes.js';

/** How many of the log's events are checked. */
export type LogProgress = (done: number, all: number) => void;

/**
 * Reads the whole log and checks each event, its place, the head and SQLite's indexes and pages; returns the number of events. May run
 * beside the process that writes. Ordinary reads check what they read; only this finds damage in what nobody reads.
 * @throws LogDamaged @throws LogUnavailable
 */
export async function verifyLog(folder: string, onProgress?: LogProgress): Promise<number> {
  return (await verifyAgainst(folder, headOf(logFilesIn(folder)), onProgress)).sequence;
}

/** Where a log ends, and when its last event was recorded, if it has any. */
export interface End extends Head {
  readonly recordedAt: Instant | undefined;
}

/** The same against this head, or without any. */
export async function verifyAgainst(
  folder: string,
  head: Head | undefined,
  onProgress: LogProgress = () => undefined,
): Promise<End> {
  const files = logFilesIn(folder);
  const database = openForReading(folder);
  const reader = new LogReader(database, files.log);
  try {
    reader.verifyEnd(head);
    const last = reader.lastSequence();
    for (let at = 0; at < last; at += atOnce) {
      const count = Math.min(atOnce, last - at);
      reader.eventsAfter(at, count);
      onProgress(at + count, last);
      await setImmediate();
    }
    verifyIndexes(database, files.log);
    const [verdict] = onLogFile(files.log, () => database.prepare(integrity).raw().get() as readonly [Buffer]);
    if (oneLine(verdict) !== 'ok') {
      throw new LogDamaged(`${files.log} is damaged: ${oneLine(verdict)}. Restore it from a backup.`);
    }
    const [event] = last === 0 ? [] : reader.eventsAfter(last - 1, 1);
    return { sequence: last, checksum: reader.checksumAt(last), recordedAt: event?.recordedAt };
  } finally {
    reader.close();
  }
}

const atOnce = 1_000;
// As a blob: libsql ends the process at text that is no UTF-8.
const integrity = 'SELECT CAST(integrity_check AS BLOB) FROM pragma_integrity_check(1)';
