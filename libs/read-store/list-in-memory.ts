import { searchWords } from '../kernel/searchable.js';
import { cursorText, cursorValues, listMark, orderOf, type SortValue } from './cursor.js';
import { fieldValue, scalarTypeOf } from './fields.js';
import { matches } from './matches.js';
import { compared } from './order.js';
import type { ReadModel, Row } from './read-model.js';
import type { ListPage, ListQuery } from './read-store.js';
import { wordsSought } from './search.js';
import { isVisible } from './visibility.js';

/** A page of rows in hand, filtered, searched, sorted and counted as a store does it. @throws QueryRefused */
export function listInMemory<R extends Row>(model: ReadModel<R>, rows: readonly R[], query: ListQuery): ListPage<R> {
  const order = orderOf(model, query.sort);
  const mark = listMark(model, order, query);
  const after = query.cursor === undefined ? undefined : cursorValues(model, order, mark, query.cursor);
  const words = wordsSought(model, query.search);
  const all = rows
    .filter((row) => isVisible(model, row, query.viewer) && matches(model, row, query.filter))
    .filter((row) => words === undefined || hasWords(model, row, words))
    .map((row) => ({ row, values: order.map(({ field }) => sortValue(model, row, field)) }))
    .sort((a, b) => compared(order, a.values, b.values));
  const rest = after === undefined ? all : all.filter(({ values }) => compared(order, values, after) > 0);
  const page = rest.slice(0, query.limit);
  const last = rest.length > query.limit ? page.at(-1) : undefined;
  const { countUpTo } = query;
  return {
    items: page.map(({ row }) => row),
    next: last === undefined ? null : cursorText(mark, last.values),
    ...(countUpTo !== undefined && {
      count: { value: Math.min(all.length, countUpTo), exact: all.length <= countUpTo },
    }),
  };
}

function hasWords(model: ReadModel, row: Row, words: readonly string[]): boolean {
  const texts = model.search.map((field): unknown => Reflect.get(row, field));
  const own = texts.flatMap((text) => (typeof text === 'string' ? searchWords(text) : []));
  return words.every((word) => own.some((one) => one.startsWith(word)));
}

function sortValue(model: ReadModel, row: Row, field: string): SortValue {
  const value = field === '_id' ? row._id : fieldValue(model, row, field, scalarTypeOf(model, field));
  return typeof value === 'boolean' ? Number(value) : value;
}
