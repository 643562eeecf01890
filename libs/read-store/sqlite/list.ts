import type { ReadModel, Row } from '../read-model.js';
import type { ListPage, ListQuery } from '../read-store.js';
import { sourceOf } from './as-of.js';
import { cursorText, cursorValues, listMark, orderOf, orderSql, rangesAfter } from './cursor.js';
import type { SqliteDatabase, Values } from './database.js';
import { filterSql } from './filter.sql.js';
import { parsed } from './rows.js';
import { allOf, quoted, sql, type Sql } from './sql.js';
import { visibleTo } from './visibility.js';

/** One page of a list, with one row looked ahead. @throws QueryRefused */
export function listRows<R extends Row>(database: SqliteDatabase, model: ReadModel<R>, query: ListQuery): ListPage<R> {
  const { table, holds } = sourceOf(database, model, query.at);
  const matches = allOf([holds, visibleTo(query.viewer), filterSql(model, query.filter)]);
  const order = orderOf(model, query.sort);
  const mark = listMark(model, order, query);
  const ranges =
    query.cursor === undefined ? [sql('1')] : rangesAfter(order, cursorValues(model, order, mark, query.cursor));
  const columns = order.map(({ field }) => quoted(field)).join(', ');

  // The order is found on the columns alone; documents are read only for the rows that are answered.
  const rowsIn = (range: Sql, limit: number): readonly Values[] => {
    const condition = allOf([matches, range]);
    const keys = `SELECT rowid AS _row, ${columns} FROM ${table} WHERE ${condition.sql} ORDER BY ${orderSql(order)} LIMIT ?`;
    const text = `SELECT document._doc, found.* FROM (${keys}) AS found CROSS JOIN ${table} AS document ON document.rowid = found._row`;
    const sorted = order
      .map(({ field, descending }) => `found.${quoted(field)} ${descending ? 'DESC' : 'ASC'}`)
      .join(', ');
    return database.all({ sql: `${text} ORDER BY ${sorted}`, values: [...condition.values, limit] });
  };

  const found: Values[] = [];
  for (const range of ranges) {
    if (found.length <= query.limit) found.push(...rowsIn(range, query.limit + 1 - found.length));
  }
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.map(([document]) => parsed<R>(document)),
    next: last === undefined ? null : cursorText(mark, last.slice(2)),
    ...(query.countUpTo === undefined ? {} : { count: countOf(database, table, matches, query.countUpTo) }),
  };
}

/** Counts no further than asked: a count of everything would cost as much as the list is long. */
function countOf(
  database: SqliteDatabase,
  table: string,
  matches: Sql,
  upTo: number,
): { value: number; exact: boolean } {
  const bounded = `SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE ${matches.sql} LIMIT ?)`;
  const counted = Number(database.get({ sql: bounded, values: [...matches.values, upTo + 1] })?.[0] ?? 0);
  return { value: Math.min(counted, upTo), exact: counted <= upTo };
}
