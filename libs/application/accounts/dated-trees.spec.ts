import { calendarOf } from '../../kernel/calendar.js';
import { instantOf, type Instant } from '../../kernel/dates.js';
import { newId, type AccountId, type CategoryId, type ProductId, type ProjectId } from '../../kernel/ids.js';
import { projectHierarchy } from '../../organisation/project-hierarchy/project-hierarchy.js';
import { everything } from '../../read-store/read-store.js';
import { CommandExecutor } from '../../commands/command-executor.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { memoryAdapters } from '../adapters/memory.js';
import { CreateProductCategory } from '../catalogue/catalogue.commands.js';
import { CreateProduct, EditProduct } from '../catalogue/products.js';
import { CreateProject, EditProject } from '../organisation/projects.js';
import { GetRecord, ListRecords } from '../records/record-queries.js';
import { RelationsOfAccount } from '../records/related.js';
import { projectFilter } from '../records/project-scope.js';
import { aggregates } from '../register/aggregates.js';
import { openRuntime, type OpenRuntime } from '../runtime/open-runtime.js';
import { CreateAccount, MoveAccount } from './accounts.js';

const clock = fixedClock(instantOf(Date.UTC(2026, 0, 1)));
const day = (year: number, date = 1): Instant => instantOf(Date.UTC(year, 0, date));
const at = (given?: Instant) => commandContext(given === undefined ? {} : { occurred: { given } });

let opened: OpenRuntime;
beforeAll(async () => {
  const settings = { calendar: calendarOf('UTC'), adminApiKey: 'a-key-for-this-spec' };
  opened = await openRuntime(memoryAdapters({ clock }), settings);
});
afterAll(() => opened.close());
beforeEach(() => {
  clock.advance(3_600_000);
});

const settled = async (): Promise<void> => {
  const head = await opened.runtime.log.head();
  if (head !== undefined) await opened.runtime.processes.waitFor(head);
  await opened.runtime.projector.waitUntilCaughtUp();
};
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error: unknown) => String(Reflect.get(error as object, 'code')),
  );

describe('accounts in their tree, by their own dates (ADR 37)', () => {
  const create = async (parentId?: AccountId, given?: Instant): Promise<AccountId> => {
    const accountId = newId<AccountId>();
    const fields = { accountId, accountType: 'company' as const, name: 'Firm', parentId, references: [] };
    await opened.commands.execute(new CreateAccount(fields, at(given)));
    return accountId;
  };
  const move = (accountId: AccountId, parentId: AccountId | null, given?: Instant) =>
    opened.commands.execute(new MoveAccount({ accountId, parentId }, at(given)));
  const relations = async (accountId: AccountId, asOf?: Instant, knownAt?: Instant) => {
    await settled();
    const asked = { viewer: everything, accountId, asOf, knownAt };
    const { parentId, subAccounts } = await opened.queries.execute(new RelationsOfAccount(asked));
    return { parentId, below: subAccounts.map(({ id }) => id) };
  };

  it('a move is dated back though another account, and the account itself, moved since', async () => {
    const [one, other, firm, neighbour] = [await create(), await create(), await create(), await create()];
    await move(neighbour, one);
    await move(firm, other, day(2025));
    const before = clock.now();
    clock.advance(1);
    await move(firm, one, day(2023));
    expect(await relations(firm)).toMatchObject({ parentId: other });
    expect(await relations(firm, day(2022))).toMatchObject({ parentId: null });
    expect(await relations(firm, day(2024))).toMatchObject({ parentId: one });
    expect((await relations(one, day(2024))).below).toEqual([firm]);
    expect((await relations(one)).below).toEqual([neighbour]);
    expect((await relations(other)).below).toEqual([firm]);
    // Only who asks what was known before does not see it.
    expect(await relations(firm, day(2024), before)).toMatchObject({ parentId: null });
    expect((await relations(one, day(2024), before)).below).toEqual([]);
  });
  it('a new account of an earlier time is under its parent from then', async () => {
    const parent = await create();
    await move(parent, null);
    const firm = await create(parent, day(2023));
    expect(await relations(firm, day(2023))).toMatchObject({ parentId: parent });
    expect((await relations(parent, day(2024))).below).toEqual([firm]);
    expect(await relations(firm, day(2022))).toMatchObject({ parentId: null });
  });
  it('a circle is refused on any date, and a time to come too', async () => {
    const [one, other] = [await create(), await create()];
    await move(one, other, day(2020));
    await move(one, null, day(2022));
    expect(await refusal(move(other, one, day(2021)))).toBe('account-cycle');
    expect(await refusal(move(other, one, day(2019)))).toBe('account-cycle');
    expect(await refusal(move(other, one, day(2022)))).toBe('taken');
    expect(await refusal(move(one, null, day(2040)))).toBe('occurred-in-future');
  });
});

