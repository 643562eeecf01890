import type { ReadModel, Row } from '../read-model.js';
import { columnsIn } from './columns.js';
import type { SqliteDatabase, Values } from './database.js';
import type { Value } from './sql.js';

const rowsPerStatement = 32;

/** The row as its columns, and the whole as JSON. @throws RowUnfit */
export const columnsOf = (model: ReadModel, row: Row): readonly Value[] => [
  ...columnsIn(model).map((column) => column.valueOf(row)),
  JSON.stringify(row),
];

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
