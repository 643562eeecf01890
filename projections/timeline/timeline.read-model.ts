import Type, { type Static } from 'typebox';
import type { Instant } from '../../libs/kernel/dates.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { readModel, type Reaction, type ReadModel } from '../../libs/read-store/read-model.js';
import { key } from '../row-schemas.js';

export const TimelineRow = Type.Object({
  _id: key,
  /** The record that it happened to: `account:<id>`, `opportunity:<id>` and so on. */
  subject: Type.String(),
  type: Type.String(),
  occurredAt: Type.String({ format: 'date-time' }),
  recordedAt: Type.String({ format: 'date-time' }),
  source: Type.Enum(['api', 'import', 'rule', 'process']),
  stream: Type.String(),
  /** Orders events of one stream that happened at the same time. */
  revision: Type.Integer(),
});
export type TimelineRow = Static<typeof TimelineRow>;

/** Whose timeline an event belongs to (`account:<id>`, `opportunity:<id>` and so on), and when it happened where it says so itself. */
interface Entry {
  readonly subjectOf: (event: RecordedEvent) => string;
  readonly momentOf?: ((event: RecordedEvent) => Instant | undefined) | undefined;
}
export type EntriesByType = ReadonlyMap<string, Entry>;

/**
 * ACT-06, ACT-07, BX-02: a row is one event with its direct subject; what is below an account is resolved when asked. What the event
 * says stands in the log alone, at that revision of its stream (ADR 15).
 */
export const timelineOf = (entries: EntriesByType): ReadModel<TimelineRow> =>
  readModel<RecordedEvent>()({
    name: 'timeline',
    version: 3,
    row: TimelineRow,
    fields: {
      subject: 'text',
      type: 'text',
      occurredAt: 'instant',
      recordedAt: 'instant',
      source: 'text',
      stream: 'text',
      revision: 'integer',
    },
    indexes: [['subject', 'occurredAt', 'recordedAt', 'revision']],
    // The same reaction for each type: what differs is whose it is.
    on: Object.fromEntries([...entries].map(([type, of]) => [type, reactionOf(of)])),
  });

function reactionOf(entry: Entry): Reaction<TimelineRow, RecordedEvent> {
  return { keys: ({ id }) => [id], change: (_row, event) => rowOf(event, entry) };
}

const rowOf = (event: RecordedEvent, { subjectOf, momentOf }: Entry): TimelineRow => ({
  _id: event.id,
  subject: subjectOf(event),
  type: event.type,
  occurredAt: momentOf?.(event) ?? event.metadata.occurredAt,
  recordedAt: event.recordedAt,
  source: event.metadata.source,
  stream: event.stream,
  revision: event.revision,
});
