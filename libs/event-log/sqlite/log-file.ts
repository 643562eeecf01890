import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { LogDamaged, LogUnavailable } from '../event-log.js';
import { onLogFile } from './sqlite-errors.js';
import { ensureFileWritable, ensureWritable, syncFolder } from './writable-folder.js';

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

/** A connection that writes, making the file where it is missing. */
export function openForWriting(folder: string): Database.Database {
  const { log } = logFilesIn(folder);
  ensureWritable(folder);
  return onLogFile(log, () => {
    ensureFileWritable(log);
    const database = new Database(log);
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    if (formatOf(database) === 0 && isEmpty(database)) {
      database.exec(schemaOf(randomUUID()));
      syncFolder(folder);
    }
    return checkedFormat(database, log);
  });
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
  const hasTables = found === 0 && !isEmpty(database);
  database.close();
  if (hasTables) throw new LogDamaged(`${file} is damaged: its format is gone. Restore it from a backup.`);
  throw new LogUnavailable(
    `${file} has format ${String(found)}; this version reads format ${String(format)}. Use the version that wrote it.`,
  );
}

const formatOf = (database: Database.Database): number => {
  const [version] = database.prepare('PRAGMA user_version').raw().get() as [number];
  return version;
};

const isEmpty = (database: Database.Database): boolean => {
  const [tables] = database.prepare('SELECT count(*) FROM sqlite_schema').raw().get() as [number];
  return tables === 0;
};
