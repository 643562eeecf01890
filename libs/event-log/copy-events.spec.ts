import fc from 'fast-check';
import type { RecordedEvent } from '../kernel/events.js';
import { newId, type EventId } from '../kernel/ids.js';
import { eventToAppend } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { tempFolder } from '../testing/log/temp-folder.js';
import { compareLogs, copyEvents } from './copy-events.js';
import type { CopyTarget } from './event-log.js';
import { MemoryEventLog } from './memory/memory-event-log.js';
import { pagesToEnd } from './pages-to-end.js';
import { openSqliteEventLog } from './sqlite/sqlite-event-log.js';

const nothing = () => undefined;
const noKeys = () => Promise.resolve();

async function eventsIn(log: CopyTarget): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of pagesToEnd(log)) events.push(...page.events);
  return events;
}

const withoutPlace = (events: readonly RecordedEvent[]) => events.map(({ position: _position, ...event }) => event);

/** So many appends, each of some events, to a few streams in turn, a second apart; the clock is put back once. */
async function filled(log: CopyTarget, clock: ReturnType<typeof fixedClock>, sizes: readonly number[]): Promise<void> {
  const revisions = new Map<string, number>();
  for (const [index, size] of sizes.entries()) {
    clock.advance(index === 3 ? -10_000 : 1_000);
    const stream = `note-${String(index % 3)}`;
    const last = revisions.get(stream) ?? -1;
    const events = Array.from({ length: size }, () => eventToAppend('Noted', { text: `kůň ${String(index)}` }));
    await log.append(stream, last < 0 ? 'none' : last, events);
    revisions.set(stream, last + size);
  }
}

describe.each([
  ['in memory', () => new MemoryEventLog(fixedClock())],
  ['on SQLite', () => openSqliteEventLog({ folder: tempFolder(), clock: fixedClock() })],
])('a copy of a log into one %s', (_name, open) => {
  it('has the same events in the same order, with their own times, wherever it was cut off and goes on', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 }),
        fc.nat(30),
        fc.integer({ min: 1, max: 10 }),
        async (sizes, cutAfter, count) => {
          const clock = fixedClock();
          const from = new MemoryEventLog(clock);
          await filled(from, clock, sizes);
          const to = open();
          try {
            let left = cutAfter;
            const cut: Pick<CopyTarget, 'readAll' | 'appendCopied'> = {
              readAll: (options) => to.readAll(options),
              appendCopied: (...args) =>
                left-- > 0 ? to.appendCopied(...args) : Promise.reject(new Error('It was killed.')),
            };
            await copyEvents({ from, to: cut, beforePage: noKeys, onProgress: nothing, count }).catch(nothing);
            const done: number[] = [];
            const all = await copyEvents({
              from,
              to,
              beforePage: noKeys,
              onProgress: (each) => done.push(each),
              count,
            });
            const events = await eventsIn(from);
            expect([all, done.at(-1)]).toEqual([events.length, events.length]);
            expect(withoutPlace(await eventsIn(to))).toEqual(withoutPlace(events));
            expect(await compareLogs(from, to, nothing)).toBe(events.length);
          } finally {
            await to.close();
          }
        },
      ),
      { numRuns: 30 },
    ));

  it('is refused into a log that has something else, or more', async () => {
    const clock = fixedClock();
    const from = new MemoryEventLog(clock);
    await filled(from, clock, [2, 2]);
    const copy = (to: CopyTarget) => copyEvents({ from, to, beforePage: noKeys, onProgress: nothing });

    const other = open();
    await other.append('note-0', 'none', [eventToAppend('Noted', { text: 'another' })]);
    await expect(copy(other)).rejects.toMatchObject({ name: 'NoCopy' });
    await other.close();

    const longer = open();
    await copy(longer);
    await longer.append('note-9', 'none', [{ ...eventToAppend('Noted', {}), id: newId<EventId>() }]);
    await expect(copy(longer)).rejects.toThrow(/has more than/);
    await expect(compareLogs(from, longer, nothing)).rejects.toMatchObject({ name: 'NoCopy' });
    await longer.close();
  });

  it('has the keys of a page before its events', async () => {
    const clock = fixedClock();
    const from = new MemoryEventLog(clock);
    await filled(from, clock, [1, 1, 1]);
    const to = open();
    const seen: number[] = [];
    const beforePage = async () => {
      seen.push((await eventsIn(to)).length);
    };
    await copyEvents({ from, to, beforePage, onProgress: nothing, count: 2 });
    expect(seen).toEqual([0, 2]);
    await to.close();
  });

  it('takes a command of more than one append may have in parts', async () => {
    const clock = fixedClock();
    const from = new MemoryEventLog(clock);
    const [first, ...more] = Array.from({ length: 4 }, () => eventToAppend('Noted', { text: 'x'.repeat(400_000) }));
    if (first === undefined) throw new Error('There is none.');
    await from.append('note-1', 'none', [first]);
    for (const [index, event] of more.entries())
      await from.append('note-1', index, [
        { ...event, metadata: { ...event.metadata, commandId: first.metadata.commandId } },
      ]);
    const to = open();
    expect(await copyEvents({ from, to, beforePage: noKeys, onProgress: nothing })).toBe(4);
    expect(await compareLogs(from, to, nothing)).toBe(4);
    await to.close();
  });
});
