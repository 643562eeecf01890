import { millisOf } from '../../kernel/dates.js';
import type { ReadModel } from '../read-model.js';
import type { Version } from '../read-store.js';
import type { SqliteDatabase, Values } from './database.js';
import { fieldColumns, rowsTable, versionsTable } from './schema.js';
import { addBesideVersions } from './side-tables.js';
import { sql } from './sql.js';
import { sinceOf, type Since, type StoredRow } from './stored-rows.js';
import { columnsOf, insertAll } from './writing.js';

/** The version of a row that holds; `stored` when it is the one in the table of rows. */
type Holding = { readonly since: Since } & ({ readonly stored: StoredRow } | { readonly columns: Values });

const holdingOf = (stored: StoredRow | undefined): Holding | undefined => stored && { since: sinceOf(stored), stored };

/**
 * Keeps the versions that ended, and gives those that hold now, which are the rows. A version with both times of the one before
 * takes its place: what is stored doesn't depend on how the events were cut into pages.
 */
export function appendVersions(
  database: SqliteDatabase,
  model: ReadModel,
  versions: readonly Version[],
  stored: ReadonlyMap<string, StoredRow>,
): ReadonlyMap<string, Values> {
  const [last] = database.get(sql(`SELECT max(_version) FROM ${versionsTable(model)}`)) ?? [];
  const holding = new Map<string, Holding | undefined>();
  const ended: Values[] = [];

  const end = (id: string, before: Holding, until: Since): void => {
    const { since } = before;
    if (since.occurred === until.occurred && since.recorded === until.recorded) return;
    if ('stored' in before) endStored(database, model, before.stored, until);
    else ended.push([id, since.occurred, until.occurred, since.recorded, until.recorded, ...before.columns]);
  };

  for (const { id, row, occurredAt, recordedAt } of versions) {
    const before = holding.has(id) ? holding.get(id) : holdingOf(stored.get(id));
    // Within one stream times never go down; a row fed by several keeps its versions in order all the same.
    const since = {
      occurred: Math.max(millisOf(occurredAt), before?.since.occurred ?? -Infinity),
      recorded: Math.max(millisOf(recordedAt), before?.since.recorded ?? -Infinity),
    };
    if (before !== undefined) end(id, before, since);
    holding.set(id, row === null ? undefined : { since, columns: columnsOf(model, row) });
  }
  insertAll(database, versionsTable(model), ['_id', ...times, ...fieldColumns(model), '_doc'], ended);
  addBesideVersions(database, model, Number(last ?? 0));
  const now = new Map<string, Values>();
  for (const [id, held] of holding) {
    if (held && 'columns' in held) now.set(id, [held.since.occurred, held.since.recorded, ...held.columns]);
  }
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
