import 'reflect-metadata';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import type { Adapters } from '../adapters/adapters.js';
import { noLog, type Log } from '../log/log.js';
import { LogModule } from '../log/log.module.js';
import type { Settings } from '../settings/settings.js';
import { Runtime } from './runtime.js';
import { RuntimeModule } from './runtime.module.js';

/** A runtime without HTTP. */
export interface OpenRuntime {
  readonly runtime: Runtime;
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  /** Any other provider of it. */
  readonly context: INestApplicationContext;
  readonly close: () => Promise<void>;
}

@Module({})
class RuntimeAlone {}

/** The handlers are registered before the runtime starts, which sends commands. */
export const runtimeImports = (adapters: Adapters, settings: Settings, log: Log) => [
  LogModule.on(log),
  CqrsModule.forRoot(),
  RuntimeModule.on(adapters, settings),
];

/** Opens the runtime for whoever needs no HTTP: command line, worker, tests. The adapters are released when it closes, or fails to open. */
export async function openRuntime(adapters: Adapters, settings: Settings, log: Log = noLog): Promise<OpenRuntime> {
  try {
    const module = { module: RuntimeAlone, imports: runtimeImports(adapters, settings, log) };
    const context = await NestFactory.createApplicationContext(module, {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    return {
      runtime: context.get(Runtime),
      commands: context.get(CommandBus),
      queries: context.get(QueryBus),
      context,
      close: () => context.close(),
    };
  } catch (error) {
    await adapters.release();
    throw error;
  }
}
