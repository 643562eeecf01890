import type { EventLog, Position } from '../event-log/event-log.js';
import { Signal } from '../kernel/signal.js';
import { backOff, wait as waitInTime, type Wait } from '../projection/wait.js';
import type { ReadStore } from '../read-store/read-store.js';

/** The reader whose checkpoint is how far all processes are: for those who wait elsewhere for what they make of an event. */
export const allProcessesReader = 'processes';

/** The stored checkpoint, as far as it is known here. */
type Saved = Position | undefined | 'unknown';

interface Parts {
  readonly log: Pick<EventLog, 'compare'>;
  readonly store: Pick<ReadStore, 'checkpoint' | 'flush'>;
  /** How far each is, once the log has confirmed it. */
  readonly positions: () => readonly (Position | undefined)[];
  readonly wait?: Wait;
}

/** Keeps that checkpoint, while the processes run here. */
export class ReachedByAll {
  private readonly news = new Signal();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts) {}

  /** A process is further. */
  moved(): void {
    this.news.wake();
  }

  /** Until the signal aborts. */
  start(signal: AbortSignal): void {
    this.running = this.keep(signal);
  }

  /** Resolves when it has ended. */
  done(): Promise<void> {
    return this.running;
  }

  private async keep(signal: AbortSignal): Promise<void> {
    const { wait = waitInTime } = this.parts;
    const stopped = () => signal.aborted;
    let saved: Saved = 'unknown';
    for (let failures = 0; !stopped();) {
      const moved = this.news.wait(signal);
      saved = await this.save(saved);
      failures = saved === 'unknown' ? failures + 1 : 0;
      await (failures === 0 ? moved : wait(backOff(failures), signal));
    }
  }

  private async save(saved: Saved): Promise<Saved> {
    const { store } = this.parts;
    try {
      const after = saved === 'unknown' ? await store.checkpoint(allProcessesReader) : saved;
      const reached = this.reached();
      if (reached === undefined || reached === after) return after;
      await store.flush({ reader: allProcessesReader, after, checkpoint: reached, changes: [], documents: [] });
      return reached;
    } catch {
      // A store that is away, or another that is in charge: tried again, also when no page follows.
      return 'unknown';
    }
  }

  /** Where the last of them is; undefined until the log has confirmed it for all. */
  private reached(): Position | undefined {
    let least: Position | undefined;
    for (const one of this.parts.positions()) {
      if (one === undefined) return undefined;
      if (least === undefined || this.parts.log.compare(one, least) < 0) least = one;
    }
    return least;
  }
}
