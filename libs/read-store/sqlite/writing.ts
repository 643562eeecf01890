import { fieldValue } from '../fields.js';
import type { ReadModel, Row } from '../read-model.js';
import type { SqliteDatabase, Values } from './database.js';
import { bound } from './filter.sql.js';
import type { Value } from './sql.js';

const rowsPerStatement = 32;

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

/** Inserts the rows, many at a time. */
export function insertAll(
  database: SqliteDatabase,
  table: string,
  columns: readonly string[],
  rows: readonly Values[],
): void {
  const one = `(${columns.map(() => '?').join(', ')})`;
  const into = (count: number): string =>
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array<string>(count).fill(one).join(', ')}`;
  const many = into(rowsPerStatement);
  const single = into(1);
  const whole = rows.length - (rows.length % rowsPerStatement);
  for (let at = 0; at < whole; at += rowsPerStatement) {
    database.run({ sql: many, values: rows.slice(at, at + rowsPerStatement).flat() });
  }
  for (const row of rows.slice(whole)) database.run({ sql: single, values: row });
}
