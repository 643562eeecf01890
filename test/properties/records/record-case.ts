import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Decider, DomainEvent } from '../../../libs/kernel/decider.js';
import { isDomainError } from '../../../libs/kernel/domain-error.js';
import type { EventType, RecordedEvent } from '../../../libs/kernel/events.js';
import type { StateWithRecord } from '../../../libs/projection/with-record.js';
import type { ReadModel, Row } from '../../../libs/read-store/read-model.js';
import { idIn } from '../../../libs/read-store/reaction.js';
import { recorded } from '../../../libs/testing/projection/rows-after.js';
import { rowsOf } from '../oracle/rows.oracle.js';

export interface AnyCommand {
  readonly type: string;
}

/** An aggregate with commands for it, and with what its rows must be in each state. */
export interface RecordCase {
  readonly eventTypes: readonly string[];
  readonly commandTypes: readonly string[];
  /** Of one stream; the first one creates. */
  readonly commands: fc.Arbitrary<readonly AnyCommand[]>;
  /** The read models of the aggregate's rows; the first one is its record's. */
  readonly models: readonly ReadModel[];
  /** Carries the commands out, and checks the rows after each event. A command that is refused writes nothing. */
  readonly live: (commands: readonly AnyCommand[]) => readonly Lived[];
  /** The record that a command answers after these events. */
  readonly recordAfter: (events: readonly RecordedEvent[]) => Row | null;
}

/** A command and the events that it led to. */
export interface Lived {
  readonly command: AnyCommand;
  readonly events: readonly RecordedEvent[];
  /** The reactions that changed rows: `products ProductEdited`. */
  readonly reactions: readonly string[];
}

/** The rows of one read model that stand for a state; the model's own reducers have no part in it. */
interface Shown<State> {
  readonly model: ReadModel;
  readonly rows: (state: State, events: readonly RecordedEvent[]) => readonly Row[];
}

/** A row has every field of its model: one that is not said here does not compile, or differs. */
export const shown = <R extends Row, State>(
  model: ReadModel<R>,
  rows: (state: State, events: readonly RecordedEvent[]) => readonly R[],
): Shown<State> => ({ model, rows });

type OfType<Command, Type> = Command extends { readonly type: infer Types }
  ? Type extends Types
    ? Omit<Command, 'type'>
    : never
  : never;

interface Definition<Command extends AnyCommand, Event extends DomainEvent, State, R extends Row> {
  readonly aggregate: Decider<Command, Event, StateWithRecord<State, R>>;
  readonly events: readonly EventType<string, unknown>[];
  /** A command type without an arbitrary does not compile. */
  readonly commands: { readonly [Type in Command['type']]: fc.Arbitrary<OfType<Command, Type>> };
  readonly first: NoInfer<Command>['type'];
  /** How often a command comes; 4 by default. */
  readonly weights?: { readonly [Type in Command['type']]?: number };
  /** The most commands of one stream; 40 by default. */
  readonly length?: number;
  readonly shown: readonly Shown<NoInfer<State>>[];
}

export function recordCase<Command extends AnyCommand, Event extends DomainEvent, State, R extends Row>(
  definition: Definition<Command, Event, State, R>,
): RecordCase {
  const { aggregate, events, commands, first, weights = {}, length = 40 } = definition;
  const byType = commands as Readonly<Record<string, fc.Arbitrary<object>>>;
  const weightOf = weights as Readonly<Record<string, number>>;
  const ofType = (type: string) => (byType[type] ?? fc.constant({})).map((fields): AnyCommand => ({ type, ...fields }));
  const anyCommand = fc.oneof(
    ...Object.keys(byType).map((type) => ({ weight: weightOf[type] ?? 4, arbitrary: ofType(type) })),
  );
  const evolve = (state: StateWithRecord<State, R>, event: RecordedEvent) =>
    aggregate.evolve(state, event as unknown as Event);

  return {
    eventTypes: events.map(({ type }) => type),
    commandTypes: Object.keys(byType),
    // Without a bias to small values: most sequences are to be long, and most commands different.
    commands: fc
      .noBias(fc.tuple(ofType(first), fc.array(anyCommand, { maxLength: length, size: 'max' })))
      .map(([creating, others]) => [creating, ...others]),
    models: definition.shown.map(({ model }) => model),
    recordAfter: (recorded) => recorded.reduce(evolve, aggregate.initialState).record,
    live: (sequence) => {
      let state = aggregate.initialState;
      let past: readonly RecordedEvent[] = [];
      const rows = new Map<ReadModel, ReadonlyMap<string, Row>>();
      return sequence.map((command): Lived => {
        const decided = decidedBy(() => aggregate.decide(command as Command, state));
        const stream = `${aggregate.category}-${aggregate.streamIdOf(command as Command)}`;
        const now = decided.map((event, index) => recorded(event, stream, past.length + index));
        const reactions = now.flatMap((event) => {
          expect(events.find(({ type }) => type === event.type)?.problemWith(event.data)).toBeUndefined();
          state = evolve(state, event);
          past = [...past, event];
          return definition.shown.flatMap((each, index) => {
            const found = checkedRows(each, state, past, index === 0);
            const differ = !isDeepStrictEqual(found, rows.get(each.model) ?? new Map());
            rows.set(each.model, found);
            return differ ? [`${each.model.name} ${event.type}`] : [];
          });
        });
        return { command, events: now, reactions };
      });
    },
  };
}

function checkedRows<State, R extends Row>(
  { model, rows }: Shown<State>,
  { state, record }: StateWithRecord<State, R>,
  events: readonly RecordedEvent[],
  isRecord: boolean,
): ReadonlyMap<string, Row> {
  const found = rowsOf(model, events);
  const wanted = rows(state, events);
  expect([model.name, found]).toEqual([model.name, new Map(wanted.map((row) => [row._id, row]))]);
  // The hierarchy's rows are of accounts: its own stream has no record.
  const own = idIn(events[0]?.stream ?? '');
  if (isRecord) expect([model.name, record]).toEqual([model.name, found.get(own) ?? null]);
  return found;
}

function decidedBy(decide: () => readonly DomainEvent[]): readonly DomainEvent[] {
  try {
    return decide();
  } catch (error) {
    if (isDomainError(error)) return [];
    throw error;
  }
}
