import type { Decider, DomainEvent } from './decider.js';
import type { EventType } from './events.js';

/** `ArchiveLead` and `UnarchiveLead`, from the event: `ArchiveCommand<typeof LeadArchived>`. */
export type ArchiveCommand<E> = E extends EventType<`${infer Noun}Archived`, infer Data> ? Commands<Noun, Data> : never;

/** The commands or events without those of the archive: what the decider itself takes. */
export type WithoutArchive<T extends { readonly type: string }> = Exclude<
  T,
  { readonly type: `${'Archive' | 'Unarchive'}${string}` | `${string}${'Archived' | 'Unarchived'}` }
>;

type Commands<Noun extends string, Data> = {
  readonly type: `Archive${Noun}` | `Unarchive${Noun}`;
} & Readonly<Data>;
type Events<Noun extends string, Data> =
  | { readonly type: `${Noun}Archived`; readonly data: Data }
  | { readonly type: `${Noun}Unarchived`; readonly data: Data };

/**
 * The decider with an archive: what is archived is left as it is until it is unarchived. A record exists where its state has
 * `archived`, false at first. `refuse` refuses a command that would change an archived record, `notFound` where there is none.
 */
export function withArchive<
  Command extends { readonly type: string },
  Event extends DomainEvent,
  State,
  Noun extends string,
  Data extends object,
>(
  decider: Decider<Command, Event, State>,
  names: {
    readonly archived: EventType<`${Noun}Archived`, Data>;
    readonly unarchived: EventType<`${Noun}Unarchived`, Data>;
    readonly idOf: (command: Data) => string;
    readonly notFound: (command: Data) => never;
    readonly refuse: (command: Command) => never;
  },
): Decider<Command | Commands<Noun, Data>, Event | Events<Noun, Data>, State> {
  const { archived, unarchived, idOf, notFound, refuse } = names;
  const noun = archived.type.slice(0, -'Archived'.length);
  const [archive, unarchive] = [`Archive${noun}`, `Unarchive${noun}`];
  const isOurs = (command: Command | Commands<Noun, Data>): command is Commands<Noun, Data> =>
    command.type === archive || command.type === unarchive;
  const isOurEvent = (event: Event | Events<Noun, Data>): event is Events<Noun, Data> =>
    event.type === archived.type || event.type === unarchived.type;

  return {
    category: decider.category,
    initialState: decider.initialState,
    streamIdOf: (command) => (isOurs(command) ? idOf(command) : decider.streamIdOf(command)),
    decide(command, state) {
      if (!isOurs(command)) {
        const events = decider.decide(command, state);
        return events.length > 0 && canBeArchived(state) && state.archived ? refuse(command) : events;
      }
      if (!canBeArchived(state)) return notFound(command);
      const { type, ...data } = command;
      const archives = type === archive;
      if (archives === state.archived) return [];
      // Safe: the command is its type and the event's data.
      return [(archives ? archived : unarchived).of(data as unknown as Data)] as readonly Events<Noun, Data>[];
    },
    evolve(state, event) {
      if (!isOurEvent(event)) return decider.evolve(state, event);
      return canBeArchived(state) ? { ...state, archived: event.type === archived.type } : state;
    },
  };
}

const canBeArchived = <S>(state: S): state is S & { readonly archived: boolean } =>
  typeof state === 'object' && state !== null && 'archived' in state;
