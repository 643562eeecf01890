import { isDomainError } from '../kernel/domain-error.js';
import type { Position } from '../event-log/event-log.js';
import { positionOf } from '../event-log/position.js';
import type { RecordedEvent } from '../kernel/events.js';
import { derivedId } from '../kernel/ids.js';
import type { Instant } from '../kernel/dates.js';
import type { DocumentChange } from '../read-store/read-store.js';

/** The collection that parked events are documented in. */
export const parkedProcesses = 'parked-processes';

/** A source stream that a process cannot go on with: its event at `revision` was refused, and later ones wait for it. */
export interface ParkedKey {
  readonly process: string;
  /** The source stream. */
  readonly key: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly revision: number;
  readonly position: Position;
  /** Of the event, where there is one; not there where it was parked before that was kept. */
  readonly correlationId?: string;
  /** Since when the stream waits. */
  readonly recordedAt: Instant;
  readonly code: string;
  readonly message: string;
  /** How many events wait for it, and the last of them (or the parked one itself). */
  readonly behind: number;
  readonly lastRevision: number;
  /** Whether not an event of a stream but something that was due was refused; `key` then names it, and nothing waits for it. */
  readonly isDue?: true;
}

/** Parks the first of these events of one stream, with the others after it. */
export function park(
  process: string,
  [event, ...later]: readonly [RecordedEvent, ...RecordedEvent[]],
  error: unknown,
): ParkedKey {
  return {
    process,
    key: event.stream,
    eventId: event.id,
    eventType: event.type,
    revision: event.revision,
    position: positionOf(event),
    correlationId: event.metadata.correlationId,
    recordedAt: event.recordedAt,
    ...told(error),
    behind: later.length,
    lastRevision: later.at(-1)?.revision ?? event.revision,
  };
}

/** Parks something that was due; `position` is how far the process had come. */
export const parkDue = (
  process: string,
  { id, at, position }: { readonly id: string; readonly at: Instant; readonly position: Position },
  error: unknown,
): ParkedKey => ({
  process,
  key: id,
  eventId: derivedId(process, 'due', id),
  eventType: 'due',
  revision: 0,
  position,
  recordedAt: at,
  ...told(error),
  behind: 0,
  lastRevision: 0,
  isDue: true,
});

/** The same with more events after it. */
export const parkLater = (parked: ParkedKey, events: readonly RecordedEvent[]): ParkedKey => ({
  ...parked,
  behind: parked.behind + events.length,
  lastRevision: events.at(-1)?.revision ?? parked.lastRevision,
});

const told = (error: unknown) => ({
  code: isDomainError(error) ? error.code : 'reaction-failed',
  message: error instanceof Error ? error.message : String(error),
});

/** The change to the documents that parks the key, or takes it out. */
export const parkedChange = (process: string, key: string, parked: ParkedKey | null): DocumentChange => ({
  collection: parkedProcesses,
  id: `${process}/${key}`,
  document: parked,
});
