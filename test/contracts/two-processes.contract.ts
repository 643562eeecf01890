import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import fc from 'fast-check';
import { aggregates } from '../../libs/application/register/aggregates.js';
import { ProductCodes } from '../../libs/application/catalogue/product-codes.js';
import { AdministratorKey } from '../../libs/application/keys/administrator-key.js';
import { newKey } from '../../libs/application/keys/api-key-text.js';
import { hashOf } from '../../libs/application/keys/known-keys.js';
import { registry } from '../../libs/application/register/registry.js';
import { accountHierarchy, accountHierarchyId } from '../../libs/accounts/account-hierarchy/account-hierarchy.js';
import { parentAt } from '../../libs/kernel/dated-tree.js';
import { productCode, uniqueValue, uniqueValueIdOf } from '../../libs/catalogue/unique-value/unique-value.js';
import type { CommandContext } from '../../libs/commands/command-context.js';
import { CommandExecutor } from '../../libs/commands/command-executor.js';
import type { EventLog } from '../../libs/event-log/event-log.js';
import { isDomainError } from '../../libs/kernel/domain-error.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import {
  derivedId,
  newId,
  type AccountId,
  type CategoryId,
  type CommandId,
  type PersonId,
  type ProductId,
  type UserId,
} from '../../libs/kernel/ids.js';
import { productCodesAreReleased } from '../../libs/processes/product-codes-are-released.js';
import type { KeyStore } from '../../libs/sealing/key-store.js';
import { Sealer } from '../../libs/sealing/sealer.js';
import { commandContext } from '../../libs/testing/log/builders.js';
import { fixedClock, type FixedClock } from '../../libs/testing/log/fixed-clock.js';

/** One log and one place of keys; each opening is another process's. */
export interface SharedPlace {
  log(): EventLog;
  keys(): KeyStore;
}

/** Runs before and after each call to the log: there others may come first. */
type Pause = (what: string) => Promise<unknown>;

const killed = new Error('killed');

/** What one process has for itself, over what all share: caches, mutexes, the sealer. */
class OneProcess {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly sealer: Sealer;
  readonly executor: CommandExecutor;
  private readonly codes: ProductCodes;

  constructor(
    name: string,
    place: SharedPlace,
    private readonly clock: FixedClock,
    pause: Pause = () => Promise.resolve(),
  ) {
    this.log = paused(place.log(), (what) => pause(`${name} ${what}`));
    this.keys = place.keys();
    this.sealer = new Sealer(this.keys, registry);
    this.executor = new CommandExecutor({ log: this.log, registry, clock, sealer: this.sealer });
    this.codes = new ProductCodes(this.executor, this.log, clock, () => Promise.resolve());
  }

  /** The product is created with the code, or takes it; killed, it only reserves it. Whether it was done. */
  async takeCode(productId: ProductId, code: string, { isKilled = false, context = fresh() } = {}): Promise<boolean> {
    const execute = async (told: Partial<CommandContext>) => {
      if (isKilled) throw killed;
      const { state } = await this.executor.load(aggregates.product, productId);
      return this.executor.execute(
        aggregates.product,
        state.record === null
          ? { type: 'CreateProduct', productId, code, name: 'Product', categoryId, references: [] }
          : { type: 'EditProduct', productId, code, categoryId: undefined },
        { ...context, ...told },
      );
    };
    const before = async () => (await this.executor.repeated(aggregates.product, productId, context)).earlier;
    const reserving = { ...context, commandId: derivedId<CommandId>(context.commandId, 'code') };
    return isDone(this.codes.claimed(code, productId, reserving, { before, execute }));
  }

