import type { ReadModel } from '../read-model.js';
import type { Version } from '../read-store.js';
import { intervalsOf, type Since } from '../versions.js';
import type { SqliteDatabase, Values } from './database.js';
import { fieldColumns, rowsTable, versionsTable } from './schema.js';
import { addBesideVersions } from './side-tables.js';
import { sql } from './sql.js';
import { sinceOf, type StoredRow } from './stored-rows.js';
import { columnsOf, insertAll } from './writing.js';

/** Keeps the versions that ended, and returns those that hold now, which are the rows. */
export function appendVersions(
  database: SqliteDatabase,
  model: ReadModel,
  versions: readonly Version[],
  stored: ReadonlyMap<string, StoredRow>,
): ReadonlyMap<string, Values> {
  const [last] = database.get(sql(`SELECT max(_version) FROM ${versionsTable(model)}`)) ?? [];
  const { ended, holding } = intervalsOf(versions, (id) => sinceOf(stored.get(id)));
  const added: Values[] = [];
  for (const { id, row, since, until } of ended) {
    const before = stored.get(id);
    if (row !== undefined)
      added.push([id, since.occurred, until.occurred, since.recorded, until.recorded, ...columnsOf(model, row)]);
    else if (before !== undefined) endStored(database, model, before, until);
  }
  insertAll(database, versionsTable(model), ['_id', ...times, ...fieldColumns(model), '_doc'], added);
  addBesideVersions(database, model, Number(last ?? 0));
  const now = new Map<string, Values>();
  for (const [id, { row, since }] of holding) now.set(id, [since.occurred, since.recorded, ...columnsOf(model, row)]);
  return now;
}

const times = ['_from_occurred', '_to_occurred', '_from_recorded', '_to_recorded'];

function endStored(database: SqliteDatabase, model: ReadModel, { row }: StoredRow, until: Since): void {
  const columns = [...fieldColumns(model), '_doc'].join(', ');
  database.run(
    sql(
      `INSERT INTO ${versionsTable(model)} (_id, ${times.join(', ')}, ${columns})
       SELECT _id, _from_occurred, ?, _from_recorded, ?, ${columns} FROM ${rowsTable(model)} WHERE rowid = ?`,
      until.occurred,
      until.recorded,
      row,
    ),
  );
}
