import type { RecordedEvent } from '../../kernel/events.js';

/** How many events are kept. */
const kept = 2_000;

/** The events that were appended or read last: everyone who follows the log wants the same ones, one shortly after the other. */
export class RecentEvents {
  private events: readonly RecordedEvent[] = [];
  /** The sequence before the first of them. */
  private before = 0;

  constructor(private readonly read: (sequence: number, count: number) => readonly RecordedEvent[]) {}

  /** The next so many events after this sequence; the log must have them. */
  eventsAfter(sequence: number, count: number): readonly RecordedEvent[] {
    const skipped = sequence - this.before;
    const known = skipped < 0 ? [] : this.events.slice(skipped, skipped + count);
    if (known.length === count) return known;
    const more = this.read(sequence + known.length, count - known.length);
    this.keep(sequence + known.length, more);
    return known.length === 0 ? more : [...known, ...more];
  }

  /** Events that stand in the log after this sequence. */
  keep(after: number, events: readonly RecordedEvent[]): void {
    if (events.length === 0) return;
    const end = this.before + this.events.length;
    // Whoever is far behind does not push out what the others follow.
    if (after + events.length <= end) return;
    const all = after === end ? [...this.events, ...events] : events;
    this.events = all.slice(-kept);
    this.before = after + events.length - this.events.length;
  }
}
