import type { EventLog, Position } from '../event-log/event-log.js';
import type { Clock, Instant } from '../kernel/dates.js';
import { Signal } from '../kernel/signal.js';
import { parkedEvents, projections, type ReadStore } from '../read-store/read-store.js';
import { hasReached, type Progress } from './progress.js';
import { statusOf, type ProjectorStatus } from './projector-status.js';
import { wait, type Wait } from './wait.js';

export interface StoredProgressOptions {
  readonly store: Pick<ReadStore, 'checkpoint' | 'documents'>;
  readonly log: EventLog;
  readonly clock: Clock;
  /** Whose checkpoint it is; default: that of the projections. */
  readonly reader?: string;
  /** While somebody waits, the checkpoint is looked at this often. */
  readonly lookEveryMs?: number;
  readonly wait?: Wait;
}

/** The progress of what runs in another process, by its stored checkpoint. All who wait look together. */
export class StoredProgress implements Progress {
  private readonly news = new Signal();
  private readonly pause: Wait;
  private at: Position | undefined;
  /** When the checkpoint was first seen where it is. */
  private movedAt: Instant | undefined;
  private nextLook: Promise<void> | undefined;

  constructor(private readonly options: StoredProgressOptions) {
    this.pause = options.wait ?? wait;
  }

  position(): Promise<Position | undefined> {
    return this.look();
  }

  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (hasReached(this.options.log, await this.look(), position)) return true;
    const late = new AbortController();
    const done = new AbortController();
    void this.pause(timeoutMs, done.signal).then(() => late.abort());
    try {
      while (!hasReached(this.options.log, this.at, position)) {
        if (late.signal.aborted) return false;
        await this.afterLook(late.signal);
      }
      return true;
    } finally {
      done.abort();
    }
  }

  async nextPage(signal: AbortSignal): Promise<void> {
    const before = this.at;
    while (!signal.aborted && this.at === before) await this.afterLook(signal);
  }

  async status(): Promise<ProjectorStatus> {
    const { log, clock, store } = this.options;
    // A store that cannot be read says so when the parked ones are asked for.
    const position = await this.look().catch(() => this.at);
    const parked = async () => [...(await store.documents(parkedEvents)).values()];
    return statusOf({ log, clock, position, pageAt: this.movedAt, failure: undefined, parked });
  }

  private afterLook(signal: AbortSignal): Promise<void> {
    this.nextLook ??= this.lookLater();
    return this.news.wait(signal);
  }

  private async lookLater(): Promise<void> {
    try {
      await this.pause(this.options.lookEveryMs ?? 50, new AbortController().signal);
      await this.look();
    } catch {
      // A store that is away is looked at again.
    } finally {
      this.nextLook = undefined;
      this.news.wake();
    }
  }

  private async look(): Promise<Position | undefined> {
    const { store, reader = projections } = this.options;
    const at = await store.checkpoint(reader);
    if (this.movedAt === undefined || at !== this.at) this.movedAt = this.options.clock.now();
    this.at = at;
    return at;
  }
}
