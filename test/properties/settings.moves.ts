import { aggregates } from '../../libs/application/register/aggregates.js';
import { addDays, instantOf, millisOf } from '../../libs/kernel/dates.js';
import type {
  AccountId,
  CategoryId,
  PersonId,
  PipelineId,
  PriceBookId,
  ProductId,
  ProjectId,
  StageId,
  UserId,
} from '../../libs/kernel/ids.js';
import type { Picks } from './picks.js';
import type { World } from './world.js';

export type MoveOf = (world: World, picks: Picks) => Promise<unknown>;

const offices = ['Prague', 'Vienna', 'Graz'];
const names = ['Anna', 'Boris', 'Cyril', 'Dana', 'Eva'];
const industries = ['Energy', 'Health'];
const words = ['Alpha', 'Beta', 'Gamma', 'Delta'];

/** People, projects, pipelines, accounts and products: what sales refer to. */
export const settingMoves = {
  registerUser: async (world, picks) => {
    const [managerId, office, validFrom] = [picks.maybe(world.users), picks.maybe(offices), dated(world, picks)];
    if (world.users.length >= 5) return;
    const userId = world.newId<UserId>('user');
    const personId = world.newId<PersonId>('person');
    const name = picks.of(names);
    await world.do(aggregates.user, {
      type: 'RegisterUser',
      userId,
      personId,
      name,
      managerId,
      office,
      validFrom,
      references: [],
    });
    world.users.push(userId);
  },
  reassignUser: (world, picks) =>
    world.do(aggregates.user, {
      type: 'ReassignUser',
      userId: picks.of(world.users),
      // Now and then only one of them: the other stays as it is on each date.
      ...(picks.chance(3) ? {} : { managerId: picks.maybe(world.users) ?? null }),
      ...(picks.chance(3) ? {} : { office: picks.maybe(offices) ?? null }),
      ...validFrom(world, picks),
    }),
  renameUser: (world, picks) =>
    world.do(aggregates.user, { type: 'EditUser', userId: picks.of(world.users), name: picks.of(names) }),
  createProject: async (world, picks) => {
    if (world.projects.length >= 5) return;
    const projectId = world.newId<ProjectId>('project');
    const parentId = picks.maybe(world.projects);
    await world.do(aggregates.project, {
      type: 'CreateProject',
      projectId,
      name: picks.of(words),
      parentId,
      references: [],
    });
    world.projects.push(projectId);
  },
  moveProject: async (world, picks) => {
    const projectId = picks.of(world.projects);
    const others = world.projects.filter((other) => other !== projectId);
    const parentId = picks.chance(4) ? null : picks.of(others);
    await world.do(aggregates.projectHierarchy, { type: 'PlaceProject', projectId, parentId, ...since(world, picks) });
    const name = picks.maybe(words);
    await world.do(aggregates.project, { type: 'EditProject', projectId, name });
  },
  createPipeline: async (world, picks) => {
    if (world.pipelines.length >= 2) return;
    const stages = (['open', 'open', 'won', 'lost'] as const).map((category, index) => ({
      stageId: world.newId<StageId>('stage'),
      name: `${category} ${String(index)}`,
      category,
      probability: String(index * 25),
    }));
    const pipelineId = world.newId<PipelineId>('pipeline');
    await world.do(aggregates.pipeline, { type: 'CreatePipeline', pipelineId, name: picks.of(words), stages });
    world.pipelines.push(pipelineId);
  },
  renamePipeline: (world, picks) =>
    world.do(aggregates.pipeline, {
      type: 'RenamePipeline',
      pipelineId: picks.of(world.pipelines),
      name: picks.of(words),
    }),
  addStage: async (world, picks) => {
    const pipelineId = picks.of(world.pipelines);
    const { stages } = await pipelineOf(world, pipelineId);
    const before = picks.maybe(stages)?.stageId;
    const stageId = world.newId<StageId>('stage');
    if (stages.length >= 6) return;
    const stage = { stageId, name: `more ${String(stages.length)}`, category: 'open', probability: '60' } as const;
    await world.do(aggregates.pipeline, { type: 'AddStage', pipelineId, stage, before });
  },
  changeStage: async (world, picks) => {
    const pipelineId = picks.of(world.pipelines);
    const { stageId } = picks.of((await pipelineOf(world, pipelineId)).stages);
    const name = `${picks.of(words)} ${String(picks.upTo(9))}`;
    await world.do(aggregates.pipeline, {
      type: 'ChangeStage',
      pipelineId,
      stageId,
      name,
      probability: String(picks.upTo(100)),
    });
  },
  createAccount: async (world, picks) => {
    if (world.accounts.length >= 4) return;
    const accountId = world.newId<AccountId>('account');
    const who = picks.chance(2)
      ? ({ accountType: 'personal', personId: world.newId<PersonId>('person'), lastName: picks.of(names) } as const)
      : ({ accountType: 'company', name: picks.of(words) } as const);
    const projectId = picks.of(world.projects);
    const parentId = picks.maybe(world.accounts);
    const ownerId = picks.maybe(world.users);
    await world.do(aggregates.account, {
      type: 'CreateAccount',
      accountId,
      ...who,
      projectId,
      ownerId,
      parentId,
      industry: picks.maybe(industries),
      references: [],
    });
    world.accounts.push(accountId);
  },
  editAccount: (world, picks) =>
    world.do(aggregates.account, {
      type: 'EditAccount',
      accountId: picks.of(world.accounts),
      ...(picks.chance(2) ? { name: picks.of(words), city: picks.of(offices) } : { lastName: picks.of(names) }),
      employees: picks.chance(2) ? null : picks.upTo(100),
      ...(picks.chance(2) && { industry: picks.maybe(industries) ?? null }),
    }),
  changeAccountOwner: (world, picks) =>
    world.do(aggregates.account, {
      type: 'ChangeAccountOwner',
      accountId: picks.of(world.accounts),
      ownerId: picks.maybe(world.users) ?? null,
    }),
  moveAccount: (world, picks) =>
    world.do(aggregates.accountHierarchy, {
      type: 'MoveAccount',
      accountId: picks.of(world.accounts),
      parentId: picks.maybe(world.accounts) ?? null,
      ...since(world, picks),
    }),
  createProduct: async (world, picks) => {
    if (world.products.length >= 3) return;
    const id = world.newId<ProductId>('product');
    const product = { id, code: `P-${String(world.products.length)}`, name: picks.of(words) };
    const { code, name } = product;
    await world.do(aggregates.product, {
      type: 'CreateProduct',
      productId: id,
      code,
      name,
      categoryId: world.newId<CategoryId>('category'),
      references: [],
    });
    world.products.push(product);
  },
  editProduct: (world, picks) =>
    world.do(aggregates.product, {
      type: 'EditProduct',
      productId: picks.of(world.products).id,
      name: picks.of(words),
    }),
  createPriceBook: async (world, picks) => {
    if (world.priceBooks.length >= 2) return;
    const priceBookId = world.newId<PriceBookId>('priceBook');
    const name = picks.of(words);
    await world.do(aggregates.priceBook, { type: 'CreatePriceBook', priceBookId, name, active: true, references: [] });
    world.priceBooks.push(priceBookId);
  },
  editPriceBook: (world, picks) =>
    world.do(aggregates.priceBook, {
      type: 'EditPriceBook',
      priceBookId: picks.of(world.priceBooks),
      name: picks.of(words),
    }),
} satisfies Record<string, MoveOf>;

const validFrom = (world: World, picks: Picks) => {
  const date = dated(world, picks);
  return date === undefined ? ({ validFrom: world.today(), isToday: true } as const) : { validFrom: date };
};

/** Now, or by a date of its own in the months before. */
const since = (world: World, picks: Picks) => {
  const now = world.clock.now();
  if (picks.chance(2)) return { since: now, isNow: true } as const;
  return { since: instantOf(millisOf(now) - picks.upTo(200) * 43_200_000) };
};

/** A date from which something holds, around today; often none. */
const dated = (world: World, picks: Picks) =>
  picks.chance(2) ? undefined : addDays(world.today(), 40 - picks.upTo(160));

export async function pipelineOf(world: World, pipelineId: PipelineId) {
  const { state } = (await world.executor.load(aggregates.pipeline, pipelineId)).state;
  if (state === null) throw new Error(`There is no pipeline ${pipelineId}.`);
  return state;
}
