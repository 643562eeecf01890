import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Position } from '../../event-log/event-log.js';
import { ProcessRunner } from '../../processes/process-runner.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { allProcesses, type ProcessCommand } from './all-processes.js';
import { busCommand } from './bus-command.js';

/** Longer than a client takes from one command to the next while it enters what happened long ago. */
const quietMillis = 5_000;

/** Runs every process: what they command goes over the same bus as what clients command. */
@Injectable()
export class Processes {
  readonly runners: readonly ProcessRunner<ProcessCommand>[];

  constructor(
    @Inject(ADAPTERS) { log, clock, processStore: store }: Adapters,
    @Inject(SETTINGS) { calendar }: Settings,
    bus: CommandBus,
  ) {
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
    await Promise.all(this.runners.map((runner) => runner.start()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
  }

  /** Resolves when each has worked on everything up to this position, or parked it. */
  async waitFor(position: Position): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.waitFor(position)));
  }
}
