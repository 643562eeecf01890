import { searchable } from '../../kernel/searchable.js';
import { isCustomField } from '../custom-fields.js';
import type { ReadModel } from '../read-model.js';
import { columnsIn, valueColumns, type Column, type FieldValue } from './columns.js';
import type { SqliteDatabase, Values } from './database.js';
import { rowColumns, rowsTable, valuesTable, versionsTable, wordsTable } from './schema.js';
import { bound, sql, type Sql } from './sql.js';
import type { StoredRow } from './stored-rows.js';
import { insertAll } from './writing.js';

/** Puts beside the rows under this key what they have: their words and values. They had nothing there. */
export function addBesideRows(database: SqliteDatabase, model: ReadModel, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const isAdded = sql('_id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
  addValues(database, model, rowsTable(model), isAdded);
  const columns = wordColumns(model);
  if (columns.length === 0) return;
  const found = stored(database, columns, rowsTable(model), isAdded).map(([row, ...values]): Values => {
    return [row ?? null, wordsOf(columns, values).join(' ')];
  });
  insertAll(database, wordsTable(model), ['rowid', 'words'], found);
}

/** Puts the values of the versions beside them that came after this number. */
export const addBesideVersions = (database: SqliteDatabase, model: ReadModel, last: number): void =>
  addValues(database, model, versionsTable(model), sql('_version > ?', last));

/** Takes away what these rows had beside them. */
export function removeBesideRows(database: SqliteDatabase, model: ReadModel, rows: readonly StoredRow[]): void {
  const values = valueColumns(model);
  const places = placesOf(model, values);
  for (const { row, columns } of rows) {
    if (model.search.length > 0) database.run(sql(`DELETE FROM ${wordsTable(model)} WHERE rowid = ?`, row));
    const were = valuesOf(
      values,
      places.map((place) => columns[place] ?? null),
    );
    for (const [field, value] of were) {
      const deleted = `DELETE FROM ${valuesTable(rowsTable(model))} WHERE _field = ? AND _value = ? AND _row = ?`;
      database.run(sql(deleted, field, bound(value), row));
    }
  }
}

/** Tells whether a row has other things beside it than before; without one before, whether it has any. */
export function differsBeside(model: ReadModel): (before: Values | undefined, values: Values) => boolean {
  const places = placesOf(model, [...valueColumns(model), ...wordColumns(model)]);
  return (before, values) => places.some((place) => (before?.[place] ?? null) !== values[place]);
}

function addValues(database: SqliteDatabase, model: ReadModel, table: string, where: Sql): void {
  const columns = valueColumns(model);
  if (columns.length === 0) return;
  const texts: Values[] = [];
  const numbers: (readonly unknown[])[] = [];
  for (const [row, ...values] of stored(database, columns, table, where)) {
    for (const [field, value] of valuesOf(columns, values)) {
      if (typeof value !== 'string') numbers.push([field, Number(value), row]);
      else texts.push([field, value, row ?? null, isCustomField(field) ? searchable(value) : null]);
    }
  }
  insertAll(database, valuesTable(table), ['_field', '_value', '_row', '_folded'], texts);
  if (numbers.length === 0) return;
  // As JSON they stay integers: libsql binds every number as a real, and a column of any type keeps it so.
  const integers = `INSERT INTO ${valuesTable(table)} (_field, _value, _row) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`;
  database.run(sql(integers, JSON.stringify(numbers)));
}

/** The numbers of the rows that have something in these columns, and what. */
function stored(database: SqliteDatabase, columns: readonly Column[], table: string, where: Sql): readonly Values[] {
  const names = columns.map(({ name }) => name);
  const some = names.map((name) => `${name} IS NOT NULL`).join(' OR ');
  const text = `SELECT rowid, ${names.join(', ')} FROM ${table} WHERE ${where.sql} AND (${some})`;
  return database.all({ sql: text, values: where.values });
}

const wordColumns = (model: ReadModel): readonly Column[] =>
  columnsIn(model).filter(({ wordsOf }) => wordsOf !== undefined);

/** Where the columns are among those of a row. */
function placesOf(model: ReadModel, columns: readonly Column[]): readonly number[] {
  const all = rowColumns(model);
  return columns.map(({ name }) => all.indexOf(name));
}

const valuesOf = (columns: readonly Column[], values: Values): readonly FieldValue[] =>
  columns.flatMap((column, index) => textIn(values[index], column.valuesOf));

const wordsOf = (columns: readonly Column[], values: Values): readonly string[] => [
  ...new Set(columns.flatMap((column, index) => textIn(values[index], column.wordsOf))),
];

const textIn = <T>(value: unknown, partsOf: ((value: string) => readonly T[]) | undefined): readonly T[] =>
  typeof value === 'string' && partsOf !== undefined ? partsOf(value) : [];
