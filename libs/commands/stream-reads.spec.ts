import { LogDamaged, type EventLog } from '../event-log/event-log.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { eventToAppend } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { StreamReads } from './stream-reads.js';

describe('reads of streams', () => {
  const log = new MemoryEventLog(fixedClock());
  const calls: (readonly string[])[] = [];
  const broken = new Set<string>();
  const refuse = (streams: readonly string[]): void => {
    calls.push(streams);
    const damaged = streams.find((stream) => broken.has(stream));
    if (damaged !== undefined) throw new LogDamaged(`${damaged} is damaged.`);
  };
  const counted: Pick<EventLog, 'read' | 'readMany'> = {
    read: async (stream, from) => {
      refuse([stream]);
      return log.read(stream, from);
    },
    readMany: async (tails) => {
      refuse(tails.map(({ stream }) => stream));
      return log.readMany(tails);
    },
  };
  const reads = new StreamReads(counted);
  const streamOf = (index: number) => `note-${String(index)}`;

  beforeAll(async () => {
    for (const index of [1, 2, 3]) {
      const events = Array.from({ length: index }, () => eventToAppend('Noted'));
      await log.append(streamOf(index), 'none', events);
    }
  });
  beforeEach(() => {
    calls.length = 0;
    broken.clear();
  });

  it('that are asked for together go to the log together', async () => {
    const read = await Promise.all([3, 1, 9].map((index) => reads.read(streamOf(index), 0)));
    expect(read.map(({ length }) => length)).toEqual([3, 1, 0]);
    expect(calls).toEqual([['note-3', 'note-1', 'note-9']]);
    expect(await reads.read(streamOf(2), 1)).toHaveLength(1);
    expect(calls).toHaveLength(2);
  });

  it('fail only for the stream that the log cannot read', async () => {
    broken.add('note-2');
    const read = await Promise.allSettled([1, 2, 3].map((index) => reads.read(streamOf(index), 0)));
    expect(read.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(read[1]).toMatchObject({ reason: { message: 'note-2 is damaged.' } });
  });

  it('are as many at once as a log is asked for', async () => {
    const read = await Promise.all(Array.from({ length: 1_201 }, (_, index) => reads.read(streamOf(index), 0)));
    expect(read.map(({ length }) => length).slice(0, 5)).toEqual([0, 1, 2, 3, 0]);
    expect(calls.map(({ length }) => length)).toEqual([500, 500, 201]);
  });
});
