import { Signal } from '../../kernel/signal.js';
import { LogUnavailable } from '../event-log.js';
import { abandon } from './calls.js';
import type { Places, Stand } from './place.js';
import type { ServerReads } from './server-reads.js';
import { isSystemEvent, storedEvent, type StoredEvent } from './stored-event.js';

/**
 * A live subscription to `$all` and what it has brought, in order with the server's mark that it has caught up. It is bounded: the server
 * drops a reader that is slow, so it is ended here before that, and its reader pages on.
 */
export class LiveEvents {
  /** Whether the server says that nothing more was there. */
  isCaughtUp = false;
  private readonly events: StoredEvent[] = [];
  private over: { readonly error?: Error } | undefined;
  private readonly subscription;
  private readonly news = new Signal();

  constructor(reads: ServerReads, places: Places, after: Stand, most: number) {
    this.subscription = reads.subscribe(after);
    this.subscription.on('data', ({ event }) => {
      if (event === undefined || isSystemEvent(event) || this.over !== undefined) return;
      try {
        this.events.push(storedEvent(places, event));
        this.news.wake();
        if (this.events.length >= most) this.end({});
      } catch (error) {
        this.end({ error: error instanceof Error ? error : new Error(String(error)) });
      }
    });
    this.subscription.on('caughtUp', () => this.caughtUp(true));
    this.subscription.on('fellBehind', () => this.caughtUp(false));
    // Stays on it after the end: then too an error must find a listener.
    this.subscription.on('error', (error) => this.end({ error }));
    this.subscription.on('end', () => this.end({ error: new LogUnavailable('The server ended the subscription.') }));
  }

  /** Whether it brings anything more than it holds. */
  isOver(): boolean {
    return this.over !== undefined;
  }

  /** Whether it holds events. */
  isEmpty(): boolean {
    return this.events.length === 0;
  }

  /** What it holds, at most so many. */
  take(count: number): readonly StoredEvent[] {
    return this.events.splice(0, count);
  }

  /** Resolves when there is news, or at an abort; with false when nothing was heard for so long. */
  async wait(millis: number, signal: AbortSignal): Promise<boolean> {
    let isIdle = false;
    const timer = setTimeout(() => {
      isIdle = true;
      this.news.wake();
    }, millis);
    await this.news.wait(signal);
    clearTimeout(timer);
    return !isIdle;
  }

  /** @throws what it ended with, once its events are taken */
  throwIfFailed(): void {
    if (this.over?.error !== undefined) throw this.over.error;
  }

  /** Always to be called: the server goes on sending otherwise. */
  close(): void {
    this.end({});
  }

  private caughtUp(isCaughtUp: boolean): void {
    this.isCaughtUp = isCaughtUp;
    this.news.wake();
  }

  private end(over: { readonly error?: Error }): void {
    if (this.over !== undefined) return;
    this.over = over;
    this.news.wake();
    abandon(this.subscription.unsubscribe());
  }
}
