import type Database from 'libsql';
import { LogDamaged } from '../event-log.js';
import { onLogFile } from './sqlite-errors.js';

/**
 * Whether SQLite's indexes lead to every stream, and to every event in its place. A row tells itself that it was changed; one that
 * an index no longer leads to says nothing: its stream would look shorter, or as if it never was, and be written to once more.
 * @throws LogDamaged
 */
export function verifyIndexes(database: Database.Database, file: string): void {
  // All of it at one moment: another process may be writing.
  onLogFile(file, () => database.exec('BEGIN'));
  try {
    verify(database, file);
  } finally {
    database.exec('ROLLBACK');
  }
}

function verify(database: Database.Database, file: string): void {
  const [verdict] = onLogFile(file, () => database.prepare(ofStreams).raw().get() as readonly [Buffer]);
  const [streams, lastKey] = onLogFile(file, () => database.prepare(ofKeys).raw().get() as readonly [number, number]);
  const [led, whole, places] = onLogFile(
    file,
    () => database.prepare(ofEvents).raw().get() as readonly [number, number, number],
  );
  const last = lastSequence(database, file);
  const found = oneLine(verdict);
  if (found !== 'ok') refuse(file, `its index of streams is broken (${found})`);
  if (streams !== lastKey) refuse(file, `it has ${String(streams)} streams, where ${String(lastKey)} were begun`);
  if (led !== streams || whole !== streams || places !== (last * (last + 1)) / 2) {
    refuse(
      file,
      `its index of events does not lead to each of the ${String(last)} events${firstBroken(database, file)}`,
    );
  }
}

/** Names the first stream whose revisions are not 0, 1, 2, … in the index. */
function firstBroken(database: Database.Database, file: string): string {
  const found = onLogFile(
    file,
    () => database.prepare(brokenStream).raw().get() as readonly [number, Buffer | null] | undefined,
  );
  if (found === undefined) return '';
  return `: the first broken stream is ${found[1]?.toString() ?? `number ${String(found[0])}`}`;
}

function lastSequence(database: Database.Database, file: string): number {
  const [last] = onLogFile(
    file,
    () => database.prepare('SELECT max(sequence) FROM events').raw().get() as [number | null],
  );
  return last ?? 0;
}

/** What SQLite found, which may go over several lines. */
export const oneLine = (verdict: Buffer): string => verdict.toString().replace(/\s+/g, ' ');

function refuse(file: string, what: string): never {
  throw new LogDamaged(`${file} is damaged: ${what}. Restore it from a backup.`);
}

// The verdict as a blob: libsql ends the process at text that is no UTF-8.
const ofStreams = `SELECT CAST(integrity_check AS BLOB) FROM pragma_integrity_check('streams') LIMIT 1`;
const ofKeys = 'SELECT count(*), coalesce(max(key), 0) FROM streams NOT INDEXED';
const isWhole = 'min(revision) = 0 AND max(revision) = count(*) - 1 AND 2 * sum(revision) = count(*) * (count(*) - 1)';
const throughIndex = 'events INDEXED BY sqlite_autoindex_events_1';
const ofEvents = `
  SELECT count(*), coalesce(sum(whole), 0), coalesce(sum(places), 0)
  FROM (SELECT ${isWhole} AS whole, sum(sequence) AS places FROM ${throughIndex} GROUP BY stream)`;
const brokenStream = `
  SELECT b.stream, CAST(s.name AS BLOB)
  FROM (SELECT stream FROM ${throughIndex} GROUP BY stream HAVING NOT (${isWhole}) LIMIT 1) b
  LEFT JOIN streams s ON s.key = b.stream`;
