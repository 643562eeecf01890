/** What happened: a type in the past tense with the aggregate's noun, and plain JSON. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}

/**
 * An aggregate as two pure functions. No clock, randomness or I/O in either: times, ids and looked-up facts arrive in the command.
 * `decide` returns the events that follow from the command, none when it changes nothing, or throws a DomainError.
 */
export interface Decider<Command, Event extends DomainEvent, State> {
  /** The first part of the stream's name, in camelCase without a dash: `opportunity` in `opportunity-<id>`. */
  readonly category: string;
  readonly initialState: State;
  readonly streamIdOf: (command: Command) => string;
  readonly decide: (command: Command, state: State) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
}
