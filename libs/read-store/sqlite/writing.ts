import { fieldValue } from '../fields.js';
import type { ReadModel, Row } from '../read-model.js';
import type { SqliteDatabase, Values } from './database.js';
import { bound } from './filter.sql.js';
import type { Value } from './sql.js';

/** The row as its columns: the declared fields in their order, and the whole as JSON. @throws RowUnfit */
export function columnsOf(model: ReadModel, row: Row): readonly Value[] {
  const values: Value[] = [];
  for (const field in model.fields) {
    const type = model.fields[field];
    if (type !== undefined) values.push(bound(fieldValue(model, row, field, type)));
  }
  values.push(JSON.stringify(row));
  return values;
}

/** Inserts the rows one by one: several in a statement take as long, as SQLite is given as many values. */
export function insertAll(
  database: SqliteDatabase,
  table: string,
  columns: readonly string[],
  rows: readonly Values[],
): void {
  const places = columns.map(() => '?').join(', ');
  const insert = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`;
  for (const values of rows) database.run({ sql: insert, values });
}
