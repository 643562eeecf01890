import { millisOf, type Instant } from '../../kernel/dates.js';
import type { ReadModel } from '../read-model.js';
import { QueryRefused, type AsOf } from '../read-store.js';
import type { SqliteDatabase } from './database.js';
import { rowsTable, versionsTable } from './schema.js';
import { allOf, sql, type Sql } from './sql.js';

/** A table that answers for a point in time, and the condition that leaves one version of each row at most. */
export interface Source {
  readonly table: string;
  readonly holds: Sql;
}

/**
 * Where the rows of that time are: now, in the table of rows; before, those that still hold are there and the others among the
 * versions that ended. @throws QueryRefused when the model keeps no history
 */
export function sourcesOf(database: SqliteDatabase, model: ReadModel, { asOf, knownAt }: AsOf = {}): readonly Source[] {
  const table = rowsTable(model);
  if (asOf === undefined && knownAt === undefined) return [{ table, holds: sql('1') }];
  const begun = allOf([
    ...(asOf === undefined ? [] : [sql('_from_occurred <= ?', millisOf(asOf))]),
    ...(knownAt === undefined ? [] : [sql('_from_recorded <= ?', millisOf(knownAt))]),
  ]);
  const ended = historyOf(model);
  return [
    { table: ended, holds: heldThen(database, ended, asOf, knownAt) },
    { table, holds: begun },
  ];
}

function heldThen(
  database: SqliteDatabase,
  table: string,
  asOf: Instant | undefined,
  knownAt: Instant | undefined,
): Sql {
  if (asOf === undefined) return knownAt === undefined ? sql('0') : heldAt('recorded', millisOf(knownAt));
  const occurred = millisOf(asOf);
  if (knownAt !== undefined) return heldAtBoth(occurred, millisOf(knownAt));
  return heldAt('occurred', occurred, nearerEnd(database, table, occurred));
}

/** The table of the versions that ended. @throws QueryRefused */
export function historyOf(model: ReadModel): string {
  if (model.keepsHistory) return versionsTable(model);
  throw new QueryRefused('no-history', `${model.name} keeps no history: it can only be asked as it is now.`);
}

/** One question to each source, their answers after one another. */
export function fromEach(sources: readonly Source[], question: (source: Source, index: number) => Sql): Sql {
  const parts = sources.map(question);
  return { sql: parts.map((part) => part.sql).join(' UNION ALL '), values: parts.flatMap(({ values }) => values) };
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
