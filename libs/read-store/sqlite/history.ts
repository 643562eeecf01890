import { millisOf } from '../../kernel/dates.js';
import type { ReadModel } from '../read-model.js';
import type { Version } from '../read-store.js';
import type { SqliteDatabase } from './database.js';
import { fieldColumns, rowsTable, versionsTable } from './schema.js';
import { sql, type Value } from './sql.js';
import { columnsOf, insertAll } from './writing.js';

/** The end of a version that still holds. */
export const open = Number.MAX_SAFE_INTEGER;

/** The version of a row that holds now, and since when. */
export interface Since {
  readonly version: number;
  readonly occurred: number;
  readonly recorded: number;
}

/** A version of this flush. */
export interface NewVersion {
  readonly id: string;
  readonly since: Since;
  readonly columns: readonly Value[];
  until?: { readonly occurred: number; readonly recorded: number };
}

/**
 * Appends the versions, closing those before them; gives the new version of each row that has one now. A version with both times
 * of the one before takes its place: what is stored doesn't depend on how the events were cut into pages.
 */
export function appendVersions(
  database: SqliteDatabase,
  model: ReadModel,
  versions: readonly Version[],
): ReadonlyMap<string, NewVersion> {
  const table = versionsTable(model);
  const holding = holdingVersions(database, model, [...new Set(versions.map(({ id }) => id))]);
  const added = new Map<number, NewVersion>();
  let number = Number(database.get(sql(`SELECT max(_version) FROM ${table}`))?.[0] ?? 0);

  const end = (before: Since, occurred: number, recorded: number): void => {
    const replaced = before.occurred === occurred && before.recorded === recorded;
    const fresh = added.get(before.version);
    if (fresh !== undefined && replaced) added.delete(before.version);
    else if (fresh !== undefined) fresh.until = { occurred, recorded };
    else if (replaced) database.run(sql(`DELETE FROM ${table} WHERE _version = ?`, before.version));
    else
      database.run(
        sql(
          `UPDATE ${table} SET _to_occurred = ?, _to_recorded = ? WHERE _version = ?`,
          occurred,
          recorded,
          before.version,
        ),
      );
  };

  for (const { id, row, occurredAt, recordedAt } of versions) {
    const before = holding.get(id);
    // Within one stream times never go down; a row fed by several keeps its versions in order all the same.
    const occurred = Math.max(millisOf(occurredAt), before?.occurred ?? -Infinity);
    const recorded = Math.max(millisOf(recordedAt), before?.recorded ?? -Infinity);
    if (before !== undefined) end(before, occurred, recorded);
    if (row === null) {
      holding.delete(id);
    } else {
      const since = { version: ++number, occurred, recorded };
      holding.set(id, since);
      added.set(number, { id, since, columns: columnsOf(model, row) });
    }
  }
  insertVersions(database, model, [...added.values()]);
  return new Map([...added.values()].flatMap((each) => (each.until === undefined ? [[each.id, each]] : [])));
}

function holdingVersions(database: SqliteDatabase, model: ReadModel, ids: readonly string[]): Map<string, Since> {
  const rows = database.all(
    sql(
      `SELECT _id, _version, _from_occurred, _from_recorded FROM ${rowsTable(model)} WHERE _id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    ),
  );
  return new Map(
    rows.map(([id, version, occurred, recorded]) => [
      String(id),
      { version: Number(version), occurred: Number(occurred), recorded: Number(recorded) },
    ]),
  );
}

function insertVersions(database: SqliteDatabase, model: ReadModel, versions: readonly NewVersion[]): void {
  const times = ['_from_occurred', '_to_occurred', '_from_recorded', '_to_recorded'];
  const rows = versions.map(({ id, since, until, columns }) => [
    since.version,
    id,
    since.occurred,
    until?.occurred ?? open,
    since.recorded,
    until?.recorded ?? open,
    ...columns,
  ]);
  insertAll(database, versionsTable(model), ['_version', '_id', ...times, ...fieldColumns(model), '_doc'], rows);
}
