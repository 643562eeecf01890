import { withCustomFields } from '../custom-fields.js';
import type { ReadModel } from '../read-model.js';
import type { Group, GroupQuery } from '../read-store.js';
import { fieldsIn } from '../filter.js';
import { fromEach, sourcesInOrder, sourcesOf } from './as-of.js';
import type { SqliteDatabase } from './database.js';
import { matchesIn, withCustomColumns } from './matching.js';
import { allOf, columnOf, sumColumnOf } from './sql.js';

/** Groups, counts and adds up, exactly however large: a sum leaves SQLite as text, and in halves where 64 bits hold it no more. @throws QueryRefused */
export function groupRows(database: SqliteDatabase, declared: ReadModel, query: GroupQuery): readonly Group[] {
  try {
    return groupsOf(database, declared, query, whole);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('integer overflow'))) throw error;
    return groupsOf(database, declared, query, halved);
  }
}

/** The parts in which a column is added up, and the sum that theirs make. */
interface Addition {
  readonly partsOf: (column: string) => readonly string[];
  readonly sumOf: (parts: readonly string[]) => string;
}
const whole: Addition = { partsOf: (column) => [column], sumOf: ([sum = '0']) => sum };
/** Twice the work. The shift keeps the sign. */
const halved: Addition = {
  partsOf: (column) => [`${column} >> 32`, `${column} & 4294967295`],
  sumOf: ([high = '0', low = '0']) => String((BigInt(high) << 32n) + BigInt(low)),
};

function groupsOf(
  database: SqliteDatabase,
  declared: ReadModel,
  query: GroupQuery,
  { partsOf, sumOf }: Addition,
): readonly Group[] {
  const model = withCustomFields(declared, query.customFields);
  const keys = query.groupBy.map((field) => columnOf(model, field));
  const sums = query.sums.flatMap((field) => partsOf(sumColumnOf(model, field)));
  const grouped = keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`;
  const ordered = keys.length === 0 ? '' : `ORDER BY ${keys.join(', ')}`;
  const named = sums.map((_, index) => `_sum${String(index)}`);

  const isInOrder = hasGrouping(model, query);
  const sources = isInOrder ? sourcesInOrder(database, model, query.at) : sourcesOf(database, model, query.at);
  // Else, in the past, the index by times is to be read, which has all that is counted, and not one in the order of the groups.
  const isByTimes = !isInOrder && sources.length > 1 && keys.length > 0;
  const inner = isByTimes ? `GROUP BY ${keys.map((key) => `+${key}`).join(', ')}` : grouped;

  // Each source is grouped by itself, within its index, before they are added together.
  const parts = fromEach(sources, ({ table, holds }) => {
    const condition = allOf([holds, matchesIn(table, model, query)]);
    const columns = [
      ...keys,
      'count(*) AS _count',
      ...sums.map((sum, index) => `SUM(${sum}) AS ${String(named[index])}`),
    ];
    return {
      sql: `SELECT ${columns.join(', ')} FROM ${withCustomColumns(table, model)} WHERE ${condition.sql} ${inner} HAVING count(*) > 0`,
      values: condition.values,
    };
  });
  const totals = named.map((sum) => `COALESCE(CAST(SUM(${sum}) AS TEXT), '0')`);
  const text = `SELECT ${[...keys, 'SUM(_count)', ...totals].join(', ')} FROM (${parts.sql}) ${grouped} HAVING count(*) > 0 ${ordered}`;
  const width = partsOf('').length;
  return database.all({ sql: text, values: parts.values }).map((row) => {
    const added = row.slice(keys.length + 1).map(String);
    return {
      keys: row.slice(0, keys.length),
      count: Number(row[keys.length]),
      sums: query.sums.map((_, index) => sumOf(added.slice(index * width, (index + 1) * width))),
    };
  });
}

/** Whether a grouping of the model has all that is asked for: integers to add up are in each. */
function hasGrouping(model: ReadModel, { groupBy, filter, search }: GroupQuery): boolean {
  if (search !== undefined) return false;
  const fields = [...groupBy, ...fieldsIn(filter)];
  return model.groupings.some(
    (grouping) =>
      groupBy.every((field, index) => field === grouping[index]) && fields.every((field) => grouping.includes(field)),
  );
}
