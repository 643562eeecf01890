import { Worker } from 'node:worker_threads';
import type { Position } from '../../event-log/event-log.js';
import { KeyedMutex } from '../../kernel/keyed-mutex.js';
import type { RecordedEvent } from '../../kernel/events.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { ReadStoreUnavailable, type Flush } from '../../read-store/read-store.js';
import type { Parked } from '../parked.js';
import type { ProjectionWriters, PageWriter } from '../projection-writer.js';
import { fromThread, type ToldError } from '../../read-store/sqlite/thread-errors.js';

export interface ProjectionThreadOptions {
  /** The read models' file, which this process serves. */
  readonly file: string;
  /** The compiled module that exports `readModels`. */
  readonly modelsModule: URL;
}

/** What the thread is told to start with. */
export interface ThreadData {
  readonly file: string;
  readonly modelsModule: string;
}

/** What another reader than the projections stores: its checkpoint and its documents. */
export type ReadersFlush = Pick<Flush, 'reader' | 'after' | 'checkpoint' | 'documents'>;

/** What the thread is asked; it takes one after the other. */
export type Asked =
  | { readonly kind: 'resume'; readonly models: readonly string[] }
  | { readonly kind: 'apply'; readonly events: readonly RecordedEvent[]; readonly checkpoint: Position }
  | { readonly kind: 'flush'; readonly flush: ReadersFlush }
  | { readonly kind: 'release' };

/** How far the projections are, and what was parked on the way. */
export interface Reached {
  readonly position: Position | undefined;
  readonly parked?: readonly Parked[];
}

/** It is done; or what was in the way. */
export type Answered = Reached | { readonly problem: ToldError };

/**
 * Writes the read models in a thread of its own, so that commands and queries don't wait for it (ADR 14). All that this process writes to
 * the file goes through here: SQLite has one writer at a time, and a second one would wait with its thread.
 */
export class ProjectionThread implements ProjectionWriters {
  private readonly mutex = new KeyedMutex();
  private worker: Worker | undefined;
  /** What was asked and is not answered yet, in its order. */
  private asked: Waiting[] = [];

  constructor(private readonly options: ProjectionThreadOptions) {}

  async resume(models: readonly ReadModel[]): Promise<PageWriter> {
    let { position } = await this.ask({ kind: 'resume', models: models.map(({ name }) => name) });
    return {
      get position() {
        return position;
      },
      apply: async (events, checkpoint) => {
        const reached = await this.ask({ kind: 'apply', events, checkpoint });
        position = reached.position;
        return reached.parked ?? [];
      },
    };
  }

  /** Stores what a process keeps. @throws CheckpointMoved */
  async flush({ reader, after, checkpoint, documents }: ReadersFlush): Promise<void> {
    await this.ask({ kind: 'flush', flush: { reader, after, checkpoint, documents } });
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.mutex.take(oneAtATime, async () => {
      await this.release();
      return work();
    });
  }

  /** Ends the thread, with its file closed. */
  async close(): Promise<void> {
    await this.exclusively(() => this.worker?.terminate() ?? Promise.resolve(0));
  }

  private async ask(asked: Asked): Promise<Reached> {
    // In an object: a turn ends when the thread is asked, not when it has answered.
    const { answered } = await this.mutex.take(oneAtATime, () =>
      Promise.resolve({ answered: this.tell((this.worker ??= this.begun()), asked) }),
    );
    return answered;
  }

  private async release(): Promise<void> {
    const { worker } = this;
    if (worker === undefined) return;
    try {
      await this.tell(worker, { kind: 'release' });
    } catch (error) {
      // One that has ended holds nothing any more.
      if (this.worker === worker) throw error;
    }
  }

  private tell(worker: Worker, asked: Asked): Promise<Reached> {
    return new Promise((resolve, reject) => {
      this.asked.push({ resolve, reject });
      worker.postMessage(asked);
    });
  }

  private begun(): Worker {
    const { file, modelsModule } = this.options;
    const workerData: ThreadData = { file, modelsModule: modelsModule.href };
    const worker = new Worker(new URL('./projection.worker.js', import.meta.url), { workerData });
    const gone = (): void => {
      if (this.worker === worker) this.worker = undefined;
    };
    const asked: Waiting[] = (this.asked = []);
    worker.on('message', (answer: Answered) => {
      const waiting = asked.shift();
      if ('problem' in answer) waiting?.reject(fromThread(answer.problem));
      else waiting?.resolve(answer);
    });
    // What was asked is refused at the exit, which follows an error.
    worker.on('error', gone).on('exit', () => {
      gone();
      const ended = new ReadStoreUnavailable('The thread that writes the read models has ended; another one goes on.');
      for (const { reject } of asked.splice(0)) reject(ended);
    });
    return worker;
  }
}

interface Waiting {
  readonly resolve: (reached: Reached) => void;
  readonly reject: (error: Error) => void;
}

const oneAtATime = 'thread';
