import type { Instant } from '../kernel/dates.js';
import type { RecordedEvent } from '../kernel/events.js';
import { firstAfter, type EventToAppend, type ExpectedRevision, type Position } from '../event-log/event-log.js';
import { positionOf } from '../event-log/position.js';

/** The half of a decider that makes states. */
export interface Fold<State> {
  readonly initialState: State;
  evolve(state: State, event: never): State;
}

/** Its `evolve`, for events out of its own streams. */
export const foldOf =
  <State>(decider: Fold<State>) =>
  (state: State, event: RecordedEvent): State =>
    decider.evolve(state, event as never);

/** What deciding on a stream takes. */
export interface StreamState<State> {
  readonly state: State;
  readonly revision: ExpectedRevision;
  readonly position: Position | undefined;
  readonly lastOccurredAt: Instant | undefined;
}

/** Of a stream that goes on changing: as it is now. */
export const stateOf = <State>({
  state,
  revision,
  position,
  lastOccurredAt,
}: StreamState<State>): StreamState<State> => ({
  state,
  revision,
  position,
  lastOccurredAt,
});

/** The stream with these events behind. */
export function withEvents<State>(
  decider: Fold<State>,
  at: StreamState<State>,
  events: readonly RecordedEvent[],
): StreamState<State> {
  const last = events.at(-1);
  if (last === undefined) return at;
  return {
    state: events.reduce(foldOf(decider), at.state),
    revision: last.revision,
    position: positionOf(last),
    lastOccurredAt: last.metadata.occurredAt,
  };
}

/** The events as they will stand there, but for their places in the log. */
export function expectedEvents(
  stream: string,
  { revision, position = '' as Position }: StreamState<unknown>,
  toAppend: readonly EventToAppend[],
  recordedAt: Instant,
): readonly RecordedEvent[] {
  const first = firstAfter(revision);
  return toAppend.map((event, index) => ({ ...event, stream, revision: first + index, position, recordedAt }));
}
