import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import { Projector } from '../../projection/projector.js';
import { Sealer } from '../../sealing/sealer.js';
import { accountHandlers } from '../accounts/handlers.js';
import { activityHandlers } from '../activities/handlers.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { catalogueHandlers } from '../catalogue/handlers.js';
import { ProductCodes } from '../catalogue/product-codes.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { PlainCommandHandler } from '../commands/plain-command.js';
import { contractHandlers } from '../contracts/handlers.js';
import { FeedNews } from '../feed/feed-news.js';
import { organisationHandlers } from '../organisation/handlers.js';
import { Processes } from '../processes/processes.js';
import { referenceHandlers } from '../references/handlers.js';
import { recordHandlers } from '../records/handlers.js';
import { Reading } from '../records/reading.js';
import { Records } from '../records/records.js';
import { readModels, registry } from '../register/registry.js';
import { reportHandlers } from '../reports/handlers.js';
import { salesHandlers } from '../sales/handlers.js';
import { BusinessTime } from '../settings/business-time.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { timelineHandlers } from '../timeline/handlers.js';
import { Closing } from '../lifecycle/closing.js';
import { Runtime } from './runtime.js';

/** So many streams are kept in memory. */
const streamsKept = 20_000;

/** The handlers of all commands and questions, by context. */
const handlers: readonly Type[] = [
  PlainCommandHandler,
  ...organisationHandlers,
  ...accountHandlers,
  ...catalogueHandlers,
  ...salesHandlers,
  ...contractHandlers,
  ...activityHandlers,
  ...recordHandlers,
  ...referenceHandlers,
  ...reportHandlers,
  ...timelineHandlers,
];

const services: readonly Provider[] = [
  {
    provide: Sealer,
    inject: [ADAPTERS],
    useFactory: ({ keys }: Adapters) => new Sealer(keys, registry),
  },
  {
    provide: CommandExecutor,
    inject: [ADAPTERS, Sealer],
    useFactory: ({ log, clock }: Adapters, sealer: Sealer) =>
      new CommandExecutor({ log, registry, sealer, clock, cacheSize: streamsKept }),
  },
  {
    provide: ProductCodes,
    inject: [CommandExecutor, ADAPTERS],
    useFactory: (executor: CommandExecutor, { log, clock }: Adapters) => new ProductCodes(executor, log, clock),
  },
  {
    provide: BusinessTime,
    inject: [SETTINGS, ADAPTERS],
    useFactory: ({ calendar }: Settings, { clock }: Adapters) => new BusinessTime(calendar, clock),
  },
  {
    provide: Projector,
    inject: [ADAPTERS],
    useFactory: projectorOn,
  },
  AggregateCommands,
  Processes,
  Reading,
  Records,
  FeedNews,
  Closing,
  Runtime,
];

/** What is the same whoever starts it: api, worker, command line, demonstration and tests open it on their adapters. */
@Module({})
export class RuntimeModule {
  static on(adapters: Adapters, settings: Settings): DynamicModule {
    const providers: Provider[] = [
      { provide: ADAPTERS, useValue: adapters },
      { provide: SETTINGS, useValue: settings },
      ...services,
      ...handlers,
    ];
    return { module: RuntimeModule, global: true, imports: [CqrsModule.forRoot()], providers, exports: providers };
  }
}

function projectorOn({ log, store, clock, writers, maintenance }: Adapters): Projector {
  return new Projector({
    log,
    store,
    clock,
    // What is made again beside is left alone meanwhile.
    get models() {
      return maintenance.modelsInState('current', readModels);
    },
    ...(writers && { writers }),
  });
}
