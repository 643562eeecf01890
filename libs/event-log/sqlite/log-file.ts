import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'libsql';
import { LogDamaged, LogUnavailable } from '../event-log.js';
import { writeHead } from './log-head.js';
import { onLogFile } from './sqlite-errors.js';
import { ensurePrivate, ensureWritable, syncFolder } from './writable-folder.js';

/** Of `log.db`; a file of another one is not read. */
export const logFormat = 1;

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
  PRAGMA user_version = ${String(logFormat)};
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

/** Refuses a log of another format, before anything else is missed in it. @throws LogUnavailable @throws LogDamaged */
export function checkFormat(folder: string): void {
  openForReading(folder).close();
}

function checkedFormat(database: Database.Database, file: string): Database.Database {
  try {
    refuseOtherFormat(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function refuseOtherFormat(database: Database.Database, file: string): void {
  const found = formatOf(database);
  if (found === 0) throw new LogDamaged(`${file} is damaged: its format is gone. Restore it from a backup.`);
  if (found !== logFormat) {
    throw new LogUnavailable(
      `${file} has format ${String(found)}; this version reads format ${String(logFormat)}. Use the version that wrote it.`,
    );
  }
  const columns = columnsOf(database);
  const other = Object.entries(eventColumns).find(([name, type]) => columns.get(name) !== type);
  if (other === undefined) return;
  const [name, type] = other;
  throw new LogUnavailable(
    `${file} is of a version before the first release: "${name}" of its events is ${columns.get(name) ?? 'missing'}, where this version has ${type}. ` +
      'It cannot be read. Use the version that wrote it, or choose an empty folder and import again.',
  );
}

const eventColumns: Readonly<Record<string, string>> = {
  sequence: 'INTEGER',
  stream: 'INTEGER',
  revision: 'INTEGER',
  recorded_at: 'TEXT',
  content: 'TEXT',
  checksum: 'INTEGER',
};

function columnsOf(database: Database.Database): ReadonlyMap<string, string> {
  const rows = database.prepare(`SELECT name, type FROM pragma_table_info('events')`).raw().all() as [string, string][];
  return new Map(rows);
}

const formatOf = (database: Database.Database): number => {
  const [version] = database.prepare('PRAGMA user_version').raw().get() as [number];
  return version;
};