  /** What `product-codes-are-released` makes of everything in the log. */
  async releaseCodes(): Promise<void> {
    const kept = new Map<string, ReturnType<typeof productCodesAreReleased.react>['state']>();
    for (const event of await eventsOf(this.log)) {
      if (!productCodesAreReleased.handles.includes(event.type)) continue;
      const key = productCodesAreReleased.keyOf(event);
      const { commands, state } = productCodesAreReleased.react(event, kept.get(key) ?? undefined);
      if (state !== undefined) kept.set(key, state);
      const commandId = derivedId<CommandId>(event.id, productCodesAreReleased.name);
      for (const { command } of commands)
        await isDone(this.executor.execute(uniqueValue, command, commandContext({ commandId })));
    }
  }

  move(accountId: AccountId, parentId: AccountId | null): Promise<boolean> {
    const command = { type: 'MoveAccount', accountId, parentId, since: this.clock.now(), isNow: true } as const;
    return isDone(this.executor.execute(accountHierarchy, command, fresh()));
  }
}

const fresh = () => commandContext({ commandId: newId() });
const categoryId = newId<CategoryId>();

/**
 * What must hold when two processes share one log and one place of keys, whoever of them comes first. `share`: of the interleavings tried
 * in memory, for places over a network.
 */
export function describeTwoProcesses(name: string, makePlace: (clock: FixedClock) => SharedPlace, share = 1): void {
  /** Two processes whose calls to the log take turns as the scheduler likes. */
  function scheduled(scheduler: fc.Scheduler) {
    const clock = fixedClock();
    const place = makePlace(clock);
    const pause: Pause = (what) => scheduler.schedule(Promise.resolve(), what);
    const processes = [
      new OneProcess('one', place, clock, pause),
      new OneProcess('other', place, clock, pause),
    ] as const;
    return { clock, place, processes };
  }
  const check = async (run: (scheduler: fc.Scheduler) => Promise<void>, numRuns = 100): Promise<void> =>
    fc.assert(fc.asyncProperty(fc.scheduler(), run), { numRuns: numRuns * share });

  describe(`two processes over ${name}`, () => {
    const products = ['a', 'b', 'c'].map((one) => derivedId<ProductId>('product', one));
    const [first = newId<ProductId>(), second = newId<ProductId>(), third = newId<ProductId>()] = products;
    const doing = fc.oneof(
      { weight: 5, arbitrary: fc.record({ what: fc.constant('take' as const), product: fc.nat(2), code: fc.nat(1) }) },
      { weight: 2, arbitrary: fc.record({ what: fc.constant('release' as const) }) },
    );

    it('never have one product code for two products, nor a product whose code is not its own (PRD-01)', async () => {
      const lives = fc.array(doing, { minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), lives, lives, async (scheduler, ...both) => {
          const { processes, place } = scheduled(scheduler);
          const live = async (process: OneProcess, life: (typeof both)[0]) => {
            for (const one of life) {
              if (one.what === 'release') await process.releaseCodes();
              else await process.takeCode(products[one.product] ?? first, ['GTX', 'RTX'][one.code] ?? '');
            }
          };
          await scheduler.waitFor(Promise.all([live(processes[0], both[0]), live(processes[1], both[1])]));
          await scheduler.waitFor(processes[0].releaseCodes());
          await codesAreOfOne(place.log());
        }),
        { numRuns: 300 * share },
      );
    });

    it('let one of many take over a code that was left by a command which never came to its end, or that command again', async () => {
      await check(async (scheduler) => {
        const { clock, place, processes } = scheduled(scheduler);
        await scheduler.waitFor(processes[0].takeCode(first, 'GTX', { isKilled: true }));
        clock.advance(61_000);
        const tries = [
          processes[0].takeCode(first, 'GTX'),
          processes[1].takeCode(second, 'GTX'),
          processes[0].takeCode(third, 'GTX'),
        ];
        const done = await scheduler.waitFor(Promise.all(tries));
        expect(done.filter((one) => one)).toHaveLength(1);
        await codesAreOfOne(place.log());
      });
    });

    it('leave a code to the product that takes it again while its release is under way', async () => {
      await check(async (scheduler) => {
        const { place, processes } = scheduled(scheduler);
        await scheduler.waitFor(processes[0].takeCode(first, 'GTX'));
        await scheduler.waitFor(processes[0].takeCode(first, 'RTX'));
        const [isBack] = await scheduler.waitFor(
          Promise.all([
            processes[0].takeCode(first, 'GTX'),
            processes[1].releaseCodes(),
            processes[1].takeCode(second, 'GTX'),
          ]),
        );
        const holders = await codesAreOfOne(place.log());
        expect(holders.get('GTX')).toBe(isBack ? first : second);
      });
    });

    it('do once what is asked of both under one Idempotency-Key, and answer alike', async () => {
      await check(async (scheduler) => {
        const { place, processes } = scheduled(scheduler);
        const context = fresh();
        const create = ({ executor }: OneProcess) =>
          executor.execute(
            aggregates.product,
            { type: 'CreateProduct', productId: first, code: 'GTX', name: 'Product', categoryId, references: [] },
            context,
          );
        const [one, other] = await scheduler.waitFor(Promise.all([create(processes[0]), create(processes[1])]));
        expect({ ...one, repeated: true }).toEqual({ ...other, repeated: true });
        expect([one.repeated, other.repeated].sort()).toEqual([false, true]);
        expect(await eventsOf(place.log())).toHaveLength(1);
      });
    });

    it('claim a code once for what is asked of both under one Idempotency-Key', async () => {
      await check(async (scheduler) => {
        const { place, processes } = scheduled(scheduler);
        const context = fresh();
        const tries = processes.map((process) => process.takeCode(first, 'GTX', { context }));
        expect(await scheduler.waitFor(Promise.all(tries))).toEqual([true, true]);
        expect((await codesAreOfOne(place.log())).get('GTX')).toBe(first);
        expect((await eventsOf(place.log())).filter(({ type }) => type === 'ProductCreated')).toHaveLength(1);
      });
    });

    it('announce one administrator key when both are the first to start: the one that is in the log', async () => {
      await check(async (scheduler) => {
        const { place, processes, clock } = scheduled(scheduler);
        const announced: string[] = [];
        const start = ({ executor }: OneProcess) => {
          const key = newKey();
          const firstKey = { kept: () => key, announce: () => void announced.push(key) };
          return new AdministratorKey(executor, clock).admit({ firstKey });
        };
        await scheduler.waitFor(Promise.all([start(processes[0]), start(processes[1])]));
        const issued = (await eventsOf(place.log())).filter(({ type }) => type === 'ApiKeyIssued');
        expect(issued).toMatchObject(announced.map((key) => ({ data: { hash: hashOf(key) } })));
        expect(announced).toHaveLength(1);
        await scheduler.waitFor(start(processes[1]));
        expect(announced).toHaveLength(1);
      });
    });

    it('leave one of two new administrator keys, which took the place of the other and of the one before', async () => {
      await check(async (scheduler) => {
        const { place, processes, clock } = scheduled(scheduler);
        const start = ({ executor }: OneProcess, adminApiKey: string) =>
          new AdministratorKey(executor, clock).admit({ adminApiKey });
        await scheduler.waitFor(start(processes[0], newKey()));
        await scheduler.waitFor(Promise.all([start(processes[0], newKey()), start(processes[1], newKey())]));
        const events = await eventsOf(place.log());
        const of = (type: string) => events.filter((event) => event.type === type).map(({ stream }) => stream);
        expect(of('ApiKeyIssued')).toHaveLength(3);
        expect(new Set(of('ApiKeyRevoked')).size).toBe(2);
        expect(of('ApiKeyReplaced').sort()).toEqual(of('ApiKeyRevoked').sort());
      });
    });

    it('never close a circle of accounts (ACC-19)', async () => {
      const accounts = ['a', 'b', 'c'].map((one) => derivedId<AccountId>('account', one));
      const moves = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), moves, moves, async (scheduler, ...both) => {
          const { place, processes, clock } = scheduled(scheduler);
          const live = async (process: OneProcess, life: (typeof both)[0]) => {
            for (const [of, to] of life) {
              const [account, parent] = [accounts[of], accounts[to]];
              if (account !== undefined && parent !== undefined) await process.move(account, parent);
            }
          };
          await scheduler.waitFor(Promise.all([live(processes[0], both[0]), live(processes[1], both[1])]));
          const { executor } = new OneProcess('a third', place, clock);
          const { state } = await executor.load(accountHierarchy, accountHierarchyId);
          for (const account of accounts) {
            let above = parentAt(state, account);
            for (let steps = 0; above !== null && steps < 4; steps += 1) {
              expect(above).not.toBe(account);
              above = parentAt(state, above);
            }
          }
        }),
        { numRuns: 100 * share },
      );
    });

    it('read nothing and write nothing readable of a person whom the other has erased (LEAD-14)', async () => {
      const clock = fixedClock();
      const place = makePlace(clock);
      const [one, other] = [new OneProcess('one', place, clock), new OneProcess('other', place, clock)];
      const [userId, personId] = [newId<UserId>(), newId<PersonId>()];
      const register = { type: 'RegisterUser', userId, personId, name: 'Eva Novak', references: [] } as const;
      await one.executor.execute(aggregates.user, register, fresh());
      const stored = () => other.log.read(`user-${userId}`);
      expect(JSON.stringify(await stored())).not.toContain('Eva');
      expect(JSON.stringify(await other.sealer.open(await stored()))).toContain('Eva Novak');

      await one.keys.destroy([personId]);
      expect(await other.sealer.open(await stored())).toMatchObject([{ data: { name: { erased: true } } }]);
      const [sealed] = await other.sealer.seal([
        { type: 'UserRegistered', data: { userId, personId, name: 'Eva Novak' } },
      ]);
      expect(sealed?.data).toMatchObject({ name: { erased: true } });
      const later = new OneProcess('a third', place, clock);
      const edit = { type: 'EditUser', userId, name: 'Eva' } as const;
      await expect(later.executor.execute(aggregates.user, edit, fresh())).rejects.toMatchObject({
        code: 'person-erased',
      });
    });
  });
}

