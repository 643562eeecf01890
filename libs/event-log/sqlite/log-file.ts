import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'libsql';
import { LogDamaged, LogUnavailable } from '../event-log.js';
import { writeHead } from './log-head.js';
import { onLogFile } from './sqlite-errors.js';
import { ensurePrivate, ensureWritable, syncFolder } from './writable-folder.js';

const format = 1;

const schemaOf = (logId: string): string => `
  BEGIN IMMEDIATE;
  CREATE TABLE log (id TEXT NOT NULL) STRICT;
  CREATE TABLE streams (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    content TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  INSERT INTO log VALUES ('${logId}');
  PRAGMA user_version = ${String(format)};
  COMMIT;
`;

/** The files of a log in its folder. */
export const logFilesIn = (folder: string) => ({ log: join(folder, 'log.db'), head: join(folder, 'log.head') });

/** Whether there is a log: one without a byte is none. */
export function hasLog(folder: string): boolean {
  const { log } = logFilesIn(folder);
  return existsSync(log) && statSync(log).size > 0;
}

/** What the first event's checksum goes out from, so that rows of another log don't fit. */
export const seedOf = (logId: string): number => crc32(logId);

/** A connection that writes, making the log and its head where there is none. */
export function openForWriting(folder: string): Database.Database {
  const { log } = logFilesIn(folder);
  ensureWritable(folder);
  return onLogFile(log, () => {
    if (!hasLog(folder)) makeLog(folder);
    ensurePrivate(log);
    const database = new Database(log);
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    return checkedFormat(database, log);
  });
}

/** Whole or not at all, and the head before it: a log without its head has lost it, whenever the process was killed. */
function makeLog(folder: string): void {
  const { log, head } = logFilesIn(folder);
  const fresh = `${log}.new`;
  for (const left of [fresh, `${fresh}-journal`]) rmSync(left, { force: true });
  ensurePrivate(fresh);
  const logId = randomUUID();
  const database = new Database(fresh);
  database.exec(`PRAGMA synchronous = FULL; ${schemaOf(logId)}`);
  database.close();
  writeHead(head, { sequence: 0, checksum: seedOf(logId) });
  renameSync(fresh, log);
  syncFolder(folder);
}

/** A connection that only reads. */
export function openForReading(folder: string): Database.Database {
  const { log } = logFilesIn(folder);
  if (!existsSync(log)) throw new LogUnavailable(`There is no log in ${folder}: ${log} is missing.`);
  return onLogFile(log, () => {
    const database = new Database(log);
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA query_only = ON');
    return checkedFormat(database, log);
  });
}

function checkedFormat(database: Database.Database, file: string): Database.Database {
  const found = formatOf(database);
  if (found === format) return database;
  database.close();
  if (found === 0) throw new LogDamaged(`${file} is damaged: its format is gone. Restore it from a backup.`);
  throw new LogUnavailable(
    `${file} has format ${String(found)}; this version reads format ${String(format)}. Use the version that wrote it.`,
  );
}

const formatOf = (database: Database.Database): number => {
  const [version] = database.prepare('PRAGMA user_version').raw().get() as [number];
  return version;
};
