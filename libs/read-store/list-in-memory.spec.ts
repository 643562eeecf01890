import fc from 'fast-check';
import { referenceKey } from '../kernel/references.js';
import { projects } from '../../projections/organisation/projects.read-model.js';
import type { ProjectId } from '../kernel/ids.js';
import { testStart } from '../testing/log/fixed-clock.js';
import { openSqliteReadStore } from './sqlite/sqlite-read-store.js';
import type { Filter } from './filter.js';
import { listInMemory } from './list-in-memory.js';
import { everything, projections } from './read-store.js';

const reference = (id: string) => ({ system: 'erp', type: 'list', id });
const anyRow = fc.record({
  name: fc.constantFrom('Alpha', 'alpha beta', 'Ärger', 'Zoë', 'beta', ''),
  parentId: fc.constantFrom(null, 'a', 'b') as fc.Arbitrary<ProjectId | null>,
  references: fc.subarray(['1', '2']).map((ids) => ids.map(reference)),
});
const anyFilter: fc.Arbitrary<Filter | undefined> = fc.constantFrom<Filter | undefined>(
  undefined,
  { parentId: { eq: null } },
  { name: { gt: 'alpha' } },
  { or: [{ parentId: { in: ['a'] } }, { name: { contains: 'ae' } }] },
  { references: { contains: referenceKey(reference('1')) } },
);
const anySort = fc.subarray(
  [
    { field: 'name', descending: true },
    { field: 'parentId', descending: false },
  ],
  { minLength: 0 },
);

describe('a list of rows in hand', () => {
  it('is page by page what a store answers: filter, search, sort, cursors and count', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { maxLength: 12 }),
        anyFilter,
        anySort,
        fc.constantFrom(undefined, 'be', 'alpha', 'arger zoe'),
        async (contents, filter, sort, search) => {
          const rows = contents.map((row, nth) => ({ _id: `id-${String(nth).padStart(2, '0')}`, parents: [], ...row }));
          const store = openSqliteReadStore({ file: ':memory:', models: [projects] });
          const versions = rows.map((row) => ({ id: row._id, row, occurredAt: testStart, recordedAt: testStart }));
          const changes = [{ model: projects, rows: new Map(rows.map((row) => [row._id, row])), versions }];
          const position = 'log:1' as never;
          await store.flush({ reader: projections, after: undefined, checkpoint: position, changes, documents: [] });
          let cursor: string | undefined;
          do {
            const query = { viewer: everything, filter, sort, search, limit: 2, cursor, countUpTo: 5 };
            const page = await store.list(projects, query);
            expect(listInMemory(projects, [...rows].reverse(), query)).toEqual(page);
            cursor = page.next ?? undefined;
          } while (cursor !== undefined);
          await store.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
