import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { EventLog, Position } from '../../event-log/event-log.js';
import { Projector } from '../../projection/projector.js';
import type { ReadStore } from '../../read-store/read-store.js';
import { missingKeys } from '../../sealing/missing-keys.js';
import { ADAPTERS, type Adapters, type VerifiedAll, type VerifyProgress } from '../adapters/adapters.js';
import { Processes } from '../processes/processes.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { Closing } from '../lifecycle/closing.js';
import { firstStart } from './first-start.js';
import type { KnownKey } from './known-keys.js';
import { ReadModelRepair, type ReadModelRepairs } from './read-model-repair.js';
import { readinessOf, type Readiness } from './readiness.js';

const everything = { projections: true, processes: true };

/** Everything that runs, whoever starts it: it follows the log from the application's start to its close. */
@Injectable()
export class Runtime implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly repair: ReadModelRepair;
  private knownKeys: readonly KnownKey[] = [];

  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly executor: CommandExecutor,
    readonly projector: Projector,
    readonly processes: Processes,
    private readonly stopping: Closing,
  ) {
    // Without an operator: an event that a reducer cannot take is parked, as when projecting live.
    const { maintenance } = adapters;
    const rebuild = () => maintenance.rebuild(projector, 'park', stopping.signal);
    this.repair = new ReadModelRepair(
      { maintenance, onNotice: (line) => adapters.onNotice(line) },
      rebuild,
      stopping.signal,
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    const { adminApiKey, follows = everything } = this.settings;
    this.knownKeys = [await firstStart(this.executor, adminApiKey, (key) => this.settings.announceKey?.(key))];
    if (follows.projections === true) this.projector.start();
    if (follows.processes === true) await this.processes.start();
    if (follows.projections === true) this.repair.start();
  }

  get log(): EventLog {
    return this.adapters.log;
  }
  get store(): ReadStore {
    return this.adapters.store;
  }
  get keys(): readonly KnownKey[] {
    return this.knownKeys;
  }
  /** Aborted when it begins to close: live answers end then. */
  get closing(): AbortSignal {
    return this.stopping.signal;
  }

  readiness(): Promise<Readiness> {
    const { projector, processes } = this;
    const { log, clock } = this.adapters;
    return readinessOf({ log, clock, projector, processes: processes.runners, repairs: this.repairs() });
  }

  /** What is made again since the start; undefined when all is as it should be. */
  repairs(): ReadModelRepairs | undefined {
    return this.repair.status();
  }

  /** Resolves when all that is in the log now, and what processes make of it, is projected. */
  async settled(): Promise<void> {
    let before: Position | undefined;
    let head = await this.log.head();
    while (head !== undefined && head !== before) {
      await this.processes.waitFor(head);
      before = head;
      head = await this.log.head();
    }
    await this.repair.done();
    await this.projector.waitUntilCaughtUp();
  }

  /** Fills the read models again beside the live ones, and takes them over when they have caught up. */
  rebuild(): Promise<void> {
    return this.adapters.maintenance.rebuild(this.projector, 'stop', this.closing);
  }

  /** Personal data whose key is lost reads as erased from now on, for ever; of how many persons that is. */
  async acceptLostKeys(): Promise<number> {
    const { log, keys } = this.adapters;
    const missing = await missingKeys(log, keys);
    await keys.destroy(missing);
    return missing.size;
  }

  /** Checks the whole log, its keys, and whether the read models are, byte for byte, what it makes of them. @throws LogDamaged */
  verify(onProgress: VerifyProgress = () => undefined): Promise<VerifiedAll> {
    return this.adapters.maintenance.verify(onProgress, this.closing);
  }

  /** Live answers end so that the server can drain. */
  beginClosing(): void {
    this.stopping.begin();
  }

  onModuleDestroy(): void {
    this.beginClosing();
  }

  /** Stops at page boundaries and releases what it stands on. Nothing is lost. */
  async onApplicationShutdown(): Promise<void> {
    await this.repair.done();
    await this.processes.stop();
    await this.projector.stop();
    await this.adapters.release();
  }
}
