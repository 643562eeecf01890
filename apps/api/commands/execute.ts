import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../../libs/event-log/command-context.js';
import type { CommandExecutor } from '../../../libs/event-log/command-executor.js';
import type { Outcome } from '../../../libs/event-log/outcome.js';
import type { Position } from '../../../libs/event-log/event-log.js';
import type { Decider, DomainEvent } from '../../../libs/kernel/decider.js';
import type { RecordedEvent } from '../../../libs/kernel/events.js';
import { contextOf, type Process } from '../../../libs/processes/process.js';
import type { Row } from '../../../libs/read-store/read-model.js';
import { runTarget, type ProcessCommand } from '../processes.js';
import { Tidemark } from '../tidemark.js';
import { Facts } from './facts.js';
import { presented, type Presented } from '../records/presented.js';

/** What every command answers: the record as the command left it, and where in stream and log that is. */
export interface CommandAnswer {
  readonly id: string;
  readonly revision: number;
  readonly position: Position | undefined;
  readonly record: Presented | null;
}

/** Aggregates as the API runs them: their state goes with the row that the read model has of them. */
export interface Recorded {
  readonly record: Row | null;
}
export type Aggregate<C, E extends DomainEvent, S extends Recorded> = Decider<C, E, S>;

type Answered = Outcome<Recorded>;

export interface ExecuteOptions {
  /** What has to be claimed elsewhere before; not begun for a command that would be refused. */
  readonly claim?: (facts: Facts) => Promise<void>;
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
    readonly run: (executor: CommandExecutor, facts: Facts) => Promise<Answered>,
    readonly options: ExecuteOptions,
  ) {
    super();
  }

  static on<T extends string, C extends { readonly type: T }, E extends DomainEvent, S extends Recorded>(
    aggregate: Aggregate<C, E, S>,
    id: string,
    context: CommandContext,
    prepare: (facts: Facts) => Promise<NoInfer<C>> | NoInfer<C>,
    options: ExecuteOptions = {},
  ): Execute {
    return new Execute(async (executor, facts) => {
      const repeated = await executor.repeated(aggregate, id, context);
      if (repeated) return repeated;
      const command = await prepare(facts);
      if (options.claim) {
        await executor.preview(aggregate, command, context);
        await options.claim(facts);
      }
      return executor.execute(aggregate, command, context);
    }, options);
  }

  /** Decides without writing (`dryRun`). */
  static preview<T extends string, C extends { readonly type: T }, E extends DomainEvent, S extends Recorded>(
    aggregate: Aggregate<C, E, S>,
    context: CommandContext,
    prepare: (facts: Facts) => Promise<NoInfer<C>>,
  ): Preview<E> {
    return new Preview(
      async (executor, facts) => (await executor.preview(aggregate, await prepare(facts), context)).events,
    );
  }
}

export class Preview<E extends DomainEvent> extends Command<readonly E[]> {
  constructor(readonly run: (executor: CommandExecutor, facts: Facts) => Promise<readonly E[]>) {
    super();
  }
}

/** Loads, decides, appends: the one handler of all commands (ADR 0010). */
@CommandHandler(Execute)
export class ExecuteHandler implements ICommandHandler<Execute> {
  constructor(private readonly tidemark: Tidemark) {}

  async execute({ run, options }: Execute): Promise<CommandAnswer> {
    const { executor, facts } = this.tidemark;
    const outcome = await run(executor, facts);
    if (options.atOnce) await reactAtOnce(options.atOnce, outcome.events, executor);
    const { record } = outcome.state;
    return {
      id: outcome.id,
      revision: outcome.revision === 'none' ? -1 : outcome.revision,
      position: outcome.position,
      ...options.more?.(outcome),
      record: record === null ? null : presented(record),
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

  execute({ run }: Preview<DomainEvent>): Promise<readonly DomainEvent[]> {
    return run(this.tidemark.executor, this.tidemark.facts);
  }
}
