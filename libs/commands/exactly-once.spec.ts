import { newId } from '../kernel/ids.js';
import { commandContext } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { flakyLog, type FlakyLog } from '../testing/log/flaky-log.js';
import { withholdingLog } from '../testing/log/withholding-log.js';
import { tally, tallyEvents, type TallyId } from '../testing/log/tally.js';
import { CommandExecutor } from './command-executor.js';
import { LogUnavailable, type EventLog } from '../event-log/event-log.js';
import { eventRegistry } from '../event-log/event-registry.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../sealing/memory-key-store.js';
import { Sealer } from '../sealing/sealer.js';

const registry = eventRegistry(tallyEvents);
const tallyId = newId<TallyId>();
const stream = `tally-${tallyId}`;
const add = (amount: number) => ({ type: 'AddToTally', tallyId, amount }) as const;

describe.each([
  ['that tells all with its answer', (own: EventLog) => own],
  ['that withholds what a server does', withholdingLog],
] as const)('exactly one effect over a log %s', (_kind, logOf) => {
  const clock = fixedClock();
  const sealer = new Sealer(new MemoryKeyStore(), registry);
  let log: FlakyLog;
  let executor: CommandExecutor;
  /** Another process on the same log. */
  let other: CommandExecutor;
  const stored = async () => (await log.read(stream)).map(({ data }) => (data as { amount: number }).amount);

  beforeEach(() => {
    log = flakyLog(logOf(new MemoryEventLog(clock)));
    executor = new CommandExecutor({ log, registry, sealer, clock });
    other = new CommandExecutor({ log, registry, sealer, clock });
  });

  describe("when the log's answer is lost", () => {
    it.each(['before', 'after'] as const)('sends the same events again (lost %s the append)', async (when) => {
      log.failNext(when, 2);
      const outcome = await executor.execute(tally, add(1), commandContext());
      expect(outcome).toMatchObject({ revision: 0, state: { total: 1 }, events: await log.read(stream) });
      expect(await stored()).toEqual([1]);
      expect(log.tried).toBe(3);
    });

    it.each(['before', 'after'] as const)(
      'gives up after three tries, and a repeat has one effect (lost %s)',
      async (when) => {
        const context = commandContext();
        await executor.execute(tally, add(1), commandContext());
        log.failNext(when, 3);
        await expect(executor.execute(tally, add(2), context)).rejects.toBeInstanceOf(LogUnavailable);
        expect(log.tried).toBe(4);
        const again = await executor.execute(tally, add(2), context);
        expect(again).toMatchObject({ revision: 1, state: { total: 3 }, repeated: when === 'after' });
        expect(await stored()).toEqual([1, 2]);
      },
    );

    it('does not decide again, even when others have written meanwhile', async () => {
      log.failNext('after');
      log.beforeNext(() => Promise.resolve());
      log.beforeNext(() => other.execute(tally, add(100 - 1), commandContext()));
      const outcome = await executor.execute(tally, add(1), commandContext());
      expect(outcome).toMatchObject({ revision: 0, state: { total: 1 } });
      expect(await executor.load(tally, tallyId)).toMatchObject({ revision: 2, state: { total: 100, isFull: true } });
    });

    it('decides again when nothing was written and others were first', async () => {
      log.failNext('before');
      log.beforeNext(() => Promise.resolve());
      log.beforeNext(() => other.execute(tally, add(7), commandContext()));
      expect(await executor.execute(tally, add(1), commandContext())).toMatchObject({
        revision: 1,
        state: { total: 8 },
      });
      expect(await stored()).toEqual([7, 1]);
    });

    it('answers a repeat that another process takes as the first, also where it had the stream from before in memory', async () => {
      const context = commandContext();
      await other.execute(tally, add(1), commandContext());
      await executor.execute(tally, add(2), context);
      const { earlier } = await other.repeated(tally, tallyId, context);
      expect(earlier).toMatchObject({ revision: 1, state: { total: 3 }, repeated: true });
      // Also for a caller who has read the stream since.
      const again = await other.execute(tally, add(2), context, earlier?.revision);
      expect(again).toMatchObject({ revision: 1, state: { total: 3 }, repeated: true });
      expect(await stored()).toEqual([1, 2]);
    });

    it('leaves later commands on the stream right', async () => {
      log.failNext('after', 3);
      await expect(executor.execute(tally, add(60), commandContext())).rejects.toBeInstanceOf(LogUnavailable);
      await expect(executor.execute(tally, add(60), commandContext())).rejects.toMatchObject({ code: 'tally-full' });
      expect(await executor.execute(tally, add(40), commandContext())).toMatchObject({
        state: { total: 100, isFull: true },
      });
    });
  });

  describe('when another process was first', () => {
    it('decides again on what is there then', async () => {
      await executor.execute(tally, add(1), commandContext());
      await other.execute(tally, add(10), commandContext());
      expect(await executor.execute(tally, add(2), commandContext())).toMatchObject({
        revision: 2,
        state: { total: 13 },
      });
    });

    it('refuses what does not fit any more', async () => {
      await executor.execute(tally, add(1), commandContext());
      log.beforeNext(() => other.execute(tally, add(90), commandContext()));
      await expect(executor.execute(tally, add(20), commandContext())).rejects.toMatchObject({ code: 'tally-full' });
      expect(await stored()).toEqual([1, 90]);
    });

    it('gives up after three lost races', async () => {
      for (let race = 0; race < 3; race++) {
        log.beforeNext(() => log.append(stream, race === 0 ? 'none' : race - 1, [newEvent()]));
        if (race < 2) log.beforeNext(() => Promise.resolve());
      }
      await expect(executor.execute(tally, add(1), commandContext())).rejects.toMatchObject({ code: 'conflict' });
    });

    it('does not try again where the client named the revision it has seen', async () => {
      await executor.execute(tally, add(1), commandContext());
      log.beforeNext(() => other.execute(tally, add(10), commandContext()));
      const tried = log.tried;
      const late = executor.execute(tally, add(2), commandContext({ expectedRevision: 0 }));
      await expect(late).rejects.toMatchObject({ code: 'conflict', details: { actual: 1 } });
      expect(log.tried - tried).toBe(2);
      expect(await stored()).toEqual([1, 10]);
    });

    it.each([undefined, 0])(
      "answers with the other's outcome when it was the same command (If-Match %s)",
      async (expectedRevision) => {
        await executor.execute(tally, add(1), commandContext());
        const context = commandContext(expectedRevision === undefined ? {} : { expectedRevision });
        log.beforeNext(() => {
          clock.advance(1);
          return other.execute(tally, add(5), context);
        });
        const outcome = await executor.execute(tally, add(5), context);
        expect(outcome).toMatchObject({ revision: 1, state: { total: 6 }, repeated: true });
        expect(await stored()).toEqual([1, 5]);
      },
    );

    it('answers with what is stored, not with what it decided itself', async () => {
      await executor.execute(tally, add(1), commandContext());
      const context = commandContext();
      const first = await other.execute(tally, add(5), context);
      clock.advance(1_000);
      expect(await executor.execute(tally, add(5), context)).toEqual({ ...first, repeated: true });
    });

    it('answers with the one effect where nothing tells the two tries apart', async () => {
      const context = commandContext();
      log.beforeNext(() => other.execute(tally, add(5), context));
      const outcome = await executor.execute(tally, add(5), context);
      expect(outcome).toMatchObject({ revision: 0, state: { total: 5 }, events: await log.read(stream) });
      expect(await executor.execute(tally, add(6), commandContext())).toMatchObject({
        revision: 1,
        state: { total: 11 },
      });
      expect(await stored()).toEqual([5, 6]);
    });

    it('refuses another request under a key that the other uses at this moment', async () => {
      const context = commandContext();
      log.beforeNext(() => other.execute(tally, add(6), { ...context, fingerprint: 'f2' }));
      await expect(executor.execute(tally, add(5), context)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
      expect(await stored()).toEqual([6]);
    });

    it('refuses another request under a key that the other has used', async () => {
      await executor.execute(tally, add(1), commandContext());
      const context = commandContext();
      await other.execute(tally, add(5), context);
      const reused = executor.execute(tally, add(6), { ...context, fingerprint: 'f2' });
      await expect(reused).rejects.toMatchObject({ code: 'idempotency-key-reused' });
      expect(await stored()).toEqual([1, 5]);
    });

    it('never refuses, or leaves undone, on what is only remembered', async () => {
      const context = commandContext();
      await executor.execute(tally, add(1), commandContext());
      await other.execute(tally, add(60), context);
      clock.advance(1);
      expect(await executor.execute(tally, add(60), context)).toMatchObject({ repeated: true });
      await other.execute(tally, add(-60), commandContext());
      expect(await executor.execute(tally, add(99), commandContext())).toMatchObject({ state: { total: 100 } });
      await other.execute(tally, add(-9), commandContext());
      expect(await executor.execute(tally, add(0), commandContext())).toMatchObject({ state: { total: 91 } });
      await other.execute(tally, add(1), commandContext());
      expect(await executor.execute(tally, add(1), commandContext({ expectedRevision: 6 }))).toMatchObject({
        state: { total: 93 },
      });
    });
  });

  const newEvent = () => ({
    id: newId<never>(),
    type: 'TallyAdded',
    data: { tallyId, amount: 1 },
    metadata: { ...commandContext(), causationId: '', occurredAt: clock.now() },
  });
});
