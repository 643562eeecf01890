import { DomainError } from '../../kernel/domain-error.js';
import { Slots } from '../../kernel/slots.js';
import { ReadStoreUnavailable } from '../read-store.js';
import { longestMillis, tookTooLong } from '../in-time.js';
import { ReaderThread, type ReaderThreadOptions } from './reader-thread.js';

export interface ReaderThreadsOptions extends ReaderThreadOptions {
  readonly threads?: number;
  /** So many reads may wait for a thread; further ones are refused. */
  readonly waiting?: number;
  /** In milliseconds. */
  readonly longest?: number;
}

/** Threads in which long reads are made, begun when they are needed (ADR 51). One that ends harms no other read and is replaced. */
export class ReaderThreads {
  private readonly slots: Slots;
  private readonly mostWaiting: number;
  private readonly longest: number;
  /** The one used last has the most pages at hand. */
  private readonly idle: ReaderThread[] = [];
  private readonly reading = new Set<ReaderThread>();
  /** Being read, or waiting. */
  private asked = 0;
  private isClosed = false;

  constructor(private readonly options: ReaderThreadsOptions) {
    this.slots = new Slots(options.threads ?? 2);
    this.mostWaiting = options.waiting ?? 32;
    this.longest = options.longest ?? longestMillis;
  }

  /**
   * What a thread answers to what it is told, which is made when the thread is free. @throws DomainError `too-many-reads`
   * @throws ReadStoreUnavailable when it takes too long, or the thread ends @throws what the thread has thrown
   */
  ask(told: () => object): Promise<unknown> {
    if (this.asked >= this.slots.most + this.mostWaiting) {
      const detail = `${String(this.mostWaiting)} reports and long lists wait for their turn already. Ask again in a moment.`;
      return Promise.reject(new DomainError('too-many-reads', detail));
    }
    this.asked += 1;
    return new Promise((resolve, reject) => {
      void this.slots.use(1, async () => {
        try {
          if (this.isClosed) reject(new ReadStoreUnavailable('The read models are being closed.'));
          else await this.read(told, resolve, reject);
        } catch (error) {
          // No thread could be begun.
          reject(error instanceof Error ? error : new Error(String(error)));
        } finally {
          this.asked -= 1;
        }
      });
    });
  }

  /** Does the work while no thread reads, or has a file open. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.slots.use(this.slots.most, async () => {
      await Promise.all(this.idle.map((thread) => thread.release()));
      return work();
    });
  }

  /** Ends all threads; what they were reading, or had to read yet, is refused. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const thread of this.reading) thread.giveUp();
    await this.exclusively(() => Promise.all(this.idle.splice(0).map((thread) => thread.end())));
  }

  /** Over when the thread is free again: a read that is late is refused before, but no more threads run than are meant to. */
  private async read(
    told: () => object,
    resolve: (answer: unknown) => void,
    reject: (error: unknown) => void,
  ): Promise<void> {
    const thread = this.taken();
    const late = setTimeout(() => {
      reject(tookTooLong(this.longest));
      thread.giveUp();
    }, this.longest);
    this.reading.add(thread);
    try {
      resolve(await thread.read(told()));
    } catch (error) {
      reject(error);
    } finally {
      clearTimeout(late);
      this.reading.delete(thread);
      if (!thread.hasEnded) this.idle.push(thread);
    }
  }

  private taken(): ReaderThread {
    const free = this.idle.pop();
    if (free === undefined) return new ReaderThread(this.options);
    return free.hasEnded ? this.taken() : free;
  }
}
