import { cursorText, cursorValues, listMark, orderOf } from '../cursor.js';
import { withCustomFields } from '../custom-fields.js';
import { rangesAfter } from '../keyset.js';
import type { ReadModel, Row } from '../read-model.js';
import type { ListPage, ListQuery, Selection } from '../read-store.js';
import { fromEach, sourcesOf, type Source } from './as-of.js';
import { keysetSql, orderSql } from './keyset.js';
import type { SqliteDatabase, Values } from './database.js';
import { matchesIn, withCustomColumns } from './matching.js';
import { parsed } from './rows.js';
import { allOf, quoted, sql, type Sql } from './sql.js';

/** One page of a list, with one row looked ahead. @throws QueryRefused */
export function listRows<R extends Row>(
  database: SqliteDatabase,
  declared: ReadModel<R>,
  query: ListQuery,
): ListPage<R> {
  const model = withCustomFields(declared, query.customFields);
  const sources = sourcesOf(database, model, query.at);
  const order = orderOf(model, query.sort);
  const mark = listMark(model, order, query);
  const ranges =
    query.cursor === undefined
      ? [sql('1')]
      : rangesAfter(order, cursorValues(model, order, mark, query.cursor), keysetSql);
  const columns = order.map(({ field }) => quoted(field)).join(', ');

  // The order is found on the columns alone; documents are read only for the rows that are answered.
  const rowsIn = (range: Sql, limit: number): readonly Values[] => {
    const keys = fromEach(sources, ({ table, holds }, index) => {
      const condition = allOf([holds, matchesIn(table, model, query), range]);
      const from = withCustomColumns(table, model);
      return {
        sql: `SELECT ${String(index)} AS _source, rowid AS _row, ${columns} FROM ${from} WHERE ${condition.sql}`,
        values: condition.values,
      };
    });
    const documents = sources.map(
      ({ table }, index) => `WHEN ${String(index)} THEN (SELECT _doc FROM ${table} WHERE rowid = found._row)`,
    );
    const text = `SELECT CASE found._source ${documents.join(' ')} END, found.* FROM (${keys.sql} ORDER BY ${orderSql(order)} LIMIT ?) AS found`;
    return database.all({ sql: `${text} ORDER BY ${orderSql(order)}`, values: [...keys.values, limit] });
  };

  const found: Values[] = [];
  for (const range of ranges) {
    if (found.length <= query.limit) found.push(...rowsIn(range, query.limit + 1 - found.length));
  }
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.map(([document]) => parsed<R>(document)),
    next: last === undefined ? null : cursorText(mark, last.slice(3)),
    ...(query.countUpTo === undefined ? {} : { count: countOf(database, model, sources, query, query.countUpTo) }),
  };
}

/** Counts no further than asked: a count of everything would cost as much as the list is long. */
function countOf(
  database: SqliteDatabase,
  model: ReadModel,
  sources: readonly Source[],
  selection: Selection,
  upTo: number,
): { value: number; exact: boolean } {
  const all = fromEach(sources, ({ table, holds }) => {
    const condition = allOf([holds, matchesIn(table, model, selection)]);
    return { sql: `SELECT 1 FROM ${withCustomColumns(table, model)} WHERE ${condition.sql}`, values: condition.values };
  });
  const bounded = `SELECT count(*) FROM (${all.sql} LIMIT ?)`;
  const counted = Number(database.get({ sql: bounded, values: [...all.values, upTo + 1] })?.[0] ?? 0);
  return { value: Math.min(counted, upTo), exact: counted <= upTo };
}
