import type { Decider, DomainEvent } from '../kernel/decider.js';
import { isDomainError, type DomainError } from '../kernel/domain-error.js';

/** What a command led to; each `then…` fails the test when it was something else. */
export interface Then<Event> {
  /** Exactly these events, in this order. */
  thenEvents(...events: readonly Event[]): void;
  /** The command changed nothing. */
  thenNothing(): void;
  /** Refused by a DomainError with this code, and with at least these details. */
  thenRejected(code: string, details?: Readonly<Record<string, unknown>>): void;
}

export interface When<Command, Event, State> {
  when(command: Command): Then<Event>;
  /** The state that the events lead to, for tests of `evolve`. */
  readonly state: State;
}

/**
 * A decider's test: `given(opportunity, opened, …).when(sell()).thenEvents(OpportunitySold.of({ … }))`.
 * Events and states are frozen, so that a decider which changes them in place fails here.
 */
export function given<Command, Event extends DomainEvent, State>(
  decider: Decider<Command, Event, State>,
  ...events: readonly NoInfer<Event>[]
): When<Command, Event, State> {
  const fold = (from: State, more: readonly Event[]): State =>
    more.reduce((state, event) => frozen(decider.evolve(state, frozen(event))), from);
  const state = fold(frozen(decider.initialState), events);
  return {
    state,
    when: (command) => {
      const decide = (): readonly Event[] => {
        const decided = decider.decide(frozen(command), state);
        fold(state, decided);
        return decided;
      };
      return {
        thenEvents: (...expected) => {
          expect(decide()).toEqual(expected);
        },
        thenNothing: () => {
          expect(decide()).toEqual([]);
        },
        thenRejected: (code, details = {}) => {
          const refusal = refusalOf(decide);
          expect(refusal.code).toBe(code);
          expect(refusal.details).toMatchObject(details);
        },
      };
    },
  };
}

function refusalOf(decide: () => readonly DomainEvent[]): DomainError {
  let events: readonly DomainEvent[];
  try {
    events = decide();
  } catch (error) {
    if (isDomainError(error)) return error;
    throw error;
  }
  throw new Error(`The command was not rejected: it gave [${events.map(({ type }) => type).join(', ')}].`);
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (!plain) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
