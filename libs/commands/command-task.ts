import type { Instant } from '../kernel/dates.js';
import type { Decider, DomainEvent } from '../kernel/decider.js';
import { isDomainError, rejecting, type DomainError } from '../kernel/domain-error.js';
import type { CommandContext } from './command-context.js';
import { commandEvents } from './command-events.js';
import type { EventToAppend } from '../event-log/event-log.js';
import { occurredAtOf } from './occurred-at.js';
import type { ExecutorRefusal } from './outcome.js';
import type { Fold, StreamState } from './stream-state.js';

/** The aggregate a command goes to. */
export interface Target<State> {
  readonly context: CommandContext;
  readonly decider: Fold<State>;
  readonly id: string;
  readonly stream: string;
}

/** A command on its way. */
export interface Task<Command, Event extends DomainEvent, State> extends Target<State> {
  readonly decider: Decider<Command, Event, State>;
  readonly command: Command;
}

/** What the decider gave, and the same as events for the log, still readable; or why not. */
export type Decision<Event> =
  | { readonly events: readonly Event[]; readonly toAppend: readonly EventToAppend[] }
  | { readonly refusal: DomainError };

const reject = rejecting<ExecutorRefusal>();

export function taskOf<Command, Event extends DomainEvent, State>(
  decider: Decider<Command, Event, State>,
  command: Command,
  context: CommandContext,
): Task<Command, Event, State> {
  const id = decider.streamIdOf(command);
  return { decider, command, context, id, stream: `${decider.category}-${id}` };
}

/** What the decider makes of the command in this state. */
export function decide<Command, Event extends DomainEvent, State>(
  { decider, command, context, stream }: Task<Command, Event, State>,
  { state, revision, lastOccurredAt }: StreamState<State>,
  now: Instant,
): Decision<Event> {
  const { expectedRevision, occurred } = context;
  try {
    if (expectedRevision !== undefined && expectedRevision !== revision) {
      const message = `${stream} is at revision ${String(revision)}, not at ${String(expectedRevision)}. Read it again, then decide.`;
      reject('revision-stale', message, { expected: expectedRevision, actual: revision });
    }
    // A time that cannot be is refused as such, whatever the rules say of it.
    occurredAtOf(occurred, now, undefined);
    const events = decider.decide(command, state);
    if (events.length === 0) return { events, toAppend: [] };
    const occurredAt = occurredAtOf(occurred, now, lastOccurredAt);
    return { events, toAppend: commandEvents(stream, context, occurredAt, events) };
  } catch (error) {
    if (isDomainError(error)) return { refusal: error };
    throw error;
  }
}
