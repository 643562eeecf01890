import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandExecutor, CommandRunner } from '../../../libs/commands/command-executor.js';
import type { Outcome } from '../../../libs/commands/outcome.js';
import type { Position } from '../../../libs/event-log/event-log.js';
import type { Decider, DomainEvent } from '../../../libs/kernel/decider.js';
import type { RecordedEvent } from '../../../libs/kernel/events.js';
import { contextOf, type Process } from '../../../libs/processes/process.js';
import type { Row } from '../../../libs/read-store/read-model.js';
import type { ClaimedWork } from '../catalogue/product-codes.js';
import type { RequestContext } from '../http/command-request.js';
import { runTarget, type ProcessCommand } from '../processes.js';
import { Tidemark } from '../tidemark.js';
import { Lookups } from './facts.js';
import { toResource, type Resource } from '../records/resource.js';

/** What every command answers: the record as the command left it, and where in stream and log that is. */
export interface CommandAnswer {
  readonly id: string;
  readonly revision: number;
  readonly position: Position | undefined;
  readonly record: Resource | null;
}

/** Aggregates as the API runs them: their state goes with the row that the read model has of them. */
export interface Recorded {
  readonly record: Row | null;
}
export type Aggregate<C, E extends DomainEvent, S extends Recorded> = Decider<C, E, S>;

type Answered = Outcome<Recorded>;

export interface ExecuteOptions {
  /** Does the work with what has to be claimed elsewhere before; nothing is claimed for a command that would be refused. */
  readonly claim?: ((facts: Lookups, work: ClaimedWork<Answered>) => Promise<Answered>) | undefined;
  /** Adds to the answer what the command made beside the record. */
  readonly more?: (outcome: Answered) => object;
  /** Reacts before the answer, under the same command ids as when it runs behind: whichever comes second does nothing. */
  readonly atOnce?: Process<ProcessCommand>;
}

/**
 * A command for one aggregate. `prepare` looks up what the command needs from elsewhere; it does not run for a repeat,
 * which is answered as the first time.
 */
export class Execute extends Command<CommandAnswer> {
  private constructor(
    readonly run: (executor: CommandRunner, facts: Lookups) => Promise<Answered>,
    readonly stream: string,
    readonly context: RequestContext,
    readonly options: ExecuteOptions,
  ) {
    super();
  }

  static on<T extends string, C extends { readonly type: T }, E extends DomainEvent, S extends Recorded>(
    aggregate: Aggregate<C, E, S>,
    id: string,
    context: RequestContext,
    prepare: (facts: Lookups) => Promise<NoInfer<C>> | NoInfer<C>,
    options: ExecuteOptions = {},
  ): Execute {
    const run = async (executor: CommandRunner, facts: Lookups) => {
      const repeated = await executor.repeated(aggregate, id, context);
      if (repeated) return repeated;
      const command = await prepare(facts);
      const execute: ClaimedWork<Answered>['execute'] = ({ causationId, expectedRevision }) =>
        executor.execute(aggregate, command, {
          ...(expectedRevision !== undefined && { expectedRevision }),
          ...context,
          ...(causationId !== undefined && { causationId }),
        });
      if (options.claim === undefined) return execute({});
      const before = async () => {
        const earlier = await executor.repeated(aggregate, id, context);
        if (earlier === undefined) await executor.preview(aggregate, command, context);
        return earlier;
      };
      return options.claim(facts, { before, execute });
    };
    return new Execute(run, `${aggregate.category}-${id}`, context, options);
  }

  /** Decides without writing (`dryRun`). */
  static preview<T extends string, C extends { readonly type: T }, E extends DomainEvent, S extends Recorded>(
    aggregate: Aggregate<C, E, S>,
    context: RequestContext,
    prepare: (facts: Lookups) => Promise<NoInfer<C>>,
  ): Preview<E> {
    return new Preview(
      async (executor, facts) => (await executor.preview(aggregate, await prepare(facts), context)).events,
      context,
    );
  }
}

export class Preview<E extends DomainEvent> extends Command<readonly E[]> {
  constructor(
    readonly run: (executor: CommandExecutor, facts: Lookups) => Promise<readonly E[]>,
    readonly context: RequestContext,
  ) {
    super();
  }
}

/** Loads, decides, appends: the one handler of all commands (ADR 0010). */
@CommandHandler(Execute)
export class ExecuteHandler implements ICommandHandler<Execute> {
  constructor(private readonly tidemark: Tidemark) {}

  async execute({ run, stream, context: { unit }, options }: Execute): Promise<CommandAnswer> {
    const { executor, facts } = this.tidemark;
    // A claim is held until its command is durable: it cannot wait for others.
    const together = unit && options.claim === undefined;
    if (together) unit.begin(stream);
    else await unit?.commit();
    const outcome = await (together ? run(unit, new Lookups(unit, facts.productCodes)) : run(executor, facts));
    if (options.atOnce) await reactAtOnce(options.atOnce, outcome.events, executor);
    const { record } = outcome.state;
    return {
      id: outcome.id,
      revision: outcome.revision === 'none' ? -1 : outcome.revision,
      position: outcome.position,
      ...options.more?.(outcome),
      record: record === null ? null : toResource(record),
    };
  }
}

async function reactAtOnce(
  process: Process<ProcessCommand>,
  events: readonly RecordedEvent[],
  executor: CommandExecutor,
): Promise<void> {
  for (const event of events) {
    for (const [index, target] of process.react(event).entries()) {
      await runTarget(executor, target, contextOf(process, event, index));
    }
  }
}

@CommandHandler(Preview)
export class PreviewHandler implements ICommandHandler<Preview<DomainEvent>> {
  constructor(private readonly tidemark: Tidemark) {}

  async execute({ run, context }: Preview<DomainEvent>): Promise<readonly DomainEvent[]> {
    await context.unit?.commit();
    return run(this.tidemark.executor, this.tidemark.facts);
  }
}
