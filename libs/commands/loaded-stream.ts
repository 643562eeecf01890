import type { Instant } from '../kernel/dates.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { CommandId } from '../kernel/ids.js';
import type { ExpectedRevision, Position } from '../event-log/event-log.js';
import { LruMap } from '../kernel/lru-map.js';
import type { Outcome } from './outcome.js';
import { positionOf } from '../event-log/position.js';
import { foldOf, type Fold } from './stream-state.js';

/** A command whose events are in the stream. */
export interface KnownCommand {
  readonly fingerprint: string;
  /** Of its last event. */
  readonly revision: number;
  readonly position: Position;
}

/** A command that changed nothing: it is not in the log, so an immediate repeat finds it here. */
export interface QuietCommand<State> {
  readonly fingerprint: string;
  readonly outcome: Outcome<State>;
}

/** A stream as far as it has been read: what deciding on it takes. Only events that the log has taken get in here. */
export class LoadedStream<State> {
  revision: ExpectedRevision = 'none';
  position: Position | undefined;
  lastOccurredAt: Instant | undefined;
  state: State;
  readonly commands = new Map<CommandId, KnownCommand>();
  readonly quietCommands = new LruMap<CommandId, QuietCommand<State>>(16);

  constructor(private readonly decider: Fold<State>) {
    this.state = decider.initialState;
  }

  isOf<S>(decider: Fold<S>): this is LoadedStream<S> {
    return Object.is(this.decider, decider);
  }

  /** Goes on with the stream's next events, personal data opened. */
  advance(events: readonly RecordedEvent[]): void {
    const fold = foldOf(this.decider);
    for (const event of events) {
      const { commandId, fingerprint, occurredAt } = event.metadata;
      this.state = fold(this.state, event);
      this.revision = event.revision;
      this.position = positionOf(event);
      this.lastOccurredAt = occurredAt;
      this.commands.set(commandId, { fingerprint, revision: event.revision, position: this.position });
    }
  }
}
