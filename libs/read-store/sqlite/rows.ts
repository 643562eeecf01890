import type { ReadModel, Row } from '../read-model.js';
import type { ModelChanges } from '../read-store.js';
import type { SqliteDatabase, Values } from './database.js';
import { appendVersions } from './history.js';
import { rowColumns, rowsTable } from './schema.js';
import { addBesideRows, differsBeside, removeBesideRows } from './side-tables.js';
import { sql } from './sql.js';
import { storedRows, type StoredRow } from './stored-rows.js';
import { columnsOf, insertAll } from './writing.js';

/** Stores what a page of events did to one model. Runs inside the caller's transaction. */
export function writeChanges(database: SqliteDatabase, { model, rows, versions }: ModelChanges): void {
  // Sequenced rows are only ever added.
  const stored = model.sequenced ? new Map<string, StoredRow>() : storedRows(database, model, [...rows.keys()]);
  const versioned = model.keepsHistory ? appendVersions(database, model, versions, stored) : undefined;
  const columns = [...rowColumns(model), '_doc'];
  const added: Values[] = [];
  const gone: string[] = [];
  const outdated: StoredRow[] = [];
  const toAdd: string[] = [];
  const differs = differsBeside(model);

  for (const [id, row] of rows) {
    const before = stored.get(id);
    if (row === null) {
      gone.push(id);
      if (before !== undefined) outdated.push(before);
      continue;
    }
    const values = versioned === undefined ? columnsOf(model, row) : versioned.get(id);
    if (values === undefined)
      throw new TypeError(`${model.name}: row ${id} keeps history but came without its version.`);
    const hasOther = differs(before?.columns, values);
    if (hasOther) toAdd.push(id);
    if (hasOther && before !== undefined) outdated.push(before);
    if (before === undefined) added.push([id, ...values]);
    else update(database, rowsTable(model), columns, before, values);
  }
  removeBesideRows(database, model, outdated);
  insertAll(database, rowsTable(model), ['_id', ...columns], added);
  if (gone.length > 0) {
    database.run(
      sql(`DELETE FROM ${rowsTable(model)} WHERE _id IN (SELECT value FROM json_each(?))`, JSON.stringify(gone)),
    );
  }
  addBesideRows(database, model, toAdd);
}

/** Sets the columns that changed, and the document: indexes over the others are left alone. */
function update(
  database: SqliteDatabase,
  table: string,
  columns: readonly string[],
  before: StoredRow,
  values: Values,
): void {
  const changed = columns.flatMap((_, index) => (values[index] === before.columns[index] ? [] : [index]));
  const set = changed.map((index) => `${String(columns[index])} = ?`).join(', ');
  database.run({
    sql: `UPDATE ${table} SET ${set} WHERE rowid = ?`,
    values: [...changed.map((index) => values[index] ?? null), before.row],
  });
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

/** A stored document as the row it was. */
export const parsed = <T>(document: unknown): T => JSON.parse(String(document)) as T;
