import type { Position } from '../../event-log/event-log.js';
import { canonicalJson } from '../../kernel/json.js';
import type { ReadModel } from '../read-model.js';
import { mustStandAt, type DocumentChange, type Flush } from '../read-store.js';
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
    database.run(sql('INSERT OR REPLACE INTO _checkpoints VALUES (?, ?)', flush.reader, flush.checkpoint));
  });
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
