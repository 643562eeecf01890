import { existsSync } from 'node:fs';
import Database from 'libsql';
import { LogUnavailable } from '../event-log.js';
import { logFilesIn, openForReading } from './log-file.js';
import { headOf, writeHead } from './log-head.js';
import { LogReader } from './log-reader.js';
import { onLogFile } from './sqlite-errors.js';
import { ensurePrivate, syncFile } from './writable-folder.js';

/**
 * Copies the log as it is at one moment into another folder, with the head that fits it, durably; also while another process writes to
 * it. Only the copy's ends are checked: `verifyLog` checks the rest. @throws LogDamaged @throws LogUnavailable
 */
export function copyLog(from: string, to: string): void {
  const [source, copy] = [logFilesIn(from), logFilesIn(to)];
  if (!existsSync(source.log)) throw new LogUnavailable(`There is no log in ${from}: ${source.log} is missing.`);
  // Before the log is copied, which therefore has all that this head has seen.
  const seen = headOf(source);
  onLogFile(source.log, () => {
    copyDatabase(source.log, copy.log);
  });
  const reader = new LogReader(openForReading(to), copy.log);
  try {
    reader.verifyEnd(seen);
    const last = reader.lastSequence();
    writeHead(copy.head, { sequence: last, checksum: reader.checksumAt(last) });
  } finally {
    reader.close();
  }
}

/** Copies what is committed, also what is in the write-ahead log only, into one file of its owner. @throws SqliteError */
export function copyDatabase(from: string, to: string): void {
  ensurePrivate(to);
  const database = new Database(from);
  try {
    database.exec(`PRAGMA busy_timeout = 10000; VACUUM INTO '${to.replaceAll("'", "''")}'`);
  } finally {
    database.close();
  }
  // SQLite does not sync such a copy.
  syncFile(to);
}
