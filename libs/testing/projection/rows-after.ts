import type { DomainEvent } from '../../kernel/decider.js';
import { instantOf, millisOf } from '../../kernel/dates.js';
import type { RecordedEvent } from '../../kernel/events.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import { idIn } from '../../read-store/reaction.js';
import { eventToAppend } from '../log/builders.js';
import { testStart } from '../log/fixed-clock.js';
import { rowsOf } from '../../../test/properties/oracle/rows.oracle.js';

/** The event as the log returns it: what JSON storage makes of it, an hour after the one before. */
export function recorded({ type, data }: DomainEvent, stream: string, revision: number): RecordedEvent {
  const at = instantOf(millisOf(testStart) + revision * hour);
  const event = eventToAppend(type, JSON.parse(JSON.stringify(data)), { occurredAt: at });
  return { ...event, stream, revision, position: `log:${String(revision + 1)}`, recordedAt: at };
}
const hour = 3_600_000;

/** These events as one whole stream. */
export const streamOf = (stream: string, ...events: readonly DomainEvent[]): readonly RecordedEvent[] =>
  events.map((event, revision) => recorded(event, stream, revision));

/** The row of the stream's own record after these events; undefined when there is none. */
export const rowAfter =
  <R extends Row>(model: ReadModel<R>, stream: string) =>
  (...events: readonly DomainEvent[]): R | undefined =>
    rowsOf(model, streamOf(stream, ...events)).get(idIn(stream));
