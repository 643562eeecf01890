import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SqliteDatabase } from './database.js';
import { quoted, sql } from './sql.js';

const rowsAtOnce = 2_000;
const suspicious = 2;

/**
 * libsql ends the process at text that is no UTF-8, and nothing can say so any more. So starts are counted that did not end by closing; from
 * the second in a row on the file is looked through. True when it is to be made again.
 */
export function endsTheProcess(file: string): boolean {
  const mark = markOf(file);
  const ends = existsSync(mark) ? Number(readFileSync(mark, 'latin1')) || 1 : 0;
  writeFileSync(mark, String(ends + 1), { mode: 0o600 });
  return ends >= suspicious && existsSync(file) && !isReadable(file);
}

/** The file was closed in order. */
export const closedInOrder = (file: string): void => rmSync(markOf(file), { force: true });

const markOf = (file: string): string => `${file}.open`;

function isReadable(file: string): boolean {
  const database = new SqliteDatabase(file, 'WAL');
  try {
    // The names first: what follows has them from the file.
    if (!isText(database, `SELECT group_concat(name || coalesce(sql, '')) FROM sqlite_schema`)) return false;
    // Of the words that are searched nothing is ever read as text.
    const tables = database.all(
      sql(
        `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`,
      ),
    );
    return tables.every(([name, isKeyed]) => isReadableTable(database, String(name), isKeyed === 1));
  } catch {
    return false;
  } finally {
    database.close();
  }
}

/** A table that is kept by its key has no numbers to part it by: it is read like an index. */
function isReadableTable(database: SqliteDatabase, table: string, isKeyed: boolean): boolean {
  const columns = textColumns(database, sql(`SELECT name FROM pragma_table_info(?) WHERE ${mayBeText('type')}`, table));
  if (isKeyed) return isText(database, `SELECT group_concat(${columns}, '') FROM ${quoted(table)}`);
  const [last] = database.get(sql(`SELECT max(rowid) FROM ${quoted(table)}`)) ?? [];
  for (let at = 0; at < Number(last ?? 0); at += rowsAtOnce) {
    const rows = `SELECT ${columns} AS text FROM ${quoted(table)} NOT INDEXED WHERE rowid > ${String(at)} AND rowid <= ${String(at + rowsAtOnce)}`;
    if (!isText(database, `SELECT group_concat(text, '') FROM (${rows})`)) return false;
  }
  const indexes = database.all(sql(`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?`, table));
  return indexes.every(([name]) => {
    const indexed = textColumns(
      database,
      sql(
        `SELECT i.name FROM pragma_index_info(?) i JOIN pragma_table_info(?) t ON t.name = i.name WHERE ${mayBeText('t.type')}`,
        String(name),
        table,
      ),
    );
    const rows = `SELECT ${indexed} AS text FROM ${quoted(table)} INDEXED BY ${quoted(String(name))}`;
    return isText(database, `SELECT group_concat(text, '') FROM (${rows})`);
  });
}

const mayBeText = (type: string): string => `${type} IN ('TEXT', 'ANY')`;

const textColumns = (database: SqliteDatabase, names: ReturnType<typeof sql>): string =>
  [`''`, ...database.all(names).map(([name]) => `coalesce(${quoted(String(name))}, '')`)].join(' || ');

function isText(database: SqliteDatabase, query: string): boolean {
  const [bytes]: readonly unknown[] = database.get(sql(`SELECT CAST((${query}) AS BLOB)`)) ?? [];
  return !(bytes instanceof Uint8Array) || isUtf8(bytes);
}
