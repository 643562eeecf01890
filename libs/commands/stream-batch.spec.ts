import { newId } from '../kernel/ids.js';
import { commandContext } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { flakyLog, type FlakyLog } from '../testing/log/flaky-log.js';
import { withholdingLog } from '../testing/log/withholding-log.js';
import { tally, tallyEvents, type AddToTally, type TallyId } from '../testing/log/tally.js';
import { CommandExecutor } from './command-executor.js';
import { LogUnavailable, type EventLog } from '../event-log/event-log.js';
import { eventRegistry } from '../event-log/event-registry.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../sealing/memory-key-store.js';
import { Sealer } from '../sealing/sealer.js';
import { StreamBatch } from './stream-batch.js';

const registry = eventRegistry(tallyEvents);
const clock = fixedClock();

describe.each([
  ['that tells all with its answer', (own: EventLog) => own],
  ['that withholds what a server does', withholdingLog],
] as const)('a batch of one stream over a log %s', (_kind, logOf) => {
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
    log = flakyLog(logOf(new MemoryEventLog(clock)));
    executor = new CommandExecutor({ log, registry, sealer, clock });
    other = new CommandExecutor({ log, registry, sealer, clock });
    unit = new StreamBatch({ executor, registry, clock });
    tallyId = newId<TallyId>();
    unit.begin(`tally-${tallyId}`);
  });

  /** Returns the commands one after the other, each when the one before is decided, then commits. */
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

  describe('with more than one append takes', () => {
    const text = 'ž'.repeat(150_000);
    const note = (amount: number, times = 1) => ({ ...add(amount), personId: 'p1', note: text.repeat(times) });
    const commands = (...list: readonly AddToTally[]) => {
      batch.push(...list);
    };
    let batch: AddToTally[];
    beforeEach(() => {
      batch = [];
    });
    const carriedOut = async () => {
      const outcomes = [];
      for (const command of batch) {
        const decided = unit.nextDecision();
        outcomes.push(unit.execute(tally, command, commandContext()).catch((error: unknown) => error));
        await decided;
      }
      await unit.commit();
      return Promise.all(outcomes);
    };

    it('appends it in several, each command whole, and answers each as if it had come alone', async () => {
      commands(note(1), note(2), add(0), note(3), add(4), note(5), note(200), note(85));
      expect(await carriedOut()).toMatchObject([
        { revision: 0, state: { total: 1 } },
        { revision: 1, state: { total: 3 } },
        { revision: 1, events: [] },
        { revision: 2, state: { total: 6 } },
        { revision: 3, state: { total: 10 } },
        { revision: 4, state: { total: 15 } },
        { code: 'tally-full' },
        { revision: 6, state: { total: 100, isFull: true } },
      ]);
      expect(await stored()).toEqual([1, 2, 3, 4, 5, 85, undefined]);
    });

    it('refuses the one command that is too large by itself, and decides those after it without it', async () => {
      commands(add(1), note(2, 4), add(3), add(98));
      expect(await carriedOut()).toMatchObject([
        { revision: 0, state: { total: 1 } },
        { code: 'command-too-large' },
        { revision: 1, state: { total: 4 } },
        { code: 'tally-full' },
      ]);
      expect(await stored()).toEqual([1, 3]);
    });
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

  it.each([
    ['this process', () => executor],
    ['another one', () => other],
  ])('answers a repeat of what %s carried out before as the first', async (_whose, whoseOf) => {
    const context = commandContext();
    await executor.execute(tally, add(1), commandContext());
    await whoseOf().execute(tally, add(2), context);
    const decided = unit.nextDecision();
    const repeat = unit.execute(tally, add(2), context);
    await Promise.race([repeat, decided]);
    await unit.commit();
    expect(await repeat).toMatchObject({ revision: 1, state: { total: 3 }, repeated: true });
    expect(await stored()).toEqual([1, 2]);
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
