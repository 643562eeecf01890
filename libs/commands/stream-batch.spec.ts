import { newId } from '../kernel/ids.js';
import { commandContext } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { flakyLog, type FlakyLog } from '../testing/log/flaky-log.js';
import { tally, tallyEvents, type TallyId } from '../testing/log/tally.js';
import { CommandExecutor } from './command-executor.js';
import { LogUnavailable } from '../event-log/event-log.js';
import { eventRegistry } from '../event-log/event-registry.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../sealing/memory-key-store.js';
import { Sealer } from '../sealing/sealer.js';
import { StreamBatch } from './stream-batch.js';

const registry = eventRegistry(tallyEvents);
const clock = fixedClock();

describe('a unit of work', () => {
  let log: FlakyLog;
  let executor: CommandExecutor;
  let other: CommandExecutor;
  let unit: StreamBatch;
  let tallyId: TallyId;
  const add = (amount: number) => ({ type: 'AddToTally', tallyId, amount }) as const;
  const stored = async () =>
    (await log.read(`tally-${tallyId}`)).map(({ data }) => (data as { amount?: number }).amount);

  beforeEach(() => {
    const sealer = new Sealer(new MemoryKeyStore(), registry);
    log = flakyLog(new MemoryEventLog(clock));
    executor = new CommandExecutor({ log, registry, sealer, clock });
    other = new CommandExecutor({ log, registry, sealer, clock });
    unit = new StreamBatch({ executor, registry, clock });
    tallyId = newId<TallyId>();
    unit.begin(`tally-${tallyId}`);
  });

  /** Gives the commands one after the other, each when the one before is decided, then commits. */
  async function together(...amounts: readonly number[]) {
    const outcomes = [];
    for (const amount of amounts) {
      const decided = unit.nextDecision();
      const outcome = unit.execute(tally, add(amount), commandContext());
      outcomes.push(outcome.catch((error: unknown) => error));
      await decided;
    }
    await unit.commit();
    return Promise.all(outcomes);
  }

  it('appends once, and answers each command with the state as it left it', async () => {
    const outcomes = await together(40, 0, 60, 5);
    const [first, , third] = await log.read(`tally-${tallyId}`);
    expect(log.tried).toBe(1);
    expect(outcomes).toMatchObject([
      {
        revision: 0,
        position: first?.position,
        state: { total: 40 },
        events: [{ type: 'TallyAdded' }],
        repeated: false,
      },
      { revision: 0, position: first?.position, state: { total: 40 }, events: [] },
      {
        revision: 2,
        position: third?.position,
        state: { total: 100, isFull: true },
        events: [{}, { type: 'TallyFilled' }],
      },
      { code: 'tally-full' },
    ]);
    expect(await executor.load(tally, tallyId)).toMatchObject({ revision: 2, state: { total: 100 } });
    expect(await stored()).toEqual([40, 60, undefined]);
  });

  it('shows its own commands what those before them left, and others nothing before the commit', async () => {
    const decided = unit.nextDecision();
    const outcome = unit.execute(tally, add(1), commandContext());
    await decided;
    expect(await unit.load(tally, tallyId)).toMatchObject({ revision: 0, state: { total: 1 } });
    expect(await executor.load(tally, tallyId)).toMatchObject({ revision: 'none', state: { total: 0 } });
    await unit.commit();
    expect(await outcome).toMatchObject({ revision: 0 });
  });

  it('carries out each command alone where another writer was first', async () => {
    log.beforeNext(() => other.execute(tally, add(70), commandContext()));
    expect(await together(20, 30, 5)).toMatchObject([
      { revision: 1, state: { total: 90 } },
      { code: 'tally-full' },
      { revision: 2, state: { total: 95 } },
    ]);
    expect(await stored()).toEqual([70, 20, 5]);
  });

  it.each(['before', 'after'] as const)('has one effect when the answer is lost (%s the append)', async (when) => {
    log.failNext(when, 2);
    expect(await together(1, 2)).toMatchObject([{ state: { total: 1 } }, { state: { total: 3 } }]);
    expect(await stored()).toEqual([1, 2]);
  });

  it('tells every command when the outcome stays unknown', async () => {
    log.failNext('before', 3);
    expect(await together(1, 2)).toEqual([expect.any(LogUnavailable), expect.any(LogUnavailable)]);
    expect(await stored()).toEqual([]);
    expect(await executor.execute(tally, add(3), commandContext())).toMatchObject({ revision: 0 });
  });

  it('has its commands in the log before it passes one for another stream on', async () => {
    const elsewhere = newId<TallyId>();
    const decided = unit.nextDecision();
    const first = unit.execute(tally, add(1), commandContext());
    await decided;
    log.beforeNext(() => Promise.resolve());
    log.beforeNext(async () => expect(await stored()).toEqual([1]));
    const outcome = await unit.execute(tally, { ...add(2), tallyId: elsewhere }, commandContext());
    expect(outcome).toMatchObject({ id: elsewhere, revision: 0 });
    expect(await first).toMatchObject({ revision: 0 });
  });

  it('answers a repeat within the unit as the first', async () => {
    const context = commandContext();
    const decided = unit.nextDecision();
    const first = unit.execute(tally, add(1), context);
    await decided;
    expect(await unit.execute(tally, add(1), context)).toMatchObject({ revision: 0, repeated: true });
    expect((await unit.repeated(tally, tallyId, context)).earlier).toMatchObject({ revision: 0, repeated: true });
    expect(await first).toMatchObject({ revision: 0, repeated: false });
    expect(await stored()).toEqual([1]);
  });
});
