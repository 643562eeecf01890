import type { ReadModel } from '../read-model.js';
import type { SqliteDatabase, Values } from './database.js';
import { rowColumns, rowsTable } from './schema.js';
import { sql } from './sql.js';

/** Since when a version holds. */
export interface Since {
  readonly occurred: number;
  readonly recorded: number;
}

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
export const sinceOf = ({ columns: [occurred, recorded] }: StoredRow): Since => ({
  occurred: Number(occurred),
  recorded: Number(recorded),
});
