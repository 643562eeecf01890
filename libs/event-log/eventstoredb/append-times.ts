import type { Instant } from '../../kernel/dates.js';
import type { RecordedEvent } from '../../kernel/events.js';
import { LogDamaged } from '../event-log.js';
import type { Places } from './place.js';
import type { ServerReads } from './server-reads.js';
import { storedEvent, type StoredEvent } from './stored-event.js';

/** When each append was recorded: the server stamps every event by itself, and all events of one append have the time of its first. */
export class AppendTimes {
  constructor(
    private readonly reads: ServerReads,
    private readonly places: Places,
  ) {}

  /** Consecutive events, of a stream or of the whole log, each with its append's time. @throws LogUnavailable @throws LogDamaged */
  async timed(stored: readonly StoredEvent[]): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    let last: { append: string; recordedAt: Instant } | undefined;
    for (const one of stored) {
      const recordedAt =
        one.isCopied || one.index === 0
          ? one.event.recordedAt
          : last?.append === one.append
            ? last.recordedAt
            : await this.timeOfFirst(one);
      last = { append: one.append, recordedAt };
      events.push({ ...one.event, recordedAt });
    }
    return events;
  }

  private async timeOfFirst({ event: { stream, revision }, index, append }: StoredEvent): Promise<Instant> {
    const [first] = await this.reads.stream(stream, revision - index, 1);
    const stored = first && storedEvent(this.places, first);
    if (stored?.append === append) return stored.created;
    throw new LogDamaged(
      `Event ${String(revision)} of ${stream} was appended with event ${String(revision - index)}, which is another's.`,
    );
  }
}
