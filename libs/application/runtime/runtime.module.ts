import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import type { Position } from '../../event-log/event-log.js';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { Observer } from '../../kernel/observer.js';
import { productCodesAreKept } from '../../processes/product-codes-are-kept.js';
import { usersInTheirTree } from '../../processes/users-in-their-tree.js';
import type { AdminActions } from '../../projection/admin-actions.js';
import { Maintenance } from '../../projection/maintenance.js';
import type { Progress } from '../../projection/progress.js';
import { Projector } from '../../projection/projector.js';
import { RequestedActions } from '../../projection/requests.js';
import { StoredProgress } from '../../projection/stored-progress.js';
import { Sealer } from '../../sealing/sealer.js';
import { accountHandlers } from '../accounts/handlers.js';
import { activityHandlers } from '../activities/handlers.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { catalogueHandlers } from '../catalogue/handlers.js';
import { ProductCodes } from '../catalogue/product-codes.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { ObservedCommands } from '../commands/observed-commands.js';
import { PlainCommandHandler } from '../commands/plain-command.js';
import { contractHandlers } from '../contracts/handlers.js';
import { FeedNews } from '../feed/feed-news.js';
import { KeyUse } from '../keys/key-use.js';
import { KnownKeys } from '../keys/known-keys.js';
import { campaignHandlers } from '../campaigns/handlers.js';
import { partnerHandlers } from '../partners/handlers.js';
import { leadHandlers } from '../leads/handlers.js';
import { peopleHandlers } from '../people/handlers.js';
import { ReaderFaults } from '../log/reader-faults.js';
import { Repeats } from '../log/repeats.js';
import { Metrics } from '../metrics/metrics.js';
import { OBSERVER } from '../metrics/observer.js';
import { organisationHandlers } from '../organisation/handlers.js';
import { UserTree } from '../organisation/user-tree.js';
import { Processes } from '../processes/processes.js';
import { referenceHandlers } from '../references/handlers.js';
import { recordHandlers } from '../records/handlers.js';
import { Moments } from '../records/moments.js';
import { Reading } from '../records/reading.js';
import { Records } from '../records/records.js';
import { Subjects } from '../records/subjects.js';
import { readModels, registry } from '../register/registry.js';
import { reportHandlers } from '../reports/handlers.js';
import { salesHandlers } from '../sales/handlers.js';
import { BusinessTime } from '../settings/business-time.js';
import { doesProcess, doesProject, SETTINGS, type Settings } from '../settings/settings.js';
import { traced } from '../tracing/traced.js';
import { timelineHandlers } from '../timeline/handlers.js';
import { PROGRESS } from '../lifecycle/progress.js';
import { REACTIONS, type Reactions } from '../lifecycle/reactions.js';
import { afterReactions } from '../processes/after-reactions.js';
import { allProcessesReader } from '../../processes/reached-by-all.js';
import { Closing } from '../lifecycle/closing.js';
import { ADMIN_ACTIONS, OwnActions } from './own-actions.js';
import { Runtime } from './runtime.js';

/** So many streams are kept in memory. */
const streamsKept = 20_000;

