import { Worker } from 'node:worker_threads';
import { fromThread } from '../../read-store/sqlite/thread-errors.js';

export interface ThreadOptions<Told> {
  /** What the module finds as `workerData`. */
  readonly workerData: object;
  /** Ends the thread; what it has stored stays. */
  readonly signal: AbortSignal;
  readonly onTold?: (told: Told) => void;
}

/** Without it the heap of a thread grows to twice what it needs before it is cleared. */
const maxOldGenerationSizeMb = 256;

/** Runs a compiled module in a thread of its own, over connections of its own, so that commands and queries are not held up. */
export function inThread<Told>(module: URL, { workerData, signal, onTold }: ThreadOptions<Told>): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(module, { workerData, resourceLimits: { maxOldGenerationSizeMb } });
    const end = (): void => void worker.terminate();
    signal.addEventListener('abort', end, { once: true });
    worker.on('message', (told: Told) => onTold?.(told));
    worker.on('error', (error) => reject(fromThread(error)));
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', end);
      if (code === 0) resolve();
      else reject(new Error(`The thread ended with code ${String(code)}; start the work again.`));
    });
  });
}
