import type { Decider, DomainEvent } from './decider.js';
import type { EventType } from './events.js';
import { hasReference, withoutReference, withReference, type Reference, type References } from './references.js';

/** `ReferenceProduct` and `UnreferenceProduct`, from the event: `ReferenceCommand<typeof ProductReferenced>`. */
export type ReferenceCommand<E> =
  E extends EventType<`${infer Noun}Referenced`, infer Data> ? Commands<Noun, Data> : never;

/** The commands or events without those of references: what the decider itself takes. */
export type WithoutReferences<T extends { readonly type: string }> = Exclude<
  T,
  { readonly type: `${'Reference' | 'Unreference'}${string}` | `${string}${'Referenced' | 'Unreferenced'}` }
>;

type Commands<Noun extends string, Data> = {
  readonly type: `Reference${Noun}` | `Unreference${Noun}`;
} & Readonly<Data>;
type Events<Noun extends string, Data> =
  | { readonly type: `${Noun}Referenced`; readonly data: Data }
  | { readonly type: `${Noun}Unreferenced`; readonly data: Data };

/**
 * The decider with the record's names in outside systems, which come and go one by one whatever else the record allows. It exists
 * where its state has `references`; the first ones are those of its creation. `notFound` refuses where it does not.
 */
export function withReferences<
  Command extends { readonly type: string },
  Event extends DomainEvent,
  State,
  Noun extends string,
  Data extends { readonly reference: Reference },
>(
  decider: Decider<Command, Event, State>,
  names: {
    readonly referenced: EventType<`${Noun}Referenced`, Data>;
    readonly unreferenced: EventType<`${Noun}Unreferenced`, Data>;
    readonly idOf: (command: Data) => string;
    readonly notFound: (command: Data) => never;
  },
): Decider<Command | Commands<Noun, Data>, Event | Events<Noun, Data>, State> {
  const { referenced, unreferenced, idOf, notFound } = names;
  const noun = referenced.type.slice(0, -'Referenced'.length);
  const [add, remove] = [`Reference${noun}`, `Unreference${noun}`];
  const isOurs = (command: Command | Commands<Noun, Data>): command is Commands<Noun, Data> =>
    command.type === add || command.type === remove;
  const isOurEvent = (event: Event | Events<Noun, Data>): event is Events<Noun, Data> =>
    event.type === referenced.type || event.type === unreferenced.type;

  return {
    category: decider.category,
    initialState: decider.initialState,
    streamIdOf: (command) => (isOurs(command) ? idOf(command) : decider.streamIdOf(command)),
    decide(command, state) {
      if (!isOurs(command)) return decider.decide(command, state);
      if (!hasReferences(state)) return notFound(command);
      const { type, ...data } = command;
      const adds = type === add;
      if (adds === hasReference(state.references, command.reference)) return [];
      // Safe: the command is its type and the event's data.
      return [(adds ? referenced : unreferenced).of(data as unknown as Data)] as readonly Events<Noun, Data>[];
    },
    evolve(state, event) {
      if (!isOurEvent(event)) return decider.evolve(state, event);
      if (!hasReferences(state)) return state;
      const change = event.type === referenced.type ? withReference : withoutReference;
      return { ...state, references: change(state.references, event.data.reference) };
    },
  };
}

const hasReferences = <S>(state: S): state is S & { readonly references: References } =>
  typeof state === 'object' && state !== null && 'references' in state;