/** The handlers of all commands and questions, by context. */
const handlers: readonly Type[] = [
  PlainCommandHandler,
  ...organisationHandlers,
  ...accountHandlers,
  ...campaignHandlers,
  ...partnerHandlers,
  ...leadHandlers,
  ...peopleHandlers,
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
  Metrics,
  {
    provide: OBSERVER,
    inject: [Metrics, SETTINGS],
    useFactory: (metrics: Metrics, { traces }: Settings): Observer => (traces ? traced(metrics, traces) : metrics),
  },
  ObservedCommands,
  {
    provide: Sealer,
    inject: [ADAPTERS],
    useFactory: ({ keys }: Adapters) => new Sealer(keys, registry),
  },
  {
    provide: CommandExecutor,
    inject: [ADAPTERS, Sealer, OBSERVER],
    useFactory: ({ log, clock }: Adapters, sealer: Sealer, observer: Observer) =>
      new CommandExecutor({ log, registry, sealer, clock, observer, cacheSize: streamsKept }),
  },
  {
    provide: KnownKeys,
    inject: [CommandExecutor, ADAPTERS],
    useFactory: (executor: CommandExecutor, { clock }: Adapters) =>
      new KnownKeys({ executor, clock, millis: () => performance.now() }),
  },
  {
    provide: KeyUse,
    inject: [ADAPTERS],
    useFactory: ({ log, processStore, clock }: Adapters) => new KeyUse({ log, store: processStore, clock }),
  },
  {
    provide: ProductCodes,
    inject: [CommandExecutor, ADAPTERS, Processes],
    useFactory: (executor: CommandExecutor, { log, clock }: Adapters, processes: Processes) =>
      new ProductCodes(executor, log, clock, () => processes.hasCaughtUp(productCodesAreKept)),
  },
  {
    provide: UserTree,
    inject: [CommandExecutor, Processes],
    useFactory: (executor: CommandExecutor, processes: Processes) =>
      new UserTree(executor, () => processes.hasCaughtUp(usersInTheirTree)),
  },
  {
    provide: BusinessTime,
    inject: [SETTINGS, ADAPTERS],
    useFactory: ({ calendar }: Settings, { clock }: Adapters) => new BusinessTime(calendar, clock),
  },
  {
    provide: Projector,
    inject: [ADAPTERS, OBSERVER, Repeats],
    useFactory: projectorOn,
  },
  {
    provide: PROGRESS,
    inject: [Projector, ADAPTERS, SETTINGS],
    useFactory: (projector: Projector, { store, log, clock, leases }: Adapters, settings: Settings): Progress =>
      doesProject(settings) && leases === undefined ? projector : new StoredProgress({ store, log, clock }),
  },
  {
    provide: Maintenance,
    inject: [ADAPTERS, Projector, Closing],
    useFactory: maintenanceOn,
  },
  OwnActions,
  {
    provide: ADMIN_ACTIONS,
    inject: [OwnActions, ADAPTERS, SETTINGS, Closing],
    useFactory: (own: OwnActions, { store, clock }: Adapters, settings: Settings, { signal }: Closing): AdminActions =>
      doesProject(settings) ? own : new RequestedActions({ store, clock, signal }),
  },
  AggregateCommands,
  Processes,
  {
    provide: REACTIONS,
    inject: [Processes, ADAPTERS, SETTINGS],
    useFactory: reactionsOf,
  },
  Moments,
  Reading,
  Records,
  Subjects,
  FeedNews,
  Closing,
  Runtime,
];

/** What is the same whoever starts it: api, worker, command line, demonstration and tests open it on their adapters. Nest's buses are beside it. */
@Module({})
export class RuntimeModule {
  static on(adapters: Adapters, settings: Settings): DynamicModule {
    const providers: Provider[] = [
      { provide: ADAPTERS, useValue: adapters },
      { provide: SETTINGS, useValue: settings },
      ...services,
      ...handlers,
    ];
    return { module: RuntimeModule, global: true, providers, exports: providers };
  }
}

/** Where processes run elsewhere, by the checkpoint of them all; where nobody runs any, nothing is waited for. */
function reactionsOf(processes: Processes, { log, store, clock, leases }: Adapters, settings: Settings): Reactions {
  // With leases this process may run them or not: what is stored says how far they are, whoever does.
  if (leases === undefined) {
    return doesProcess(settings) ? processes : { after: (position) => Promise.resolve(position) };
  }
  const stored = new StoredProgress({ log, store, clock, reader: allProcessesReader });
  const waitFor = (position: Position, millis: number) => stored.waitFor(position, millis);
  return { after: (position, millis) => afterReactions(log, waitFor, position, millis) };
}

function projectorOn(
  { log, store, clock, writers, maintenance }: Adapters,
  observer: Observer,
  repeats: Repeats,
): Projector {
  const faults = new ReaderFaults(repeats, 'projections');
  return new Projector({
    ...{ log, store, clock, models: readModels, maintenance, observer },
    ...(writers && { writers }),
    onError: (error) => faults.failed(error),
    onParked: ({ type, ...parked }) => faults.parked({ ...parked, eventType: type }),
  });
}

function maintenanceOn(adapters: Adapters, projector: Projector, { signal }: Closing): Maintenance {
  const { log, maintenance } = adapters;
  const work = adapters.maintenanceWork(signal);
  return new Maintenance({ log, maintenance, projector, models: readModels, work });
}
