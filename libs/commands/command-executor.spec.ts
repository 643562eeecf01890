import { derivedId, newId, type CommandId, type PersonId } from '../kernel/ids.js';
import { commandContext } from '../testing/log/builders.js';
import { fixedClock, testStart } from '../testing/log/fixed-clock.js';
import { withholdingLog } from '../testing/log/withholding-log.js';
import { tally, tallyEvents, TallyAdded, type AddToTally, type TallyId } from '../testing/log/tally.js';
import { CommandExecutor } from './command-executor.js';
import type { EventLog } from '../event-log/event-log.js';
import { eventRegistry, InvalidEvent } from '../event-log/event-registry.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../sealing/memory-key-store.js';
import { Sealer } from '../sealing/sealer.js';

const registry = eventRegistry(tallyEvents);
const tallyId = newId<TallyId>();
const stream = `tally-${tallyId}`;
const add = (amount: number, more: Partial<AddToTally> = {}): AddToTally => ({
  type: 'AddToTally',
  tallyId,
  amount,
  ...more,
});

describe.each([
  ['that tells all with its answer', (own: EventLog) => own],
  ['that withholds what a server does', withholdingLog],
] as const)('the command executor over a log %s', (_kind, logOf) => {
  const clock = fixedClock();
  let keys: MemoryKeyStore;
  let log: EventLog;
  let executor: CommandExecutor;
  const newExecutor = () => new CommandExecutor({ log, registry, sealer: new Sealer(keys, registry), clock });

  beforeEach(() => {
    clock.set(testStart);
    keys = new MemoryKeyStore();
    log = logOf(new MemoryEventLog(clock));
    executor = newExecutor();
  });

  describe('for a new command', () => {
    it('appends what the decider decides and answers with the state that it leads to', async () => {
      const context = commandContext();
      const outcome = await executor.execute(tally, add(3), context);
      expect(outcome).toEqual({
        id: tallyId,
        stream,
        revision: 0,
        position: await log.head(),
        state: { total: 3, isFull: false, notes: [undefined] },
        events: await log.read(stream),
        repeated: false,
      });
      expect(outcome.events).toMatchObject([
        {
          id: derivedId(context.commandId, stream, '0'),
          type: 'TallyAdded',
          data: { tallyId, amount: 3 },
          metadata: { commandId: context.commandId, causationId: context.commandId, occurredAt: testStart },
        },
      ]);
    });

    it('appends several events of one command together', async () => {
      await executor.execute(tally, add(40), commandContext());
      const outcome = await executor.execute(tally, add(60), commandContext());
      expect(outcome).toMatchObject({ revision: 2, position: await log.head(), state: { total: 100, isFull: true } });
      expect(outcome.events).toEqual((await log.read(stream)).slice(1));
    });

    it('writes all that the context says', async () => {
      const context = commandContext({
        causationId: 'cause',
        onBehalfOf: 'someone',
        source: 'import',
        importId: 'import-1',
      });
      const { events } = await executor.execute(tally, add(1), context);
      const { occurred: _, expectedRevision: __, ...known } = context;
      expect(events[0]?.metadata).toEqual({ ...known, occurredAt: testStart });
    });

    it('passes a refusal on and leaves the log untouched', async () => {
      await expect(executor.execute(tally, add(101), commandContext())).rejects.toMatchObject({ code: 'tally-full' });
      expect(await log.head()).toBeUndefined();
    });

    it('refuses an event that does not fit its definition, before anything is written', async () => {
      await expect(executor.execute(tally, add(1.5), commandContext())).rejects.toBeInstanceOf(InvalidEvent);
      expect(await log.head()).toBeUndefined();
    });

    it('refuses one that writes more than an append takes, with its size, and leaves the log untouched', async () => {
      const context = commandContext();
      const note = 'a'.repeat(1_000_001);
      const refused = executor.execute(tally, add(1, { personId: newId<PersonId>(), note }), context);
      await expect(refused).rejects.toMatchObject({ code: 'command-too-large', details: { most: 1_000_000 } });
      await expect(refused).rejects.toThrow(/has 1\d{6} bytes; one command may write 1000000\. Split it/);
      expect(await log.head()).toBeUndefined();
      expect(await executor.execute(tally, add(1), context)).toMatchObject({ revision: 0, repeated: false });
    });

    it('goes on from what an earlier process left', async () => {
      await executor.execute(tally, add(3), commandContext());
      expect(await newExecutor().execute(tally, add(4), commandContext())).toMatchObject({
        revision: 1,
        state: { total: 7 },
      });
    });

    it('gives one effect each to 64 at once on one stream', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 64 }, () => executor.execute(tally, add(1), commandContext())),
      );
      expect(outcomes.map(({ revision }) => revision)).toEqual(outcomes.map((_, index) => index));
      expect(outcomes.map(({ state }) => state.total)).toEqual(outcomes.map((_, index) => index + 1));
      expect(await log.read(stream)).toHaveLength(64);
    });

    it('does not hold up one stream for another, nor after a refusal', async () => {
      const others = Array.from({ length: 5 }, () => newId<TallyId>());
      const refused = executor.execute(tally, add(101), commandContext()).catch((error: unknown) => error);
      const outcomes = await Promise.all(
        [tallyId, ...others].map((id) => executor.execute(tally, add(1, { tallyId: id }), commandContext())),
      );
      expect(await refused).toMatchObject({ code: 'tally-full' });
      expect(outcomes.map(({ revision }) => revision)).toEqual(outcomes.map(() => 0));
    });
  });

  describe('for a command that changes nothing', () => {
    it('answers with the stream as it is', async () => {
      expect(await executor.execute(tally, add(0), commandContext())).toMatchObject({
        revision: 'none',
        position: undefined,
        events: [],
      });
      const first = await executor.execute(tally, add(2), commandContext());
      const quiet = await executor.execute(tally, add(0), commandContext());
      expect(quiet).toEqual({ ...first, events: [] });
    });

    it('answers an immediate repeat the same', async () => {
      const context = commandContext();
      const first = await executor.execute(tally, add(0), context);
      await executor.execute(tally, add(2), commandContext());
      expect(await executor.execute(tally, add(0), context)).toEqual({ ...first, repeated: true });
      const other = executor.execute(tally, add(1), { ...context, fingerprint: 'f2' });
      await expect(other).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    });
  });

  describe('for a repeated command', () => {
    it.each(['the same', 'another'])('answers as it did first, from %s process', async (process) => {
      const context = commandContext();
      const first = await executor.execute(tally, add(3), context);
      await executor.execute(tally, add(4), commandContext());
      const again = await (process === 'the same' ? executor : newExecutor()).execute(tally, add(3), context);
      expect(again).toEqual({ ...first, repeated: true });
      expect(await log.read(stream)).toHaveLength(2);
    });

    it('answers with all of its events', async () => {
      const context = commandContext();
      const first = await executor.execute(tally, add(100), context);
      expect(first.events).toHaveLength(2);
      expect(await executor.execute(tally, add(100), context)).toEqual({ ...first, repeated: true });
    });

    it('answers even where the decider would refuse now', async () => {
      const context = commandContext();
      await executor.execute(tally, add(60), context);
      expect(await executor.execute(tally, add(60), context)).toMatchObject({ repeated: true, state: { total: 60 } });
    });

    it('answers before it looks at If-Match', async () => {
      const context = commandContext({ expectedRevision: 0 });
      await executor.execute(tally, add(1), commandContext());
      await executor.execute(tally, add(1), context);
      expect(await executor.execute(tally, add(1), context)).toMatchObject({ repeated: true, revision: 1 });
    });

    it('refuses another request under the same key', async () => {
      const context = commandContext();
      await executor.execute(tally, add(3), context);
      const other = { ...context, fingerprint: 'f2' };
      await expect(executor.execute(tally, add(4), other)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
      await expect(newExecutor().execute(tally, add(4), other)).rejects.toMatchObject({
        code: 'idempotency-key-reused',
      });
      expect(await log.read(stream)).toHaveLength(1);
    });

    it('gives two tries at the same moment one effect', async () => {
      const context = commandContext();
      const [one, other] = await Promise.all([1, 2].map(() => executor.execute(tally, add(3), context)));
      expect(other).toEqual({ ...one, repeated: true });
    });
  });

  describe('with an expected revision', () => {
    it('accepts the one that the stream has', async () => {
      await executor.execute(tally, add(1), commandContext());
      expect(await executor.execute(tally, add(1), commandContext({ expectedRevision: 0 }))).toMatchObject({
        revision: 1,
      });
    });

    it('refuses any other, saying where the stream is', async () => {
      const first = executor.execute(tally, add(1), commandContext({ expectedRevision: 0 }));
      await expect(first).rejects.toMatchObject({ code: 'revision-stale', details: { expected: 0, actual: 'none' } });
      await executor.execute(tally, add(1), commandContext());
      const second = executor.execute(tally, add(1), commandContext({ expectedRevision: 4 }));
      await expect(second).rejects.toMatchObject({ code: 'revision-stale', details: { expected: 4, actual: 0 } });
    });
  });

  describe('preview', () => {
    it('shows what the command would do, and does nothing', async () => {
      await executor.execute(tally, add(40), commandContext());
      const preview = await executor.preview(tally, add(60), commandContext());
      expect(preview.events.map(({ type }) => type)).toEqual(['TallyAdded', 'TallyFilled']);
      expect(preview.state).toMatchObject({ total: 100, isFull: true });
      expect(await executor.load(tally, tallyId)).toMatchObject({ revision: 0, state: { total: 40 } });
      expect(await log.read(stream)).toHaveLength(1);
    });

    it('refuses as the command would', async () => {
      await expect(executor.preview(tally, add(101), commandContext())).rejects.toMatchObject({ code: 'tally-full' });
      const stale = executor.preview(tally, add(1), commandContext({ expectedRevision: 3 }));
      await expect(stale).rejects.toMatchObject({ code: 'revision-stale' });
      await expect(executor.preview(tally, add(1.5), commandContext())).rejects.toBeInstanceOf(InvalidEvent);
    });
  });

  describe('load', () => {
    it('returns the state and the revision, also of what does not exist', async () => {
      expect(await executor.load(tally, tallyId)).toEqual({ state: tally.initialState, revision: 'none' });
      await executor.execute(tally, add(5), commandContext());
      expect(await executor.load(tally, tallyId)).toMatchObject({ state: { total: 5 }, revision: 0 });
    });

    it('sees what other processes wrote', async () => {
      await executor.execute(tally, add(5), commandContext());
      await newExecutor().execute(tally, add(6), commandContext());
      expect(await executor.load(tally, tallyId)).toMatchObject({ state: { total: 11 }, revision: 1 });
    });
  });

  describe('with personal data', () => {
    const personId = newId<PersonId>();
    const context = commandContext();

    it('seals it in the log and opens it for the decider and the answer', async () => {
      const outcome = await executor.execute(tally, add(1, { personId, note: 'Anna' }), context);
      expect(JSON.stringify(await log.read(stream))).not.toContain('Anna');
      expect(outcome.events[0]?.data).toMatchObject({ note: 'Anna' });
      expect(outcome.state.notes).toEqual(['Anna']);
      expect((await newExecutor().load(tally, tallyId)).state.notes).toEqual(['Anna']);
      expect(await executor.execute(tally, add(1, { personId, note: 'Anna' }), context)).toEqual({
        ...outcome,
        repeated: true,
      });
    });

    it('reads as erased when the person was erased (LEAD-14)', async () => {
      await executor.execute(tally, add(1, { personId, note: 'Anna' }), context);
      await keys.destroy([personId]);
      expect((await newExecutor().load(tally, tallyId)).state.notes).toEqual([{ erased: true }]);
      const later = await executor.execute(tally, add(2, { personId, note: 'Anna' }), commandContext());
      expect(later.events[0]?.data).toMatchObject({ amount: 2, note: { erased: true } });
    });
  });

  it('reads older events as their newest types', async () => {
    const upcasting = eventRegistry(tallyEvents, {
      TallyCounted: (data) => TallyAdded.of({ tallyId, amount: (data as { by: number }).by }),
    });
    await log.append(stream, 'none', [{ ...someEvent(), type: 'TallyCounted', data: { by: 30 } }]);
    const reader = new CommandExecutor({ log, registry: upcasting, sealer: new Sealer(keys, upcasting), clock });
    expect(await reader.execute(tally, add(70), commandContext())).toMatchObject({
      state: { total: 100, isFull: true },
    });
  });
});

const someEvent = () => ({
  id: derivedId<never>(newId<CommandId>()),
  metadata: { ...commandContext(), causationId: '', occurredAt: testStart },
});
