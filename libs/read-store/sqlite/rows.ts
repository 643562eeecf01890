import type { ReadModel, Row } from '../read-model.js';
import type { ModelChanges } from '../read-store.js';
import type { SqliteDatabase, Values } from './database.js';
import { appendVersions } from './history.js';
import { fieldColumns, rowsTable } from './schema.js';
import { sql } from './sql.js';
import { columnsOf, insertAll } from './writing.js';

/** Stores what a page of events did to one model. Runs inside the caller's transaction. */
export function writeChanges(database: SqliteDatabase, { model, rows, versions }: ModelChanges): void {
  const latest = model.keepsHistory ? appendVersions(database, model, versions) : undefined;
  const valuesOf = (id: string, row: Row): Values => {
    if (latest === undefined) return [id, ...columnsOf(model, row)];
    const version = latest.get(id);
    if (version === undefined)
      throw new TypeError(`${model.name}: row ${id} keeps history but came without its version.`);
    const { since, columns } = version;
    return [id, since.version, since.occurred, since.recorded, ...columns];
  };
  const kept = [...rows].flatMap(([id, row]) => (row === null ? [] : [valuesOf(id, row)]));
  const gone = [...rows].flatMap(([id, row]) => (row === null ? [id] : []));

  const sinceColumns = model.keepsHistory ? ['_version', '_from_occurred', '_from_recorded'] : [];
  const changing = [...sinceColumns, ...fieldColumns(model), '_doc'];
  const update = changing.map((column) => `${column} = excluded.${column}`).join(', ');
  insertAll(database, rowsTable(model), ['_id', ...changing], kept, `ON CONFLICT (_id) DO UPDATE SET ${update}`);
  if (gone.length > 0) {
    database.run(
      sql(`DELETE FROM ${rowsTable(model)} WHERE _id IN (SELECT value FROM json_each(?))`, JSON.stringify(gone)),
    );
  }
}

export function loadRows<R extends Row>(
  database: SqliteDatabase,
  model: ReadModel<R>,
  ids: readonly string[],
): ReadonlyMap<string, R> {
  if (ids.length === 0) return new Map();
  const found = database.all(
    sql(`SELECT _id, _doc FROM ${rowsTable(model)} WHERE _id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids)),
  );
  return new Map(found.map(([id, doc]) => [String(id), parsed<R>(doc)]));
}

export function countRows(database: SqliteDatabase, model: ReadModel): number {
  // Dense rows are only ever added, in order: the last one's place is their number.
  const counted = model.dense ? 'max(rowid)' : 'count(*)';
  return Number(database.get(sql(`SELECT ${counted} FROM ${rowsTable(model)}`))?.[0] ?? 0);
}

/** A stored document as the row it was. */
export const parsed = <T>(document: unknown): T => JSON.parse(String(document)) as T;
