import { millisOf } from '../../kernel/dates.js';
import type { ReadModel } from '../read-model.js';
import { QueryRefused, type AsOf } from '../read-store.js';
import type { SqliteDatabase } from './database.js';
import { rowsTable, versionsTable } from './schema.js';
import { sql, type Sql } from './sql.js';

/** The table that answers for a point in time, and the condition that leaves one version of each row at most. */
export interface Source {
  readonly table: string;
  readonly holds: Sql;
}

/** Rows as they are now, or the versions that held then. @throws QueryRefused when the model keeps no history */
export function sourceOf(database: SqliteDatabase, model: ReadModel, at: AsOf = {}): Source {
  const { asOf, knownAt } = at;
  if (asOf !== undefined && knownAt !== undefined)
    return { table: historyOf(model), holds: heldAtBoth(millisOf(asOf), millisOf(knownAt)) };
  if (knownAt !== undefined) return { table: historyOf(model), holds: heldAt('recorded', millisOf(knownAt)) };
  if (asOf === undefined) return { table: rowsTable(model), holds: sql('1') };
  const table = historyOf(model);
  return { table, holds: heldAt('occurred', millisOf(asOf), nearerEnd(database, table, millisOf(asOf))) };
}

/** The table of the model's versions. @throws QueryRefused */
export function historyOf(model: ReadModel): string {
  if (model.keepsHistory) return versionsTable(model);
  throw new QueryRefused('no-history', `${model.name} keeps no history: it can only be asked as it is now.`);
}

/** The last version that had happened and was known: it ended on one of the axes later. */
const heldAtBoth = (occurred: number, recorded: number): Sql =>
  sql(
    '(_from_occurred <= ? AND _from_recorded <= ? AND (_to_occurred > ? OR _to_recorded > ?))',
    ...[occurred, recorded, occurred, recorded],
  );

/** A plus keeps SQLite from using the index that begins with that column. */
function heldAt(axis: 'occurred' | 'recorded', at: number, end?: 'from' | 'to'): Sql {
  const from = `${end === 'to' ? '+' : ''}_from_${axis}`;
  const to = `${end === 'from' ? '+' : ''}_to_${axis}`;
  return sql(`(${from} <= ? AND ${to} > ?)`, at, at);
}

/** Of the two interval indexes the one from whose end fewer versions lie on the way to the instant, were they spread evenly. */
function nearerEnd(database: SqliteDatabase, table: string, at: number): 'from' | 'to' {
  const [first, last] = database.get(
    sql(`SELECT (SELECT min(_from_occurred) FROM ${table}), (SELECT max(_from_occurred) FROM ${table})`),
  ) ?? [null, null];
  return at - Number(first) <= Number(last) - at ? 'from' : 'to';
}
