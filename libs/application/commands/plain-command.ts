import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Outcome } from '../../commands/outcome.js';
import type { DomainEvent } from '../../kernel/decider.js';
import { AggregateCommands } from './aggregate-commands.js';
import {
  AggregateCommand,
  answerTo,
  type Aggregate,
  type CommandAnswer,
  type Envelope,
  type Recorded,
} from './command.js';

/** A command that its decider takes as it is: nothing is looked up. */
export class PlainCommand<Data = unknown> extends AggregateCommand<Data> {
  constructor(
    data: Data,
    context: Envelope,
    readonly carryOut: (commands: AggregateCommands) => Promise<Outcome<Recorded>>,
  ) {
    super(data, context);
  }

  /** What the answer says beside the record. */
  more(): object {
    return {};
  }
}

/** What a command of this type says beside its type. */
type DataOf<C, T> = C extends { readonly type: infer U } ? (T extends U ? Omit<C, 'type'> : never) : never;

/** The class of a plain command: `class RenamePipeline extends plainCommand(aggregates.pipeline, 'RenamePipeline') {}`. */
export function plainCommand<
  C extends { readonly type: string },
  E extends DomainEvent,
  S extends Recorded,
  T extends C['type'],
>(aggregate: Aggregate<C, E, S>, type: T): new (data: DataOf<C, T>, context: Envelope) => PlainCommand<DataOf<C, T>> {
  return class extends PlainCommand<DataOf<C, T>> {
    constructor(data: DataOf<C, T>, context: Envelope) {
      // Safe: the data is that of the union's member of this type.
      super(data, context, (commands) => commands.execute(aggregate, { ...data, type } as unknown as C, context));
    }
  };
}

/** Handles every plain command: the bus looks a command's handler up along its class's ancestors. */
@CommandHandler(PlainCommand)
export class PlainCommandHandler implements ICommandHandler<PlainCommand> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute(command: PlainCommand): Promise<CommandAnswer> {
    return answerTo(await command.carryOut(this.commands), command.more());
  }
}
