import { Worker } from 'node:worker_threads';
import type { EventLog, Position } from '../../event-log/event-log.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { beside } from '../../read-store/sqlite/database.js';
import type { SqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import type { OnPoison } from '../parked.js';
import type { Projector } from '../projector.js';
import { fillBeside } from './fill-beside.js';
import type { RebuildWork } from './rebuild.worker.js';

export interface RebuildOptions {
  readonly log: EventLog;
  readonly live: SqliteReadStore;
  readonly projector: Pick<Projector, 'pausedDuring'>;
  readonly models: readonly ReadModel[];
  /** What to do with an event that a reducer cannot take: as the fill does. Default: stop. */
  readonly onPoison?: OnPoison;
  /** Fills the file beside: `inWorker(…)`, or anything else that does it. */
  readonly fill: (file: string) => Promise<void>;
}

/**
 * Rebuilds the read models from the log without downtime: a new file fills beside the live one, is caught up while the projector
 * stands still, and takes its place. Killed before its end, it goes on where it was. @throws PoisonEvent
 */
export async function rebuild({
  log,
  live,
  projector,
  models,
  onPoison = 'stop',
  fill,
}: RebuildOptions): Promise<void> {
  const file = beside(live.file, 'next');
  await fill(file);
  await projector.pausedDuring(async () => {
    await fillBeside({ log, file, models, onPoison });
    live.replaceWith(file);
  });
}

export interface WorkerOptions {
  /** The folder of the log. */
  readonly folder: string;
  /** The compiled module that exports `readModels`, and `upcast` for older events. */
  readonly modelsModule: URL;
  /** Default: stop. */
  readonly onPoison?: OnPoison;
  /** Ends the thread; what it has stored stays, to go on from. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (position: Position) => void;
}

/** Fills the file in a thread of its own, over a log connection of its own, so that commands and queries are not held up. */
export const inWorker =
  ({ folder, modelsModule, onPoison = 'stop', signal, onProgress }: WorkerOptions) =>
  (file: string): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const workerData: RebuildWork = { folder, file, modelsModule: modelsModule.href, onPoison };
      const worker = new Worker(new URL('./rebuild.worker.js', import.meta.url), { workerData });
      signal?.addEventListener('abort', () => void worker.terminate(), { once: true });
      worker.on('message', (position: Position) => onProgress?.(position));
      worker.on('error', reject);
      worker.on('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`The rebuild ended with code ${String(code)}; start it again and it goes on.`));
      });
    });
