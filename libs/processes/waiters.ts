import type { Position } from '../event-log/event-log.js';

interface Waiter {
  readonly position: Position;
  resolve(): void;
  reject(error: Error): void;
}

/** Those who wait until a reader of the log has come as far as a position. */
export class Waiters {
  private readonly waiting = new Set<Waiter>();

  /** @throws the error with which the reader ends before, or when the signal aborts */
  until(position: Position, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiter = { position, resolve, reject };
      this.waiting.add(waiter);
      signal?.addEventListener('abort', () => {
        if (this.waiting.delete(waiter)) reject(new Error(`${position} was not reached in time.`));
      });
    });
  }

  /** Tells those whose position was reached, or with an error all of them. */
  settle(hasReached: (position: Position) => boolean, error?: Error): void {
    for (const waiter of this.waiting) {
      const isReached = hasReached(waiter.position);
      if (!isReached && error === undefined) continue;
      this.waiting.delete(waiter);
      if (isReached) waiter.resolve();
      else if (error !== undefined) waiter.reject(error);
    }
  }
}
