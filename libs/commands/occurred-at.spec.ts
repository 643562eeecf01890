import { instantOf, millisOf, type Instant } from '../kernel/dates.js';
import { newId } from '../kernel/ids.js';
import { commandContext } from '../testing/log/builders.js';
import { fixedClock, testStart } from '../testing/log/fixed-clock.js';
import { tally, tallyEvents, type TallyId } from '../testing/log/tally.js';
import type { CommandContext } from './command-context.js';
import { CommandExecutor } from './command-executor.js';
import { eventRegistry } from '../event-log/event-registry.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../sealing/memory-key-store.js';
import { Sealer } from '../sealing/sealer.js';

const minutes = (count: number) => instantOf(millisOf(testStart) + count * 60_000);

describe("when a command's events happened", () => {
  const clock = fixedClock();
  const registry = eventRegistry(tallyEvents);
  const tallyId = newId<TallyId>();
  let executor: CommandExecutor;

  const add = async (amount: number, occurred?: CommandContext['occurred']) => {
    const context = commandContext(occurred && { occurred });
    const { events } = await executor.execute(tally, { type: 'AddToTally', tallyId, amount }, context);
    return events.at(-1)?.metadata.occurredAt;
  };

  beforeEach(() => {
    clock.set(testStart);
    const log = new MemoryEventLog(clock);
    executor = new CommandExecutor({ log, registry, sealer: new Sealer(new MemoryKeyStore(), registry), clock });
  });

  it('is now without another word', async () => {
    expect(await add(1)).toBe(testStart);
  });

  it('is what the client gives, for facts of the past', async () => {
    expect(await add(1, { given: minutes(-60) })).toBe(minutes(-60));
    expect(await add(1, { given: minutes(-60) })).toBe(minutes(-60));
    expect(await add(1, { given: minutes(-30) })).toBe(minutes(-30));
    expect(await add(1, { given: testStart })).toBe(testStart);
  });

  it("is never in the future by the client's word", async () => {
    const given = minutes(1);
    await expect(add(1, { given })).rejects.toMatchObject({
      code: 'occurred-in-future',
      details: { occurredAt: given, now: testStart },
    });
  });

  it('is refused as what cannot be, also where the rules would refuse it for what they make of that time', async () => {
    await expect(add(101, { given: minutes(1) })).rejects.toMatchObject({ code: 'occurred-in-future' });
    await expect(add(101)).rejects.toMatchObject({ code: 'tally-full' });
  });

  it('is never in a year that is a slip', async () => {
    await expect(add(1, { given: '0024-03-01T00:00:00.000Z' as Instant })).rejects.toMatchObject({
      code: 'occurred-too-early',
      details: { first: '1900-01-01' },
    });
    // That date's start in a zone east of UTC.
    expect(await add(1, { given: '1899-12-31T11:00:00.000Z' as Instant })).toBe('1899-12-31T11:00:00.000Z');
  });

  it("is never before the stream's last event by the client's word", async () => {
    await add(1);
    const failure = add(1, { given: minutes(-1) });
    await expect(failure).rejects.toMatchObject({
      code: 'occurred-before-last',
      details: { occurredAt: minutes(-1), last: testStart },
    });
  });

  it('does not matter where nothing happens', async () => {
    await add(1);
    expect(await add(0, { given: minutes(-1) })).toBeUndefined();
  });

  it("is moved up to the stream's last event where the clock is behind", async () => {
    await add(1);
    clock.advance(-60_000);
    expect(await add(1)).toBe(testStart);
  });

  it('is inherited from its cause by a process, and moved up likewise', async () => {
    expect(await add(1, { inherited: minutes(-5) })).toBe(minutes(-5));
    expect(await add(1, { inherited: minutes(-10) })).toBe(minutes(-5));
    expect(await add(1, { inherited: minutes(2) })).toBe(minutes(2));
    expect(await add(1)).toBe(minutes(2));
  });
});
