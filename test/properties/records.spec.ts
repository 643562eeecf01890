import fc from 'fast-check';
import { MemoryEventLog } from '../../libs/event-log/memory/memory-event-log.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { Projector } from '../../libs/projection/projector.js';
import { idIn } from '../../libs/read-store/reaction.js';
import { openSqliteReadStore } from '../../libs/read-store/sqlite/sqlite-read-store.js';
import { fixedClock } from '../../libs/testing/log/fixed-clock.js';
import { readModels } from '../../libs/application/register/read-models.js';
import { runs } from './history.js';
import { rowsOf } from './oracle/rows.oracle.js';
import { recordCases } from './records/all-records.js';
import type { RecordCase } from './records/record-case.js';

const cases: readonly (readonly [string, RecordCase])[] = Object.entries(recordCases);

describe.each(cases)('the record of %s', (_name, { commands, live, eventTypes, commandTypes, models }) => {
  it('has in every field what the state has, after every event of every type', () => {
    const happened = new Set<string>();
    const carriedOut = new Set<string>();
    const reacted = new Set<string>();
    const reactions = models.flatMap(({ name, on }) => Object.keys(on).map((type) => `${name} ${type}`));
    const unseen = () => ({
      events: eventTypes.filter((type) => !happened.has(type)),
      commands: commandTypes.filter((type) => !carriedOut.has(type)),
      // One that never changed a row could be gone, and nothing here would notice.
      reactions: reactions.filter((reaction) => !reacted.has(reaction)),
    });
    const property = fc.property(commands, (sequence) => {
      for (const { command, events, reactions } of live(sequence)) {
        if (events.length > 0) carriedOut.add(command.type);
        for (const { type } of events) happened.add(type);
        for (const reaction of reactions) reacted.add(reaction);
      }
    });
    fc.assert(property, runs(100));
    // The rarest may not come by chance among the first hundred lives.
    for (let round = 0; round < 5 && Object.values(unseen()).flat().length > 0; round += 1)
      fc.assert(property, runs(100));
    expect(unseen()).toEqual({ events: [], commands: [], reactions: [] });
  }, 300_000);
});

describe('the record that a command answers', () => {
  it('is the row that the projector stores, however the log is cut into pages', async () => {
    const lives = fc.tuple(...cases.map(([, { commands }]) => commands));
    await fc.assert(
      fc.asyncProperty(lives, fc.integer({ min: 1, max: 40 }), async (sequences, pageSize) => {
        const streams = cases.map(([, { live }], index) =>
          live(sequences[index] ?? []).flatMap(({ events }) => events),
        );
        const clock = fixedClock();
        const log = new MemoryEventLog(clock);
        const store = openSqliteReadStore({ file: ':memory:', models: readModels });
        const projector = new Projector({ log, store, models: readModels, clock, pageSize });
        projector.start();
        for (const event of inTurn(streams)) {
          await log.append(event.stream, event.revision === 0 ? 'none' : event.revision - 1, [event]);
        }
        await projector.waitUntilCaughtUp();
        expect(await projector.parked()).toEqual([]);
        for (const [index, [name, { models, recordAfter }]] of cases.entries()) {
          const events = await log.read(streams[index]?.[0]?.stream ?? '');
          for (const [place, model] of models.entries()) {
            const rows = rowsOf(model, events);
            const own = idIn(events[0]?.stream ?? '');
            const stored = await store.load(model, [...rows.keys(), own]);
            expect([name, stored]).toEqual([name, rows]);
            if (place === 0) expect([name, stored.get(own) ?? null]).toEqual([name, recordAfter(events)]);
          }
        }
        await projector.stop();
        await store.close();
        await log.close();
      }),
      runs(10),
    );
  }, 300_000);
});

/** One event of each stream after the other, as people work at the same time. */
function inTurn(streams: readonly (readonly RecordedEvent[])[]): readonly RecordedEvent[] {
  const longest = Math.max(...streams.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => streams.flatMap((stream) => stream.slice(at, at + 1))).flat();
}
