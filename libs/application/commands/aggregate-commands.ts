import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../commands/command-context.js';
import { CommandExecutor, type AggregateRef } from '../../commands/command-executor.js';
import type { Difference } from '../../commands/differences.js';
import type { Outcome } from '../../commands/outcome.js';
import type { StreamState } from '../../commands/stream-state.js';
import type { DomainEvent } from '../../kernel/decider.js';
import { Lookups } from '../lookups/lookups.js';
import { shownAt } from '../register/resource.js';
import { BusinessTime } from '../settings/business-time.js';
import { differencesFrom, namingWhatDiffers } from './said-otherwise.js';
import type { Aggregate, Envelope, Recorded, WithModel } from './command.js';

/** Makes the decider's command from what the records it names have now. */
export type Prepare<C> = (lookups: Lookups) => Promise<C> | C;

/** A command in two steps, for what is claimed between them. */
export interface ClaimedWork<T> {
  /** Refuses what would be refused anyway; the answer to an earlier try, if there is one. */
  readonly before: () => Promise<T | undefined>;
  /** Its events are to be caused by the reservation, and decided at the revision, that it is told. */
  readonly execute: (told: Pick<CommandContext, 'causationId' | 'expectedRevision'>) => Promise<T>;
}

/** Carries out commands on aggregates for their handlers, alone or as a line of a batch. */
@Injectable()
export class AggregateCommands {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly time: BusinessTime,
  ) {}

  /** A command that the decider takes as it is. @throws DomainError */
  async execute<C, E extends DomainEvent, S extends Recorded>(
    aggregate: Aggregate<C, E, S>,
    command: C,
    context: Envelope,
  ): Promise<Outcome<S>> {
    const { batch } = context;
    batch?.begin(`${aggregate.category}-${aggregate.streamIdOf(command)}`);
    const outcome = await namingWhatDiffers(
      () => (batch ?? this.executor).execute(aggregate, command, context),
      () => differencesFrom(this.executor, aggregate, command, context),
    );
    return this.shown(aggregate, outcome);
  }

  /** A command for which something is looked up first; not for a repeat, which is answered as the first try was. @throws DomainError */
  async prepare<T extends string, C extends { readonly type: T }, E extends DomainEvent, S extends Recorded>(
    aggregate: Aggregate<C, E, S>,
    id: string,
    context: Envelope,
    prepare: Prepare<NoInfer<C>>,
  ): Promise<Outcome<S>> {
    const { batch } = context;
    const runner = batch ?? this.executor;
    batch?.begin(`${aggregate.category}-${id}`);
    const { earlier, current } = await namingWhatDiffers(
      () => runner.repeated(aggregate, id, context, context.readAt),
      () => this.differences(aggregate, context, prepare),
    );
    if (earlier !== undefined) return this.shown(aggregate, earlier);
    const lookups = new Lookups(runner, this.time.settingsAt(context));
    if (current !== undefined) lookups.know(aggregate, id, current);
    const command = await prepare(lookups);
    const readAt = (await lookups.revisionOf(aggregate, id)) ?? context.readAt;
    return this.shown(aggregate, await runner.execute(aggregate, command, context, readAt));
  }

  /**
   * The same with something that is claimed elsewhere first, and held until the command is durable: it waits for no batch. Nothing is
   * claimed for a command that would be refused.
   */
  async claimed<T extends string, C extends { readonly type: T }, E extends DomainEvent, S extends Recorded>(
    aggregate: Aggregate<C, E, S>,
    id: string,
    { batch, ...context }: Envelope,
    claim: (work: ClaimedWork<Outcome<S>>) => Promise<Outcome<S>>,
    prepare: Prepare<NoInfer<C>>,
  ): Promise<Outcome<S>> {
    await batch?.commit();
    const { executor } = this;
    const { earlier, current } = await namingWhatDiffers(
      () => executor.repeated(aggregate, id, context, context.readAt),
      () => this.differences(aggregate, context, prepare),
    );
    if (earlier !== undefined) return earlier;
    const command = await prepare(new Lookups(executor, this.time.settingsAt(context)));
    return claim({
      before: async () => {
        const { earlier: meanwhile } = await executor.repeated(aggregate, id, context, current?.revision);
        if (meanwhile === undefined)
          await executor.preview(aggregate, command, context, current?.revision ?? context.readAt);
        return meanwhile;
      },
      execute: ({ causationId, expectedRevision }) =>
        executor.execute(aggregate, command, {
          ...(expectedRevision !== undefined && { expectedRevision }),
          ...context,
          ...(causationId !== undefined && { causationId }),
        }),
    });
  }

  /** The answer to an earlier try of the command, if there was one; and the record as the lines before it in a batch leave it. */
  async look<S extends Recorded>(
    aggregate: AggregateRef<S> & WithModel,
    id: string,
    context: Envelope,
  ): Promise<{ readonly earlier: Outcome<S> | undefined; readonly now: StreamState<S> }> {
    const { batch } = context;
    const { earlier: found, current } = await (batch ?? this.executor).repeated(aggregate, id, context);
    const earlier = found && this.shown(aggregate, found);
    if (batch !== undefined) return { earlier, now: await batch.load(aggregate, id) };
    return { earlier, now: current ?? (await this.executor.load(aggregate, id)) };
  }

  private async differences<
    T extends string,
    C extends { readonly type: T },
    E extends DomainEvent,
    S extends Recorded,
  >(aggregate: Aggregate<C, E, S>, context: Envelope, prepare: Prepare<NoInfer<C>>): Promise<readonly Difference[]> {
    const command = await prepare(new Lookups(this.executor, this.time.settingsAt(context)));
    return differencesFrom(this.executor, aggregate, command, context);
  }

  /** With the record as it shows today. */
  private shown<S extends Recorded>({ registration }: WithModel, outcome: Outcome<S>): Outcome<S> {
    const model = registration?.record;
    const { record } = outcome.state;
    if (record === null || model?.inForce === undefined) return outcome;
    return { ...outcome, state: { ...outcome.state, record: shownAt(model, record, { on: this.time.today() }) } };
  }

  /** What the command would do now (`dryRun`): its events; nothing is written. @throws DomainError */
  async preview<T extends string, C extends { readonly type: T }, E extends DomainEvent, S extends Recorded>(
    aggregate: Aggregate<C, E, S>,
    context: Envelope,
    prepare: Prepare<NoInfer<C>>,
  ): Promise<readonly E[]> {
    await context.batch?.commit();
    const command = await prepare(new Lookups(this.executor, this.time.settingsAt(context)));
    return (await this.executor.preview(aggregate, command, context)).events;
  }
}
