import type { ReadModel } from '../read-model.js';
import type { Group, GroupQuery } from '../read-store.js';
import { sourceOf } from './as-of.js';
import type { SqliteDatabase } from './database.js';
import { filterSql } from './filter.sql.js';
import { allOf, columnOf, sumColumnOf } from './sql.js';
import { visibleTo } from './visibility.js';

/** Groups, counts and adds up. Sums leave SQLite as text: they may be larger than a number holds exactly. @throws QueryRefused */
export function groupRows(database: SqliteDatabase, model: ReadModel, query: GroupQuery): readonly Group[] {
  const { table, holds } = sourceOf(database, model, query.at);
  const condition = allOf([holds, visibleTo(query.viewer), filterSql(model, query.filter)]);
  const keys = query.groupBy.map((field) => columnOf(model, field));
  const sums = query.sums.map((field) => `COALESCE(CAST(SUM(${sumColumnOf(model, field)}) AS TEXT), '0')`);
  const grouped = keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`;
  const ordered = keys.length === 0 ? '' : `ORDER BY ${keys.join(', ')}`;
  const text = `SELECT ${[...keys, 'count(*)', ...sums].join(', ')} FROM ${table} WHERE ${condition.sql} ${grouped} HAVING count(*) > 0 ${ordered}`;
  return database.all({ sql: text, values: condition.values }).map((row) => ({
    keys: row.slice(0, keys.length),
    count: Number(row[keys.length]),
    sums: row.slice(keys.length + 1).map(String),
  }));
}