describe('projects in their tree, by their own dates (SYS-03, ADR 37)', () => {
  const create = async (parentId?: ProjectId, name = 'Project'): Promise<ProjectId> => {
    const projectId = newId<ProjectId>();
    await opened.commands.execute(new CreateProject({ projectId, name, parentId, references: [] }, at()));
    return projectId;
  };
  const edit = (projectId: ProjectId, parentId: ProjectId | null, given?: Instant, context = at(given)) =>
    opened.commands.execute(new EditProject({ projectId, parentId }, context));
  const parentOf = async (id: ProjectId, asOf?: Instant, knownAt?: Instant): Promise<unknown> => {
    await settled();
    const asked = { model: projects, id, viewer: everything, asOf, knownAt };
    return (await opened.queries.execute(new GetRecord(asked))).record['parentId'];
  };
  const within = async (id: ProjectId, asOf?: Instant) => {
    await settled();
    return projectFilter(opened.runtime.store, id, { asOf }, everything);
  };

  it('two moves at once close no circle', async () => {
    for (let nth = 0; nth < 20; nth += 1) {
      const [one, other] = [await create(), await create()];
      const both = await Promise.all([refusal(edit(one, other)), refusal(edit(other, one))]);
      expect(both.sort()).toEqual(['project-cycle', 'taken']);
    }
  });
  it('a move is dated back, and record, list and what is below agree on every date', async () => {
    const [one, other] = [await create(), await create()];
    const project = await create(one);
    await edit(project, other, day(2025));
    const before = clock.now();
    clock.advance(1);
    const { record } = await edit(project, null, day(2023));
    expect(record).toMatchObject({ parentId: other });
    const expected = [
      [day(2022), one],
      [day(2023), null],
      [day(2024), null],
      [day(2025), other],
      [undefined, other],
    ] as const;
    for (const [asOf, parentId] of expected) {
      expect(await parentOf(project, asOf)).toBe(parentId);
      const filter = JSON.stringify({ parentId: { eq: parentId }, _id: { eq: project } });
      const asked = { model: projects, viewer: everything, asOf, filter };
      expect((await opened.queries.execute(new ListRecords(asked))).items).toHaveLength(1);
      for (const above of [one, other]) {
        const below = above === parentId ? [above, project] : [above];
        expect(await within(above, asOf)).toEqual({ projectId: { in: below } });
      }
    }
    expect(await parentOf(project, day(2024), before)).toBe(one);
    expect(await refusal(edit(other, project, day(2026)))).toBe('project-cycle');
    expect(await refusal(edit(other, project, day(2024)))).toBe('project-cycle');
  });
  it('a repeat is answered as the first was, and moves nothing again', async () => {
    const [one, other] = [await create(), await create()];
    const project = await create(one);
    const context = at();
    const first = await edit(project, other, undefined, context);
    await edit(project, one);
    expect(await edit(project, other, undefined, context)).toEqual(first);
    expect(await parentOf(project)).toBe(one);
  });
  it('a project follows the tree where its move came no further than that', async () => {
    const [one, project] = [await create(), await create()];
    const place = { type: 'PlaceProject', projectId: project, parentId: one, since: day(2024) } as const;
    await opened.context.get(CommandExecutor).execute(projectHierarchy, place, at());
    expect(await parentOf(project)).toBe(one);
    expect(await parentOf(project, day(2023))).toBe(null);
  });
  it('what was moved before there was a tree is in it', async () => {
    const [one, project] = [await create(), await create()];
    const moved = { type: 'ProjectMoved', data: { projectId: project, from: null, to: one } } as const;
    const executor = opened.context.get(CommandExecutor);
    const stored = { ...aggregates.project, decide: () => [moved] };
    const command = { type: 'EditProject', projectId: project } as const;
    await executor.execute(stored, command, at());
    await settled();
    expect(await refusal(edit(one, project))).toBe('project-cycle');
  });
});

describe('a product code that was another product’s (PRD-01)', () => {
  it('is free at any earlier time too: the clock of its reservations is not the product’s', async () => {
    const categoryId = newId<CategoryId>();
    const category = { categoryId, name: 'Software', contractType: 'software', kind: 'oneOff' } as const;
    await opened.commands.execute(new CreateProductCategory(category, at(day(2020))));
    const create = async (given?: Instant) => {
      const productId = newId<ProductId>();
      const fields = { productId, code: 'FREED', name: 'Product', categoryId, references: [] };
      await opened.commands.execute(new CreateProduct(fields, at(given)));
      return productId;
    };
    const productId = await create();
    await opened.commands.execute(new EditProduct({ productId, code: 'OTHER' }, at()));
    await settled();
    expect(await refusal(create(day(2023)))).toBe('taken');
    expect(await refusal(create(day(2040)))).toBe('occurred-in-future');
  });
});
