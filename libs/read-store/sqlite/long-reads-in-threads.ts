import type { LongRead, LongReads } from '../long-read.js';
import type { ReadModel } from '../read-model.js';
import { ReaderThreads } from './reader-threads.js';
import type { ReaderWork, ReadTold } from './reader.worker.js';
import type { SqliteReadStore } from './sqlite-read-store.js';

export interface LongReadsInThreadsOptions {
  /** Of the keys of personal data. */
  readonly folder: string;
  readonly dataKey: Uint8Array;
  readonly store: SqliteReadStore;
  readonly models: readonly ReadModel[];
  /** Exports all `longReads`. */
  readonly module: URL;
  /** What runs in the threads, `reader.worker.ts` compiled. */
  readonly worker: URL;
}

/** Long reads of a file, each in a thread that has a connection to it (ADR 51). */
export class LongReadsInThreads implements LongReads {
  private readonly threads: ReaderThreads;

  constructor(private readonly options: LongReadsInThreadsOptions) {
    const { folder, dataKey, store, module, worker } = options;
    const workerData: ReaderWork = { folder, dataKey, file: store.file, longReadsModule: module.href };
    this.threads = new ReaderThreads({ worker, workerData });
  }

  make<Asked, Answer>({ name }: LongRead<Asked, Answer>, asked: Asked): Promise<Answer> {
    const { store, models } = this.options;
    const told = (): ReadTold => ({ name, asked, states: store.statesOf(models) });
    return this.threads.ask(told) as Promise<Answer>;
  }

  /** Does the work while no thread has the file open. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.threads.exclusively(work);
  }

  close(): Promise<void> {
    return this.threads.close();
  }
}
