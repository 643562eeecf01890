import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { EventLog, Position } from '../../event-log/event-log.js';
import { Maintenance } from '../../projection/maintenance.js';
import { Projector } from '../../projection/projector.js';
import { answersAll, ReadModelRepair, type ReadModelRepairs } from '../../projection/read-model-repair.js';
import { carryOutRequests } from '../../projection/requests.js';
import type { VerifiedAll, VerifyProgress } from '../../projection/verify-all.js';
import type { ReadStore } from '../../read-store/read-store.js';
import { missingKeys } from '../../sealing/missing-keys.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { Processes } from '../processes/processes.js';
import { readModels } from '../register/registry.js';
import { doesProcess, doesProject, SETTINGS, type Settings } from '../settings/settings.js';
import type { Progress } from '../../projection/progress.js';
import { PROGRESS } from '../lifecycle/progress.js';
import { REACTIONS, type Reactions } from '../lifecycle/reactions.js';
import { Closing } from '../lifecycle/closing.js';
import { AdministratorKey } from '../keys/administrator-key.js';
import { KeyUse } from '../keys/key-use.js';
import { KnownKeys } from '../keys/known-keys.js';
import { OwnActions } from './own-actions.js';
import { firstStart } from './first-start.js';
import { readinessOf, type Readiness } from './readiness.js';

/** Everything that runs, whoever starts it: it follows the log from the application's start to its close. */
@Injectable()
export class Runtime implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly repair: ReadModelRepair;
  private carryingOut: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly executor: CommandExecutor,
    readonly projector: Projector,
    readonly processes: Processes,
    private readonly maintenance: Maintenance,
    private readonly ownActions: OwnActions,
    @Inject(PROGRESS) readonly progress: Progress,
    @Inject(REACTIONS) private readonly reactions: Reactions,
    private readonly stopping: Closing,
    readonly keys: KnownKeys,
    readonly keyUse: KeyUse,
  ) {
    this.repair = new ReadModelRepair({
      maintenance: adapters.maintenance,
      models: readModels,
      // Without an operator: an event that a reducer cannot take is parked, as when projecting live.
      rebuild: () => maintenance.rebuild('park'),
      signal: stopping.signal,
      onNotice: (line) => adapters.onNotice(line),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await firstStart(this.executor);
    await new AdministratorKey(this.executor, this.adapters.clock).admit(this.settings);
    if (doesProject(this.settings)) this.projector.start();
    if (doesProcess(this.settings)) await this.processes.start();
    if (!doesProject(this.settings)) return;
    this.repair.start();
    // Where all runs in one process nobody asks by a document.
    if (this.settings.follows === undefined) return;
    const { store, clock } = this.adapters;
    this.carryingOut = carryOutRequests(this.ownActions, { store, clock, signal: this.closing });
  }

  get log(): EventLog {
    return this.adapters.log;
  }
  get store(): ReadStore {
    return this.adapters.store;
  }
  /** Aborted when it begins to close: live answers end then. */
  get closing(): AbortSignal {
    return this.stopping.signal;
  }

  async readiness(): Promise<Readiness> {
    const { log, clock } = this.adapters;
    const processes = doesProcess(this.settings) ? this.processes.runners : [];
    return readinessOf({ log, clock, projector: this.progress, processes, repairs: await this.repairs() });
  }

  /** What is made again since the start; undefined when all is as it should be. */
  repairs(): Promise<ReadModelRepairs | undefined> {
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

  /** Whether, within so many milliseconds, what is in the log now and what processes make of it is projected. */
  async settledWithin(millis: number): Promise<boolean> {
    const end = performance.now() + millis;
    const head = await this.log.head();
    if (head === undefined) return answersAll(await this.repairs());
    const reacted = await this.reactions.after(head, millis);
    if (reacted === undefined || !answersAll(await this.repairs())) return false;
    return this.progress.waitFor(reacted, Math.max(0, end - performance.now()));
  }

  /** Fills the read models again beside the live ones, and takes them over when they have caught up. */
  rebuild(): Promise<void> {
    return this.maintenance.rebuild('stop');
  }

  /** Personal data whose key is lost reads as erased from now on, for ever; of how many persons that is. */
  async acceptLostKeys(): Promise<number> {
    const { log, keys } = this.adapters;
    const missing = await missingKeys(log, keys);
    await keys.destroy(missing);
    return missing.size;
  }

  /** Checks the whole log, its keys, and whether the read models are, byte for byte, what it makes of them. @throws LogDamaged */
  verify(onProgress?: VerifyProgress): Promise<VerifiedAll> {
    return this.maintenance.verify(onProgress);
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
    await this.carryingOut;
    await this.processes.stop();
    await this.projector.stop();
    await this.keyUse.done();
    await this.adapters.release();
  }
}
