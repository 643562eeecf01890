import type { ReadModel } from '../read-model.js';
import type { Since } from '../versions.js';
import type { SqliteDatabase, Values } from './database.js';
import { rowColumns, rowsTable } from './schema.js';
import { sql } from './sql.js';

/** A row as its table has it: all columns but the document. */
export interface StoredRow {
  /** Its rowid. */
  readonly row: number;
  readonly columns: Values;
}

/** What the table has of these rows. */
export function storedRows(
  database: SqliteDatabase,
  model: ReadModel,
  ids: readonly string[],
): ReadonlyMap<string, StoredRow> {
  const found = database.all(
    sql(
      `SELECT ${['rowid', '_id', ...rowColumns(model)].join(', ')} FROM ${rowsTable(model)} WHERE _id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    ),
  );
  return new Map(found.map(([row, id, ...columns]) => [String(id), { row: Number(row), columns }]));
}

/** Of a model that keeps history. */
export function sinceOf(stored: StoredRow | undefined): Since | undefined {
  if (stored === undefined) return undefined;
  const [occurred, recorded] = stored.columns;
  return { occurred: Number(occurred), recorded: Number(recorded) };
}
