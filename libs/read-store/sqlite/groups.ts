import type { ReadModel } from '../read-model.js';
import type { Group, GroupQuery } from '../read-store.js';
import { fieldsIn } from '../filter.js';
import { fromEach, sourcesInOrder, sourcesOf } from './as-of.js';
import type { SqliteDatabase } from './database.js';
import { filterSql } from './filter.sql.js';
import { allOf, columnOf, sumColumnOf } from './sql.js';
import { visibleTo } from './visibility.js';

/** Groups, counts and adds up. Sums leave SQLite as text: they may be larger than a number holds exactly. @throws QueryRefused */
export function groupRows(database: SqliteDatabase, model: ReadModel, query: GroupQuery): readonly Group[] {
  const keys = query.groupBy.map((field) => columnOf(model, field));
  const sums = query.sums.map((field) => sumColumnOf(model, field));
  const grouped = keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`;
  const ordered = keys.length === 0 ? '' : `ORDER BY ${keys.join(', ')}`;
  const named = sums.map((_, index) => `_sum${String(index)}`);
  const matches = allOf([visibleTo(model, query.viewer), filterSql(model, query.filter)]);

  const isInOrder = hasGrouping(model, query);
  const sources = isInOrder ? sourcesInOrder(model, query.at) : sourcesOf(database, model, query.at);
  // Else, in the past, the index by times is to be read, which has all that is counted, and not one in the order of the groups.
  const isByTimes = !isInOrder && sources.length > 1 && keys.length > 0;
  const inner = isByTimes ? `GROUP BY ${keys.map((key) => `+${key}`).join(', ')}` : grouped;

  // Each source is grouped by itself, within its index, before they are added together.
  const parts = fromEach(sources, ({ table, holds }) => {
    const condition = allOf([holds, matches]);
    const columns = [
      ...keys,
      'count(*) AS _count',
      ...sums.map((sum, index) => `SUM(${sum}) AS ${String(named[index])}`),
    ];
    return {
      sql: `SELECT ${columns.join(', ')} FROM ${table} WHERE ${condition.sql} ${inner} HAVING count(*) > 0`,
      values: condition.values,
    };
  });
  const totals = named.map((sum) => `COALESCE(CAST(SUM(${sum}) AS TEXT), '0')`);
  const text = `SELECT ${[...keys, 'SUM(_count)', ...totals].join(', ')} FROM (${parts.sql}) ${grouped} HAVING count(*) > 0 ${ordered}`;
  return database.all({ sql: text, values: parts.values }).map((row) => ({
    keys: row.slice(0, keys.length),
    count: Number(row[keys.length]),
    sums: row.slice(keys.length + 1).map(String),
  }));
}

/** Whether a grouping of the model has all that is asked for: integers to add up are in each. */
function hasGrouping(model: ReadModel, { groupBy, filter }: GroupQuery): boolean {
  const fields = [...groupBy, ...fieldsIn(filter)];
  return model.groupings.some(
    (grouping) =>
      groupBy.every((field, index) => field === grouping[index]) && fields.every((field) => grouping.includes(field)),
  );
}
