import { CommandExecutor } from '../../libs/commands/command-executor.js';
import type { EventLog, Position } from '../../libs/event-log/event-log.js';
import { Sealer } from '../../libs/sealing/sealer.js';
import { openSqliteKeyStore } from '../../libs/sealing/sqlite/sqlite-key-store.js';
import { lockFolder } from '../../libs/event-log/sqlite/folder-lock.js';
import { openSqliteEventLog } from '../../libs/event-log/sqlite/sqlite-event-log.js';
import { verifyLog } from '../../libs/event-log/sqlite/verify-log.js';
import { upcastingLog } from '../../libs/event-log/upcasting-log.js';
import { systemClock, type Clock } from '../../libs/kernel/dates.js';
import { ProcessRunner, type ProcessRunnerOptions } from '../../libs/processes/process-runner.js';
import { Maintenance, workInThisThread } from '../../libs/projection/maintenance.js';
import { ReadModelRepair, type ReadModelRepairs } from '../../libs/projection/read-model-repair.js';
import { Projector } from '../../libs/projection/projector.js';
import { ProjectionThread } from '../../libs/projection/sqlite/projection-thread.js';
import { workInThreads } from '../../libs/projection/sqlite/threads.js';
import { openServedStore } from '../../libs/read-store/sqlite/served-store.js';
import type { SqliteReadStore } from '../../libs/read-store/sqlite/sqlite-read-store.js';
import { SqliteMaintenance } from '../../libs/read-store/sqlite/sqlite-maintenance.js';
import type { VerifiedAll, VerifyProgress } from '../../libs/projection/verify-all.js';
import { ProductCodes } from './catalogue/product-codes.js';
import { Lookups } from './commands/facts.js';
import type { Config } from './config.js';
import { dataKeyOf } from './data-key.js';
import { firstStart } from './first-start.js';

import type { KnownKey } from './http/authentication.js';
import { refuseLostKeys, refuseLostLog, refuseShorterLog } from './lost-files.js';
import { processes, runTarget, type ProcessCommand } from './processes.js';
import { readinessOf, type Readiness } from './readiness.js';
import { modelsModule, readModels, registry, upcast } from './stored-events.js';

export interface TidemarkParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly store: SqliteReadStore;
  /** Writes the read models; without it this thread does. */
  readonly thread: ProjectionThread | undefined;
  readonly sealer: Sealer;
  readonly executor: CommandExecutor;
  readonly release: () => Promise<void>;
  readonly onNotice: (line: string) => void;
}

export interface OpenOptions {
  readonly clock?: Clock;
  /** Hears of the administrator's key, once, when it is made. */
  readonly announceKey?: (key: string) => void;
  /** Hears, in a line, of what was missing or damaged in the folder and is mended. */
  readonly onNotice?: (line: string) => void;
  /** False: the read models are written by this thread. Sources that are not compiled have no other. */
  readonly inThreads?: boolean;
}

/** Everything that runs in the one process of the embedded mode, without HTTP: the log, the read models and what keeps them up. */
export class Tidemark {
  readonly facts: Lookups;
  readonly projector: Projector;
  readonly processes: readonly ProcessRunner<ProcessCommand>[];
  private readonly stopping = new AbortController();
  private readonly maintenance: Maintenance;
  private readonly repair: ReadModelRepair;
  private knownKeys: readonly KnownKey[] = [];

  private constructor(readonly parts: TidemarkParts) {
    const { log, store, thread, clock, executor } = parts;
    const codes = new ProductCodes(executor, log, clock);
    this.facts = new Lookups(executor, codes);
    const maintenance = new SqliteMaintenance(store);
    this.projector = new Projector({
      log,
      store,
      clock,
      models: readModels,
      maintenance,
      ...(thread && { writers: thread }),
    });
    const folder = parts.config.dataDir;
    this.maintenance = new Maintenance({
      log,
      maintenance,
      projector: this.projector,
      models: readModels,
      work:
        thread === undefined
          ? workInThisThread({ log, verifyLog: (told) => verifyLog(folder, told), maintenance, models: readModels })
          : workInThreads({ folder, file: store.file, modelsModule: modelsModule.href }, this.closing),
    });
    this.repair = new ReadModelRepair({
      maintenance,
      models: readModels,
      // Without an operator: an event that a reducer cannot take is parked, as when projecting live.
      rebuild: () => this.maintenance.rebuild('park'),
      signal: this.closing,
      onNotice: parts.onNotice,
    });
    const kept: ProcessRunnerOptions['store'] = {
      checkpoint: (reader) => store.checkpoint(reader),
      documents: (collection) => store.documents(collection),
      flush: (flush) => (thread ?? store).flush(flush),
    };
    this.processes = processes.map(
      (process) =>
        new ProcessRunner({
          process,
          log,
          store: kept,
          execute: (target, context) => runTarget(executor, codes, target, context),
        }),
    );
  }

