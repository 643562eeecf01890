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
import type { VerifiedAll, VerifyProgress } from '../../projection/verify-all.js';
import type { ReadStore } from '../../read-store/read-store.js';
import { parkedProcesses } from '../../processes/parked.js';
import { allProcessesReader } from '../../processes/reached-by-all.js';
import { missingKeys } from '../../sealing/missing-keys.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { Processes } from '../processes/processes.js';
import { readModels } from '../register/registry.js';
import { doesProcess, SETTINGS, type Settings } from '../settings/settings.js';
import type { Progress } from '../../projection/progress.js';
import { PROGRESS } from '../lifecycle/progress.js';
import { REACTIONS, type Reactions } from '../lifecycle/reactions.js';
import { Closing } from '../lifecycle/closing.js';
import { whileInCharge, type Charge } from '../lifecycle/in-charge.js';
import { AdministratorKey } from '../keys/administrator-key.js';
import { KeyUse } from '../keys/key-use.js';
import { FeedNews } from '../feed/feed-news.js';
import { KnownKeys } from '../keys/known-keys.js';
import { chargesOf } from './charges.js';
import type { Figures } from '../metrics/figures.js';
import { figuresOf, orUnknown } from './figures.js';
import { OwnActions } from './own-actions.js';
import { firstStart } from './first-start.js';
import { readinessOf, type ProcessProgress, type Readiness } from './readiness.js';

/** Everything that runs, whoever starts it: it follows the log from the application's start to its close. */
@Injectable()
export class Runtime implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly repair: ReadModelRepair;
  private readonly charges: readonly Charge[];
  private inCharge: readonly Promise<void>[] = [];

  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly executor: CommandExecutor,
    readonly projector: Projector,
    readonly processes: Processes,
    private readonly maintenance: Maintenance,
    ownActions: OwnActions,
    @Inject(PROGRESS) readonly progress: Progress,
    @Inject(REACTIONS) private readonly reactions: Reactions,
    private readonly stopping: Closing,
    readonly keys: KnownKeys,
    readonly keyUse: KeyUse,
    private readonly news: FeedNews,
  ) {
    this.repair = new ReadModelRepair({
      maintenance: adapters.maintenance,
      models: readModels,
      // Without an operator: an event that a reducer cannot take is parked, as when projecting live.
      rebuild: (signal) => maintenance.rebuild('park', signal),
      onNotice: (line) => adapters.onNotice(line),
    });
    const { repair } = this;
    this.charges = chargesOf({ adapters, settings, projector, processes, repair, actions: ownActions });
  }

  async onApplicationBootstrap(): Promise<void> {
    await firstStart(this.executor);
    await new AdministratorKey(this.executor, this.adapters.clock).admit(this.settings);
    const { leases } = this.adapters;
    if (leases === undefined) {
      for (const charge of this.charges) await charge.begin();
      return;
    }
    const options = { signal: this.closing, onNotice: (line: string) => this.adapters.onNotice(line) };
    this.inCharge = this.charges.map((charge) => whileInCharge(leases, charge, options));
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
    const [processes, repairs] = [await this.processProgress(), await this.repairs()];
    return readinessOf({ log, clock, projector: this.progress, processes, repairs });
  }

  /** How it stands, as operators watch it. */
  async figures(): Promise<Figures> {
    const { adapters, settings, news, projector } = this;
    const processes = doesProcess(settings) ? this.processes.runners : [];
    const [readiness, parked] = await Promise.all([orUnknown(this.readiness()), orUnknown(projector.parked())]);
    return figuresOf({ adapters, settings, readiness, news, parked, processes });
  }

  /** What is made again since the start; undefined when all is as it should be. */
  repairs(): Promise<ReadModelRepairs | undefined> {
    return this.repair.status();
  }

  /** Resolves when all that is in the log now, and what processes make of it, is projected. */
  async settled(): Promise<void> {
    if (this.adapters.leases !== undefined) {
      while (!(await this.settledWithin(60_000)) && !this.closing.aborted);
      return;
    }
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

  private async processProgress(): Promise<readonly ProcessProgress[]> {
    const { store, leases } = this.adapters;
    if (leases === undefined) {
      return doesProcess(this.settings) ? this.processes.runners.map((runner) => runner.status()) : [];
    }
    const [position, parked] = await Promise.all([
      store.checkpoint(allProcessesReader),
      store.documents(parkedProcesses),
    ]);
    return [{ name: allProcessesReader, position, parked: parked.size }];
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
    await Promise.all(this.inCharge);
    if (this.adapters.leases === undefined) for (const charge of this.charges.toReversed()) await charge.end();
    await this.repair.done();
    await this.keyUse.done();
    await this.adapters.release();
  }
}
