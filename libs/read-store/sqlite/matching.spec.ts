import { pastThings } from '../../../test/contracts/read-store.samples.js';
import { testStart } from '../../testing/log/fixed-clock.js';
import { everything, type ListQuery } from '../read-store.js';
import { SqliteDatabase } from './database.js';
import { listRows } from './list.js';
import { makeIndexes, makeTables } from './schema.js';

/** How SQLite answers the question, step by step. */
function planOf(query: Partial<ListQuery>): readonly string[] {
  const database = new SqliteDatabase(':memory:', 'WAL');
  makeTables(database, [pastThings]);
  makeIndexes(database, [pastThings]);
  const all = database.all.bind(database);
  const steps: string[] = [];
  database.all = (asked) => {
    steps.push(...all({ ...asked, sql: `EXPLAIN QUERY PLAN ${asked.sql}` }).map(([, , , step]) => String(step)));
    return all(asked);
  };
  listRows(database, pastThings, { viewer: everything, limit: 1, ...query });
  database.close();
  return steps.filter((step) => step.includes('_pastThings'));
}

const rows = ['rows'];
const versionsAndRows = ['versions', 'rows'];
const key = '\\(_field=\\? AND _value[=>]\\?';

describe('a look-up', () => {
  it.each([
    ['of an element, now', { filter: { references: { contains: 'a:b:c' } } }, rows],
    ['of one of some elements', { filter: { tags: { in: ['a', 'b'] } } }, rows],
    [
      'of an element, then',
      { filter: { references: { contains: 'a:b:c' } }, at: { asOf: testStart } },
      versionsAndRows,
    ],
    ['of a custom value', { customFields: { n: 'integer' as const }, filter: { 'custom.n': { gt: 3 } } }, rows],
  ])('%s reads the values beside the rows by their index, and those rows', (_what, query, tables) => {
    const steps = planOf(query);
    for (const table of tables) {
      expect(steps).toContain(`SEARCH ${table}_pastThings USING INTEGER PRIMARY KEY (rowid=?)`);
      expect(steps).toContainEqual(expect.stringMatching(`SEARCH values_${table}_pastThings USING PRIMARY KEY ${key}`));
    }
    expect(steps.filter((step) => step.startsWith('SCAN'))).toEqual([]);
  });

  it('of words reads their index, and those rows', () => {
    const steps = planOf({ search: 'a b' });
    expect(steps).toContainEqual(expect.stringContaining('words_pastThings VIRTUAL TABLE INDEX'));
    expect(steps).toContain('SEARCH rows_pastThings USING INTEGER PRIMARY KEY (rowid=?)');
  });
});
