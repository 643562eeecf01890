import type { Position } from '../../event-log/event-log.js';
import { millisOf } from '../../kernel/dates.js';
import { canonicalJson } from '../../kernel/json.js';
import type { ReadModel } from '../read-model.js';
import { mustStandAt, projections, type DocumentChange, type Flush } from '../read-store.js';
import type { SqliteDatabase } from './database.js';
import { writeChanges } from './rows.js';
import { sql } from './sql.js';

/** Stores all of it or nothing. @throws CheckpointMoved */
export function writeFlush(database: SqliteDatabase, flush: Flush): void {
  database.transaction(() => {
    mustStandAt(flush, storedCheckpoint(database, flush.reader));
    for (const each of flush.changes) {
      writeChanges(database, each);
      const { model, lastSequence } = each;
      if (lastSequence !== undefined)
        database.run(sql('INSERT OR REPLACE INTO _sequences VALUES (?, ?)', model.name, lastSequence));
    }
    writeDocuments(database, flush.documents);
    writeCheckpoint(database, flush);
  });
}

function writeCheckpoint(database: SqliteDatabase, { reader, checkpoint, latest }: Flush): void {
  const times = latest === undefined ? [null, null] : [millisOf(latest.occurredAt), millisOf(latest.recordedAt)];
  const later = (column: string) =>
    `${column} = coalesce(max(${column}, excluded.${column}), ${column}, excluded.${column})`;
  const text = `INSERT INTO _checkpoints VALUES (?, ?, ?, ?)
    ON CONFLICT (reader) DO UPDATE SET position = excluded.position, ${later('occurred')}, ${later('recorded')}`;
  database.run({ sql: text, values: [reader, checkpoint, ...times] });
}

/** How far the projections are, and the latest times of all that they have taken, in milliseconds where they are known. */
export function storedLatest(database: SqliteDatabase): readonly [Position, number | null, number | null] | undefined {
  const found = database.get(
    sql('SELECT position, occurred, recorded FROM _checkpoints WHERE reader = ?', projections),
  );
  if (found === undefined) return undefined;
  const [position, ...times] = found;
  const [occurred = null, recorded = null] = times.map((time) => (time === null ? null : Number(time)));
  return [String(position) as Position, occurred, recorded];
}

export function storedCheckpoint(database: SqliteDatabase, reader: string): Position | undefined {
  const found = database.get(sql('SELECT position FROM _checkpoints WHERE reader = ?', reader));
  return found === undefined ? undefined : (String(found[0]) as Position);
}

export function storedSequence(database: SqliteDatabase, { name }: ReadModel): number {
  return Number(database.get(sql('SELECT last FROM _sequences WHERE model = ?', name))?.[0] ?? 0);
}

/** Runs inside the caller's transaction. */
export function writeDocuments(database: SqliteDatabase, documents: readonly DocumentChange[]): void {
  for (const { collection, id, document } of documents) {
    database.run(
      document === null
        ? sql('DELETE FROM _documents WHERE collection = ? AND id = ?', collection, id)
        : sql('INSERT OR REPLACE INTO _documents VALUES (?, ?, ?)', collection, id, canonicalJson(document)),
    );
  }
}