  /**
   * Opens the data folder, making it at the first start, and begins to follow the log.
   * @throws FolderInUse @throws FolderNotWritable @throws LogDamaged @throws WrongDataKey
   */
  static async open(
    config: Config,
    {
      clock = systemClock,
      announceKey = () => undefined,
      onNotice = () => undefined,
      inThreads = true,
    }: OpenOptions = {},
  ): Promise<Tidemark> {
    const folder = config.dataDir;
    const lock = lockFolder(folder);
    try {
      refuseLostLog(folder);
      const dataKey = config.dataKey ?? dataKeyOf(folder);
      const log = upcastingLog(openSqliteEventLog({ folder, clock, onNotice }), upcast);
      const logIsEmpty = (await log.head()) === undefined;
      if (!logIsEmpty) refuseLostKeys(folder);
      const keyStore = openSqliteKeyStore(folder, dataKey);
      const store = await openServedStore({ file: `${folder}/read.db`, models: readModels, logIsEmpty, onNotice });
      const thread = inThreads ? new ProjectionThread({ file: store.file, modelsModule }) : undefined;
      await refuseShorterLog(log, store, folder);
      const sealer = new Sealer(keyStore, registry);
      const executor = new CommandExecutor({ log, registry, sealer, clock, cacheSize: 20_000 });
      const release = async (): Promise<void> => {
        await thread?.close();
        await log.close();
        await store.close();
        await keyStore.close();
        lock.release();
      };
      const tidemark = new Tidemark({ config, clock, log, store, thread, sealer, executor, release, onNotice });
      tidemark.knownKeys = [await firstStart(executor, config, announceKey)];
      tidemark.projector.start();
      await Promise.all(tidemark.processes.map((process) => process.start()));
      tidemark.repair.start();
      return tidemark;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get store(): SqliteReadStore {
    return this.parts.store;
  }
  get executor(): CommandExecutor {
    return this.parts.executor;
  }
  get log(): EventLog {
    return this.parts.log;
  }
  get keys(): readonly KnownKey[] {
    return this.knownKeys;
  }

  /** Aborted when Tidemark closes: live answers end then. */
  get closing(): AbortSignal {
    return this.stopping.signal;
  }

  /** Personal data in the value opened, or `{erased: true}`. */
  open<T>(value: T): Promise<T> {
    return this.parts.sealer.open(value);
  }

  async readiness(): Promise<Readiness> {
    const { projector, processes } = this;
    const { log, clock } = this.parts;
    return readinessOf({ log, clock, projector, processes, remaking: await this.remaking() });
  }

  /** What is made anew since the start; undefined when all is as it should be. */
  remaking(): Promise<ReadModelRepairs | undefined> {
    return this.repair.status();
  }

  /** Resolves when all that is in the log now, and what processes make of it, is projected. */
  async settled(): Promise<void> {
    let before: Position | undefined;
    let head = await this.log.head();
    while (head !== undefined && head !== before) {
      const position = head;
      await Promise.all(this.processes.map((process) => process.waitFor(position)));
      before = head;
      head = await this.log.head();
    }
    await this.repair.done();
    await this.projector.waitUntilCaughtUp();
  }

  /** Fills the read models anew beside the live ones, in a thread of its own, and swaps them when they have caught up. */
  rebuild(): Promise<void> {
    return this.maintenance.rebuild('stop');
  }

  /** Checks the whole log, and whether the read models are, byte for byte, what it makes of them anew. @throws LogDamaged */
  verify(onProgress?: VerifyProgress): Promise<VerifiedAll> {
    return this.maintenance.verify(onProgress);
  }

  /** Live answers end so that the server can drain. */
  beginClosing(): void {
    this.stopping.abort();
  }

  /** Stops at page boundaries and closes the files. Nothing is lost. */
  async close(): Promise<void> {
    this.beginClosing();
    await this.repair.done();
    await Promise.all(this.processes.map((process) => process.stop()));
    await this.projector.stop();
    await this.parts.release();
  }
}