/** Whether the command was done; false: refused, or killed. */
async function isDone(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (error) {
    if (error === killed || isDomainError(error)) return false;
    throw error;
  }
}

function paused(log: EventLog, pause: Pause): EventLog {
  return Object.assign(Object.create(log) as EventLog, {
    append: async (...args: Parameters<EventLog['append']>) => {
      await pause(`appends to ${args[0]}`);
      const appended = await log.append(...args);
      await pause(`has appended to ${args[0]}`);
      return appended;
    },
    read: async (...args: Parameters<EventLog['read']>) => {
      await pause(`reads ${args[0]}`);
      const events = await log.read(...args);
      await pause(`has read ${args[0]}`);
      return events;
    },
  });
}

async function eventsOf(log: EventLog): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of pagesToEnd(log)) events.push(...page.events);
  return events;
}

/** No two products have one code, and who has one has it reserved. Returns who has which. */
async function codesAreOfOne(log: EventLog): Promise<ReadonlyMap<string, string>> {
  const codes = new Map<string, string>();
  for (const { type, data } of await eventsOf(log)) {
    const { productId, code, to } = data as { productId: string; code?: string; to?: { code?: string } };
    const taken = to?.code ?? code;
    if (type.startsWith('Product') && taken !== undefined) codes.set(productId, taken);
  }
  const holders = new Map([...codes].map(([product, code]) => [code, product]));
  expect(holders.size).toBe(codes.size);
  for (const [code, product] of holders) {
    const reservations = await log.read(`uniqueValue-${uniqueValueIdOf(productCode, code)}`);
    expect([code, reservations.at(-1)]).toMatchObject([code, { type: 'ValueReserved', data: { holder: product } }]);
  }
  return holders;
}
