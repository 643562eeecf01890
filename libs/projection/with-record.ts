import type { Decider, DomainEvent } from '../kernel/decider.js';
import type { RecordedEvent } from '../kernel/events.js';
import { checkRow } from '../read-store/fields.js';
import type { ReadModel, Row } from '../read-store/read-model.js';
import { idIn, reactionTo } from '../read-store/reaction.js';

/** An aggregate's state, and the row of its read model over the same events. */
export interface StateWithRecord<State, R extends Row> {
  readonly state: State;
  /** Null while there is none, and after its removal. */
  readonly record: R | null;
  /** A reducer could not take an event: the record stands still, as it does in the read model, where the event is parked. */
  readonly standsStill?: true;
}

/** The decider with its read-model row beside the state, folded by the model's own reducers: commands can answer the record at once. */
export function withRecord<Command, Event extends DomainEvent, State, R extends Row>(
  decider: Decider<Command, Event, State>,
  model: ReadModel<R>,
): Decider<Command, Event, StateWithRecord<State, R>> {
  return {
    category: decider.category,
    initialState: { state: decider.initialState, record: null },
    streamIdOf: (command) => decider.streamIdOf(command),
    decide: (command, { state }) => decider.decide(command, state),
    evolve: ({ state, record, standsStill }, event) => ({
      state: decider.evolve(state, event),
      ...(standsStill === true ? { record, standsStill } : recordAfter(model, record, event)),
    }),
  };
}

type Recorded<R extends Row> = Omit<StateWithRecord<unknown, R>, 'state'>;

function recordAfter<R extends Row>(model: ReadModel<R>, record: R | null, event: DomainEvent): Recorded<R> {
  if (!isRecorded(event))
    throw new TypeError(`${event.type} is not from the log: its read model needs the stream and the times too.`);
  const reaction = reactionTo(model, event.type);
  if (reaction === undefined) return { record };
  const key = idIn(event.stream);
  try {
    if (!reaction.keys(event).includes(key)) return { record };
    const next = reaction.change(record ?? undefined, event, key, () => undefined);
    if (next !== null) checkRow(model, key, next);
    return { record: next };
  } catch {
    // Commands must go on; the projector parks the same event and tells.
    return { record, standsStill: true };
  }
}

const isRecorded = (event: DomainEvent): event is DomainEvent & RecordedEvent =>
  'stream' in event && 'metadata' in event;
