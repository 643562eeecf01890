import type { RecordedEvent } from '../../kernel/events.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { testStart } from '../../testing/log/fixed-clock.js';
import { RecentEvents } from './recent-events.js';

const event = (sequence: number): RecordedEvent => ({
  ...eventToAppend('Noted'),
  stream: 'note-1',
  revision: sequence,
  position: `log:${String(sequence)}`,
  recordedAt: testStart,
});

describe('events that were read last', () => {
  const reads: (readonly [number, number])[] = [];
  const read = (sequence: number, count: number): readonly RecordedEvent[] => {
    reads.push([sequence, count]);
    return Array.from({ length: count }, (_, index) => event(sequence + index + 1));
  };
  const ask = (recent: RecentEvents, sequence: number, count: number) => {
    reads.length = 0;
    const revisions = recent.eventsAfter(sequence, count).map(({ revision }) => revision);
    expect(revisions).toEqual(Array.from({ length: count }, (_, index) => sequence + index + 1));
    return [...reads];
  };

  it('are read once, however many ask for them', () => {
    const recent = new RecentEvents(read);
    expect(ask(recent, 0, 10)).toEqual([[0, 10]]);
    expect(ask(recent, 0, 10)).toEqual([]);
    expect(ask(recent, 4, 3)).toEqual([]);
    expect(ask(recent, 8, 5)).toEqual([[10, 3]]);
    expect(ask(recent, 0, 13)).toEqual([]);
    expect(ask(recent, 13, 0)).toEqual([]);
  });

  it('need not be read where they were appended just now', () => {
    const recent = new RecentEvents(read);
    recent.keep(7, [event(8), event(9)]);
    expect(ask(recent, 7, 2)).toEqual([]);
    recent.keep(9, [event(10)]);
    recent.keep(10, []);
    expect(ask(recent, 8, 2)).toEqual([]);
    expect(ask(recent, 5, 2)).toEqual([[5, 2]]);
    recent.keep(20, [event(21)]);
    expect(ask(recent, 9, 1)).toEqual([[9, 1]]);
    expect(ask(recent, 20, 1)).toEqual([]);
  });

  it('are kept for those who follow, not for one who is far behind', () => {
    const recent = new RecentEvents(read);
    ask(recent, 5_000, 100);
    expect(ask(recent, 0, 500)).toEqual([[0, 500]]);
    expect(ask(recent, 5_000, 100)).toEqual([]);
    expect(ask(recent, 4_990, 20)).toEqual([[4_990, 20]]);
  });

  it('are the last two thousand', () => {
    const recent = new RecentEvents(read);
    for (let at = 0; at < 5_000; at += 500) ask(recent, at, 500);
    expect(ask(recent, 3_000, 2_000)).toEqual([]);
    expect(ask(recent, 2_999, 1)).toEqual([[2_999, 1]]);
    ask(recent, 9_000, 10);
    expect(ask(recent, 9_000, 10)).toEqual([]);
    expect(ask(recent, 4_000, 10)).toEqual([[4_000, 10]]);
  });
});
