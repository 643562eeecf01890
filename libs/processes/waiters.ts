import type { Position } from '../event-log/event-log.js';

interface Waiter {
  readonly position: Position;
  resolve(): void;
  reject(error: Error): void;
}

/** Those who wait until a reader of the log has come as far as a position. */
export class Waiters {
  private readonly waiting = new Set<Waiter>();

  /** Without a limit in milliseconds it waits as long as it takes. @throws the error with which the reader ends before, or at the limit */
  async until(position: Position, timeoutMs?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const waiter = { position, resolve, reject };
        this.waiting.add(waiter);
        if (timeoutMs === undefined) return;
        timer = setTimeout(() => {
          this.waiting.delete(waiter);
          reject(new Error(`${position} was not reached in time.`));
        }, timeoutMs);
      });
    } finally {
      clearTimeout(timer);
    }
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
