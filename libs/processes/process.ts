import type { CommandContext } from '../commands/command-context.js';
import type { DateOnly, Instant } from '../kernel/dates.js';
import type { RecordedEvent } from '../kernel/events.js';
import { derivedId, type CommandId } from '../kernel/ids.js';

export interface AnyCommand {
  readonly type: string;
}

/** A command for an aggregate: the key of its decider, the id of the aggregate, and what to do. */
export interface TargetCommand<Command extends AnyCommand = AnyCommand> {
  readonly decider: string;
  readonly target: string;
  readonly command: Command;
  /** Once all others of the same answer are carried out. */
  readonly last?: true;
}

interface ReactsToEvents {
  readonly name: string;
  /** Where it begins when it runs for the first time: with the first event, or with what comes after. */
  readonly startsAt: 'beginning' | 'introduction';
  /** The types of events that it reacts to. */
  readonly handles: readonly string[];
  /** Personal data is opened for it. Without this it is given that sealed, as the log has it. */
  readonly opens?: true;
  /** Counted up when it has more to say to events of before: it reads them all again, and does only what is new (ADR 9). */
  readonly version?: number;
}

/** A reaction to events with commands, across contexts. Pure: running it again returns the same commands. */
export interface Process<Command extends AnyCommand = AnyCommand> extends ReactsToEvents {
  react(event: RecordedEvent): readonly TargetCommand<Command>[];
}

/** What a process with memory makes of an event: `state` is what it keeps from now on; null: nothing; without it: what it kept. */
export interface Reaction<Command extends AnyCommand, State extends object> {
  readonly commands: readonly TargetCommand<Command>[];
  readonly state?: State | null;
}

/** A process that keeps a document of plain JSON for each key, stored together with its checkpoint. As pure as any. */
export interface KeyedProcess<
  Command extends AnyCommand = AnyCommand,
  State extends object = object,
> extends ReactsToEvents {
  /** What the event is about. All events of a key come from one stream, whose events are reacted to in order. */
  keyOf(event: RecordedEvent): string;
  react(event: RecordedEvent, state: State | undefined): Reaction<Command, State>;
}

/** Something to do when its time has come: at an instant, or as soon as it is that date in the organisation's calendar. */
export interface Due {
  /** What it is, among what is due for the same document. */
  readonly key: string;
  readonly at: DateOnly | Instant;
}

/** What a process with due times keeps: whatever else, and what is still to be done. */
export interface Scheduling {
  readonly due: readonly Due[];
}

/**
 * A process that makes events of what becomes true by date alone. It schedules by what it keeps; what was due is taken out of `due`
 * when its commands were carried out. `onDue` is pure and is not told the time: late or again, it returns the same.
 */
export interface DueProcess<
  Command extends AnyCommand = AnyCommand,
  State extends Scheduling = Scheduling,
> extends KeyedProcess<Command, State> {
  onDue(due: Due, state: State): readonly TargetCommand<Command>[];
}

export type AnyProcess<Command extends AnyCommand = AnyCommand> =
  Process<Command> | KeyedProcess<Command> | (KeyedProcess<Command> & Pick<DueProcess<Command>, 'onDue'>);

/**
 * Carries out a command once per command id. @throws DomainError when it is refused; any other error, and the refusal `conflict` of a
 * race that was lost, is worth another try
 */
export type Execute<Command extends AnyCommand = AnyCommand> = (
  command: TargetCommand<Command>,
  context: CommandContext,
) => Promise<unknown>;

/** The name of its checkpoint. */
export const checkpointOf = ({ name, version }: ReactsToEvents): string =>
  version === undefined ? name : `${name}.${String(version)}`;

/**
 * What travels with the command that is this process's `index`th answer to the event: the same at every run. The request is the event,
 * not what a version of the process makes of it, so that a later version does nothing again.
 */
export function contextOf(
  process: Pick<Process, 'name'>,
  { id, metadata }: RecordedEvent,
  index: number,
): CommandContext {
  const commandId = derivedId<CommandId>(id, process.name, String(index));
  return {
    commandId,
    fingerprint: commandId,
    correlationId: metadata.correlationId,
    causationId: id,
    actor: { kind: 'process', id: process.name },
    source: 'process',
    ...(metadata.importId !== undefined && { importId: metadata.importId }),
    occurred: { inherited: metadata.occurredAt },
  };
}

/** The same for what was due at `at` for a document: it happened then, however late it is carried out. */
export function contextOfDue(
  process: Pick<Process, 'name'>,
  { key, due, at }: { readonly key: string; readonly due: Due; readonly at: Instant },
  index: number,
): CommandContext {
  const commandIdOf = (one: number) => derivedId<CommandId>(process.name, 'due', key, due.key, due.at, String(one));
  const commandId = commandIdOf(index);
  return {
    commandId,
    fingerprint: commandId,
    correlationId: commandIdOf(0),
    actor: { kind: 'process', id: process.name },
    source: 'process',
    occurred: { inherited: at },
  };
}
