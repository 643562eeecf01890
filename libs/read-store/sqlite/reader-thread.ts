import { Worker } from 'node:worker_threads';
import { fromThread, type ToldError } from './thread-errors.js';
import { ReadStoreUnavailable } from '../read-store.js';

export interface ReaderThreadOptions {
  /** The compiled module that it runs, and what that one finds as `workerData`, beside `givenUp`. */
  readonly worker: URL;
  readonly workerData: object;
}

/** What a thread is asked, one after the other: to read, or to close its connection. */
export type Asked = { readonly kind: 'read'; readonly told: unknown } | { readonly kind: 'release' };
export type Answered = { readonly answer: unknown } | { readonly problem: ToldError };

/** Shared with the thread: it reads nothing more for its answer while this is 1. */
export type GivenUp = Int32Array<SharedArrayBuffer>;

/**
 * A thread that makes one answer at a time. It is never ended from outside while it reads: libsql ends the whole process then. Nor is its
 * heap bounded, which would do the same.
 */
export class ReaderThread {
  private isOver = false;
  private cause: Error | undefined;
  private readonly worker: Worker;
  private readonly givenUp: GivenUp = new Int32Array(new SharedArrayBuffer(4));
  private waiting: { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void } | undefined;

  constructor({ worker, workerData }: ReaderThreadOptions) {
    this.worker = new Worker(worker, { workerData: { ...workerData, givenUp: this.givenUp } });
    this.worker.on('message', (answered: Answered) => {
      const { waiting } = this;
      this.waiting = undefined;
      if ('problem' in answered) waiting?.reject(fromThread(answered.problem));
      else waiting?.resolve(answered.answer);
    });
    this.worker.on('error', (error: Error) => (this.cause = error));
    // Follows an error.
    this.worker.on('exit', () => {
      this.isOver = true;
      this.waiting?.reject(this.ended());
    });
  }

  get hasEnded(): boolean {
    return this.isOver;
  }

  /** @throws ReadStoreUnavailable when the thread ends @throws what it has thrown */
  read(told: unknown): Promise<unknown> {
    Atomics.store(this.givenUp, 0, 0);
    return this.ask({ kind: 'read', told });
  }

  /** What it reads now fails as soon as SQLite returns. */
  giveUp(): void {
    Atomics.store(this.givenUp, 0, 1);
  }

  /** Closes its connection; one that has ended has none. */
  async release(): Promise<void> {
    if (this.isOver) return;
    await this.ask({ kind: 'release' }).catch((error: unknown) => {
      if (!this.isOver) throw error;
    });
  }

  /** When it reads nothing. */
  async end(): Promise<void> {
    await this.release();
    await this.worker.terminate();
  }

  private ask(asked: Asked): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.worker.postMessage(asked);
    });
  }

  private ended(): Error {
    const why = this.cause === undefined ? '' : ` (${this.cause.message})`;
    return new ReadStoreUnavailable(`The thread that was reading has ended${why}; another one goes on.`);
  }
}
