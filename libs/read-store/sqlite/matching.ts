import { isCustomField } from '../custom-fields.js';
import type { ReadModel } from '../read-model.js';
import type { Selection } from '../read-store.js';
import { wordsSought } from '../search.js';
import { foldedColumn, wordMark } from './columns.js';
import { filterSql, storedType } from './filter.sql.js';
import { rowsTable, valuesTable, wordsTable } from './schema.js';
import { allOf, anyOf, quoted, sql, type Sql } from './sql.js';
import { visibleTo } from './visibility.js';

/** The one condition on a table's rows that lists, counts, groups and sums have in common. @throws QueryRefused */
export function matchesIn(table: string, model: ReadModel, { viewer, filter, search }: Selection): Sql {
  const words = wordsSought(model, search);
  return allOf([
    visibleTo(model, viewer, table),
    filterSql(model, filter, table),
    ...(words === undefined ? [] : [hasWords(table, model, words)]),
  ]);
}

/** Of rows there is an index; versions are read through, for the words that are marked in them. */
function hasWords(table: string, model: ReadModel, words: readonly string[]): Sql {
  if (table === rowsTable(model)) {
    const begun = words.map((word) => `"${word}"*`).join(' ');
    const index = wordsTable(model);
    return sql(`${table}.rowid IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ?)`, begun);
  }
  const inOneField = (word: string): Sql =>
    anyOf(model.search.map((field) => sql(`instr(${foldedColumn(field)}, ?) > 0`, `${wordMark}${word}`)));
  return allOf(words.map(inOneField));
}

/** The table with the custom fields of the question as columns of its own. */
export function withCustomColumns(table: string, model: ReadModel): string {
  const custom = Object.entries(model.fields).filter(([field]) => isCustomField(field));
  if (custom.length === 0) return table;
  const columns = custom.map(([field, type]) => {
    const value = `_row = ${table}.rowid AND _field = '${field}' AND typeof(_value) = '${storedType(type)}'`;
    return `(SELECT _value FROM ${valuesTable(table)} WHERE ${value} LIMIT 1) AS ${quoted(field)}`;
  });
  return `(SELECT ${table}.rowid AS rowid, ${table}.*, ${columns.join(', ')} FROM ${table}) AS ${table}`;
}
