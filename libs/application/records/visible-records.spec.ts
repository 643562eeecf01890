import fc from 'fast-check';
import { calendarOf } from '../../kernel/calendar.js';
import { newId, type PriceBookId, type ProjectId } from '../../kernel/ids.js';
import { isDomainError } from '../../kernel/domain-error.js';
import { crmProjectId } from '../../organisation/project/project.js';
import type { Filter } from '../../read-store/filter.js';
import type { Viewer } from '../../read-store/read-store.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { priceBookItems } from '../../../projections/catalogue/price-book-items.read-model.js';
import { memoryAdapters } from '../adapters/memory.js';
import { CreatePriceBook } from '../catalogue/price-books.js';
import { GetByReference } from '../references/get-by-reference.js';
import { CreateProject, PutProject } from '../organisation/projects.js';
import { aggregates } from '../register/aggregates.js';
import { recordOf } from '../register/registered.js';
import { openRuntime, type OpenRuntime } from '../runtime/open-runtime.js';
import { GetRecord, ListRecords } from './record-queries.js';
import { RecordsOf } from './related.js';

const aggregate = aggregates.project;
const model = recordOf(aggregate);
const reference = (id: string) => ({ system: 'erp', type: 'list', id });
const names = ['A', 'B', 'C', 'D'];

describe('a viewer who sees some records only', () => {
  let opened: OpenRuntime;
  const ids: string[] = [];

  beforeAll(async () => {
    const settings = {
      calendar: calendarOf('UTC'),
      adminApiKey: 'a-key-for-this-spec',
      follows: { projections: true },
    };
    opened = await openRuntime(memoryAdapters({ clock: fixedClock() }), settings);
    for (const [nth, name] of names.entries()) {
      const fields = { name, references: [reference(name)], ...(nth % 2 === 0 && { parentId: crmProjectId }) };
      // Half of them under the id of their reference.
      const command =
        nth < 2
          ? new CreateProject({ ...fields, projectId: newId<ProjectId>() }, commandContext())
          : new PutProject({ reference: reference(name), fields }, commandContext());
      ids.push((await opened.commands.execute(command)).id);
    }
    await opened.runtime.projector.waitUntilCaughtUp();
  });
  afterAll(() => opened.close());

  /** The id of what is found; undefined where nothing is. */
  const idOf = async (found: Promise<{ readonly record: { readonly id: string } }>) => {
    try {
      return (await found).record.id;
    } catch (error) {
      if (isDomainError(error) && error.code === 'record-not-found') return undefined;
      throw error;
    }
  };
  const then = '2017-03-01';
  const visibility: fc.Arbitrary<Filter> = fc.oneof(
    fc.constantFrom(null, crmProjectId).map((eq) => ({ parentId: { eq } })),
    fc.subarray(names).map((some) => ({ name: { in: some } })),
    fc.constantFrom(...names).map((name) => ({ references: { contains: `erp:list:${name}` } })),
    fc.constantFrom(...names).map((name): Filter => ({ or: [{ name: { gt: name } }, { parentId: { ne: null } }] })),
  );

  it('finds one by its id or its reference, now or then, where lists show it', () =>
    fc.assert(
      fc.asyncProperty(visibility, async (filter) => {
        const viewer: Viewer = { sees: { [model.name]: filter } };
        const { items, count } = await opened.queries.execute(new ListRecords({ viewer, model }));
        const listed = items.map(({ id }) => id);
        expect(count?.value).toBe(listed.length);
        for (const [nth, id] of ids.entries()) {
          const seen = listed.includes(id) ? id : undefined;
          const of = { viewer, model, id, aggregate };
          const called = { viewer, aggregate, reference: reference(names[nth] ?? '') };
          const found = [
            await idOf(opened.queries.execute(new GetRecord(of))),
            await idOf(opened.queries.execute(new GetRecord({ ...of, asOf: then }))),
            await idOf(opened.queries.execute(new GetByReference(called))),
            await idOf(opened.queries.execute(new GetByReference({ ...called, asOf: then }))),
          ];
          expect(found).toEqual([seen, seen, seen, seen]);
        }
      }),
    ));

  it('is told of what belongs to a record they may not see as if it never was', async () => {
    const priceBookId = newId<PriceBookId>();
    const named = new CreatePriceBook({ priceBookId, name: 'Trade', references: [] }, commandContext());
    await opened.commands.execute(named);
    const prices = (name: string) =>
      opened.queries.execute(
        new RecordsOf({
          model: priceBookItems,
          subject: { kind: 'priceBook', id: priceBookId },
          viewer: { sees: { priceBooks: { name: { eq: name } } } },
        }),
      );
    await expect(prices('Trade')).resolves.toMatchObject({ items: [] });
    await expect(prices('List')).rejects.toMatchObject({ code: 'price-book-not-found' });
  });
});
