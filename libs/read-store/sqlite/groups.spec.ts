import { pastThings } from '../../../test/contracts/read-store.samples.js';
import { testStart } from '../../testing/log/fixed-clock.js';
import { everything, type GroupQuery } from '../read-store.js';
import { SqliteDatabase } from './database.js';
import { groupRows } from './groups.js';
import { makeIndexes, makeTables } from './schema.js';

/** How SQLite answers the question, step by step. */
function planOf(query: Omit<GroupQuery, 'viewer' | 'sums'>): readonly string[] {
  const database = new SqliteDatabase(':memory:', 'WAL');
  makeTables(database, [pastThings]);
  makeIndexes(database, [pastThings]);
  const all = database.all.bind(database);
  const steps: string[] = [];
  database.all = (asked) => {
    steps.push(...all({ ...asked, sql: `EXPLAIN QUERY PLAN ${asked.sql}` }).map(([, , , step]) => String(step)));
    return all(asked);
  };
  groupRows(database, pastThings, { viewer: everything, sums: ['amount'], ...query });
  database.close();
  return steps.filter((step) => step.includes('pastThings') || step.includes('TEMP B-TREE'));
}

describe('grouping', () => {
  const asOf = testStart;
  const inOrder = ['versions', 'rows'].map((table): unknown =>
    expect.stringContaining(`${table}_pastThings USING COVERING INDEX ${table}_pastThings_groups_kind_day`),
  );

  it.each([
    ['by what a grouping begins with', { groupBy: ['kind'], at: { asOf } }],
    [
      'by all of it, filtered by one of its fields',
      { groupBy: ['kind', 'day'], filter: { day: { gte: '2017' } }, at: { asOf } },
    ],
    ['as known', { groupBy: ['kind', 'day'], at: { asOf, knownAt: asOf } }],
  ])('%s reads its index of each table once, as of any date, and sorts no more than the groups', (_how, query) => {
    const [ended, rows, ...together] = planOf(query);
    expect([ended, rows]).toEqual(inOrder);
    expect(together.length).toBeLessThanOrEqual(1);
  });

  it('reads the index of the rows for today', () => {
    expect(planOf({ groupBy: ['kind', 'day'] })[0]).toContain(
      'rows_pastThings USING COVERING INDEX rows_pastThings_groups_kind_day',
    );
  });

  it('looks by times where the filter needs more than the grouping has', () => {
    const steps = planOf({ groupBy: ['kind'], filter: { done: { eq: true } }, at: { asOf } });
    expect(steps.filter((step) => step.includes('_groups_'))).toEqual([]);
  });
});
