import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { PositionUnknown, type Position } from '../../event-log/event-log.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import { ProcessRunner } from '../../processes/process-runner.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import type { Reactions } from '../lifecycle/reactions.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import type { AnyProcess } from '../../processes/process.js';
import { allProcesses, type ProcessCommand } from './all-processes.js';
import { busCommand } from './bus-command.js';

export const processRefusals = refusals({ 'process-behind': 'unavailable' });
const refuse = rejecting(processRefusals);

const patience = 5_000;
/** Longer than a client takes from one command to the next while it enters what happened long ago. */
const quietMillis = 5_000;

/** How many processes may react one after the other to what the one before has written. */
const longestReaction = 4;

/** Runs every process: what they command goes over the same bus as what clients command. */
@Injectable()
export class Processes implements Reactions {
  readonly runners: readonly ProcessRunner<ProcessCommand>[];
  /** The end of the log when it started. */
  private before: Position | undefined;

  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(SETTINGS) { calendar }: Settings,
    bus: CommandBus,
  ) {
    const { log, clock, processStore: store } = adapters;
    this.runners = allProcesses.map(
      (process) =>
        new ProcessRunner({
          process,
          log,
          store,
          due: { clock, calendar, quietMillis },
          execute: ({ command }, context) => bus.execute(busCommand(command, context)),
        }),
    );
  }

  async start(): Promise<void> {
    this.before = await this.adapters.log.head();
    await Promise.all(this.runners.map((runner) => runner.start()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
  }

  /** Resolves when each has worked on everything up to this position, or parked it. @throws when one cannot, or at a limit in milliseconds */
  async waitFor(position: Position, timeoutMs?: number): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.waitFor(position, timeoutMs)));
  }

  /** Others may go on writing: what they write meanwhile is waited for only as far as processes may have written it. */
  async after(position: Position, timeoutMs: number): Promise<Position | undefined> {
    const end = performance.now() + timeoutMs;
    try {
      let [reached, before]: [Position, Position | undefined] = [position, undefined];
      for (let round = 0; round < longestReaction && reached !== before; round += 1) {
        await this.waitFor(reached, Math.max(0, end - performance.now()));
        before = reached;
        reached = (await this.adapters.log.head()) ?? reached;
      }
      return reached;
    } catch (error) {
      if (error instanceof PositionUnknown) throw error;
      return undefined;
    }
  }

  /**
   * Waits, bounded, until the process has worked on all that was in the log before the start; not where others run the processes.
   * @throws DomainError `process-behind`
   */
  async hasCaughtUp({ name }: Pick<AnyProcess, 'name'>): Promise<void> {
    const { before } = this;
    const runner = this.runners.find((one) => one.status().name === name);
    if (before === undefined || runner === undefined) return;
    try {
      await runner.waitFor(before, patience);
    } catch {
      refuse(
        'process-behind',
        `The process ${name} still works on what was recorded before the start. Try again soon.`,
      );
    }
  }
}
