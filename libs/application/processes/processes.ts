import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Position } from '../../event-log/event-log.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { Observer } from '../../kernel/observer.js';
import { ProcessRunner } from '../../processes/process-runner.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { ReaderFaults } from '../log/reader-faults.js';
import { Repeats } from '../log/repeats.js';
import { OBSERVER } from '../metrics/observer.js';
import type { Reactions } from '../lifecycle/reactions.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { checkpointOf, type AnyProcess } from '../../processes/process.js';
import { allProcessesReader, ReachedByAll } from '../../processes/reached-by-all.js';
import { StoredProgress } from '../../projection/stored-progress.js';
import { Sealer } from '../../sealing/sealer.js';
import type { Lease } from '../../read-store/leases.js';
import { afterReactions, isReached } from './after-reactions.js';
import { allProcesses, type ProcessCommand } from './all-processes.js';
import { busCommand } from './bus-command.js';
import { EarlyEvents } from './early-events.js';

export const processRefusals = refusals({ 'process-behind': 'unavailable' });
const refuse = rejecting(processRefusals);

const patience = 5_000;
/** Longer than a client takes from one command to the next while it enters what happened long ago. */
const quietMillis = 5_000;

/** Runs every process: what they command goes over the same bus as what clients command. */
@Injectable()
export class Processes implements Reactions {
  readonly runners: readonly ProcessRunner<ProcessCommand>[];
  /** The end of the log when it started. */
  private before: Position | undefined;
  /** Where several processes share the log: those before this one asked. */
  private readonly early: EarlyEvents | undefined;
  private readonly reachedByAll: ReachedByAll | undefined;
  private stopping = new AbortController();

  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(SETTINGS) { calendar, follows }: Settings,
    bus: CommandBus,
    @Inject(OBSERVER) observer: Observer,
    repeats: Repeats,
    sealer: Sealer,
  ) {
    const { log, clock, processStore: store, leases } = adapters;
    const progress = new StoredProgress({ log, store, clock, reader: allProcessesReader });
    if (leases !== undefined) this.early = new EarlyEvents({ log, progress });
    this.runners = allProcesses.map((process) => {
      const faults = new ReaderFaults(repeats, process.name);
      const causes = new WeakMap<Error, string>();
      return new ProcessRunner({
        process,
        log,
        store,
        due: { clock, calendar, quietMillis },
        open: (events) => sealer.open(events),
        execute: async ({ command }, context) => {
          try {
            return await observer.reaction(process.name, context, () => bus.execute(busCommand(command, context)));
          } catch (error) {
            if (error instanceof Error) causes.set(error, context.correlationId);
            throw error;
          }
        },
        onError: (error) => faults.failed(error, error instanceof Error ? causes.get(error) : undefined),
        onParked: (parked) => faults.parked(parked),
        onPage: () => this.reachedByAll?.moved(),
      });
    });
    // Where all runs in one process nobody waits elsewhere.
    if (follows === undefined) return;
    this.reachedByAll = new ReachedByAll({
      log,
      store,
      positions: () => this.runners.map(({ confirmed }) => confirmed),
    });
  }

  /** Under which one process at a time runs them. */
  get lease(): Lease {
    return { name: 'processes', readers: [...allProcesses.map(checkpointOf), allProcessesReader] };
  }

  async start(): Promise<void> {
    this.before = await this.adapters.log.head();
    this.stopping = new AbortController();
    await Promise.all(this.runners.map((runner) => runner.start()));
    this.reachedByAll?.start(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await this.reachedByAll?.done();
  }

  /** Resolves when each has worked on everything up to this position, or parked it. @throws when one cannot, or at a limit in milliseconds */
  async waitFor(position: Position, timeoutMs?: number): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.waitFor(position, timeoutMs)));
  }

  after(position: Position, timeoutMs: number): Promise<Position | undefined> {
    const waitFor = (reached: Position, millis: number) => isReached(this.waitFor(reached, millis));
    return afterReactions(this.adapters.log, waitFor, position, timeoutMs);
  }

  /**
   * Waits, bounded, until the process, wherever it runs, has worked on all that was in the log before the start.
   * @throws DomainError `process-behind`
   */
  async hasCaughtUp({ name }: Pick<AnyProcess, 'name'>): Promise<void> {
    if (await (this.early?.areWorkedOn(patience) ?? this.isHereAfterTheStart(name))) return;
    refuse('process-behind', `The process ${name} still works on what was recorded before the start. Try again soon.`);
  }

  private async isHereAfterTheStart(name: string): Promise<boolean> {
    const { before } = this;
    const runner = this.runners.find((one) => one.status().name === name);
    if (before === undefined || runner === undefined) return true;
    return runner.waitFor(before, patience).then(
      () => true,
      () => false,
    );
  }
}
