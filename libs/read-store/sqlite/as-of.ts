import { millisOf } from '../../kernel/dates.js';
import { isNow, mustKeepHistory, stillNeeded } from '../as-of.js';
import type { ReadModel } from '../read-model.js';
import type { AsOf } from '../read-store.js';
import type { SqliteDatabase } from './database.js';
import { storedLatest } from './flush.js';
import { rowsTable, versionsTable } from './schema.js';
import { allOf, anyOf, sql, type Sql } from './sql.js';

/** A table that answers for a point in time, and the condition that leaves one version of each row at most. */
export interface Source {
  readonly table: string;
  readonly holds: Sql;
}

/**
 * Where the rows of that time are: now, in the table of rows; before, those that still hold are there and the others among the
 * versions that ended. @throws QueryRefused when the model keeps no history
 */
export function sourcesOf(database: SqliteDatabase, model: ReadModel, asked: AsOf = {}): readonly Source[] {
  const at = neededOf(database, model, asked);
  if (isNow(at)) return [{ table: rowsTable(model), holds: sql('1') }];
  const ended = historyOf(model);
  return [
    { table: ended, holds: heldAt(at, ...lookedUp(database, ended, at)) },
    { table: rowsTable(model), holds: begunBy(at) },
  ];
}

/** The same with times that no index is looked up by: for those who read an index in its own order. */
export function sourcesInOrder(database: SqliteDatabase, model: ReadModel, asked: AsOf = {}): readonly Source[] {
  const at = neededOf(database, model, asked);
  if (isNow(at)) return [{ table: rowsTable(model), holds: sql('1') }];
  return [
    { table: historyOf(model), holds: heldAt(at, '+', '+') },
    { table: rowsTable(model), holds: begunBy(at, '+') },
  ];
}

/** What of the question the rows do not answer as they stand. @throws QueryRefused when the model keeps no history */
function neededOf(database: SqliteDatabase, model: ReadModel, asked: AsOf): AsOf {
  if (isNow(asked)) return {};
  mustKeepHistory(model);
  const [, occurred, recorded] = storedLatest(database) ?? [];
  return stillNeeded(asked, { occurred, recorded });
}

/** A plus keeps SQLite from looking the column up in an index. */
const begunBy = ({ asOf, knownAt }: AsOf, plus: '' | '+' = ''): Sql =>
  allOf([
    ...(asOf === undefined ? [] : [sql(`${plus}_from_occurred <= ?`, millisOf(asOf))]),
    ...(knownAt === undefined ? [] : [sql(`${plus}_from_recorded <= ?`, millisOf(knownAt))]),
  ]);

/** The last version that had happened and was known: it ended on one of the axes later. */
const heldAt = (at: AsOf, from: '' | '+', to: '' | '+'): Sql =>
  allOf([
    begunBy(at, from),
    anyOf([
      ...(at.asOf === undefined ? [] : [sql(`${to}_to_occurred > ?`, millisOf(at.asOf))]),
      ...(at.knownAt === undefined ? [] : [sql(`${to}_to_recorded > ?`, millisOf(at.knownAt))]),
    ]),
  ]);

/** The table of the versions that ended. @throws QueryRefused */
export function historyOf(model: ReadModel): string {
  mustKeepHistory(model);
  return versionsTable(model);
}

/** One question to each source, their answers after one another. */
export function fromEach(sources: readonly Source[], question: (source: Source, index: number) => Sql): Sql {
  const parts = sources.map(question);
  return { sql: parts.map((part) => part.sql).join(' UNION ALL '), values: parts.flatMap(({ values }) => values) };
}

/** Of the indexes by times the one from whose end fewer versions lie on the way to the instant; with two axes SQLite chooses. */
function lookedUp(database: SqliteDatabase, table: string, { asOf, knownAt }: AsOf): readonly ['' | '+', '' | '+'] {
  if (asOf === undefined || knownAt !== undefined) return ['', ''];
  return isNearerBeginning(database, table, millisOf(asOf)) ? ['', '+'] : ['+', ''];
}

/** Whether fewer versions lie between the first and the instant than after it, were they spread evenly. */
function isNearerBeginning(database: SqliteDatabase, table: string, at: number): boolean {
  const [first, last] = database.get(
    sql(`SELECT (SELECT min(_from_occurred) FROM ${table}), (SELECT max(_from_occurred) FROM ${table})`),
  ) ?? [null, null];
  return at - Number(first) <= Number(last) - at;
}
