import { Command } from '@nestjs/cqrs';
import type { CommandContext } from '../../commands/command-context.js';
import type { Outcome } from '../../commands/outcome.js';
import type { StreamBatch } from '../../commands/stream-batch.js';
import type { ExpectedRevision, Position } from '../../event-log/event-log.js';
import type { Decider, DomainEvent } from '../../kernel/decider.js';
import { derivedId, newId, type CommandId, type Id } from '../../kernel/ids.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import { toResource, type Resource } from '../register/resource.js';

/** What travels with a command on the bus beside its data. */
export interface Envelope extends CommandContext {
  /** It came without an Idempotency-Key: no repeat can come, and what it makes has new ids. */
  readonly once?: true;
  /** For a line of a batch: the commands on the same record that it is appended with. */
  readonly batch?: StreamBatch;
  /** Whoever sends it has just read the record in the log, at this revision, and found that the command is new there. */
  readonly readAt?: ExpectedRevision;
}

/** What every command answers: the record as the command left it, and where in stream and log that is. */
export interface CommandAnswer {
  readonly id: string;
  readonly revision: number | undefined;
  readonly position: Position | undefined;
  readonly record: Resource | null;
  readonly [more: string]: unknown;
}

/** A command for one aggregate: plain data, as a client, a process or an import knows it. Its handler looks up the rest. */
export abstract class AggregateCommand<Data, Answer = CommandAnswer> extends Command<Answer> {
  constructor(
    readonly data: Data,
    readonly context: Envelope,
  ) {
    super();
  }
}

/** Aggregates as the application runs them: their state goes with the row that the read model has of them. */
export interface Recorded {
  readonly record: Row | null;
}
export type Aggregate<C, E extends DomainEvent, S extends Recorded> = Decider<C, E, S> & WithModel;

/** The read model of its records, where it is registered with one. */
export interface WithModel {
  readonly registration?: { readonly record?: ReadModel | undefined };
}

/** The id of a thing that the command makes: the same at every repeat of the command. */
export const idFor = <T extends Id<string>>({ commandId, once }: Envelope, what: string): T =>
  once === true ? newId<T>() : derivedId<T>(commandId, what);

/** The envelope of a further command that belongs to this one, on another stream. */
export function alsoFor({ expectedRevision: _, batch: __, readAt: ___, ...context }: Envelope, what: string): Envelope {
  const commandId = derivedId<CommandId>(context.commandId, what);
  return { ...context, commandId, causationId: context.commandId };
}

/** The envelope of a command that says its time in its data: the clock of the stream, which has what happened to others too, refuses none. */
export const withTimeOfItsOwn = ({ occurred, ...context }: Envelope): Envelope =>
  occurred !== undefined && 'given' in occurred
    ? { ...context, occurred: { inherited: occurred.given } }
    : { ...context, ...(occurred && { occurred }) };

/** The answer to a command; `more` says what it made beside the record. */
export function answerTo(outcome: Outcome<Recorded>, more: object = {}): CommandAnswer {
  const { id, revision, position, state } = outcome;
  return {
    id,
    revision: revision === 'none' ? -1 : revision,
    position,
    ...more,
    record: state.record === null ? null : toResource(state.record),
  };
}
