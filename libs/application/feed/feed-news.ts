import { setImmediate } from 'node:timers/promises';
import { contractFeed } from '../../../projections/contracts/contract-feed.read-model.js';
import { Inject, Injectable } from '@nestjs/common';
import type { Progress } from '../../projection/progress.js';
import { PROGRESS } from '../lifecycle/progress.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { Closing } from '../lifecycle/closing.js';

/** Often enough that no proxy takes a quiet connection for dead. */
const keepAliveEvery = 15_000;
/** So many readers are told in one turn of the event loop: other requests get theirs in between. */
const toldPerTurn = 100;

/** Follows the contract feed once for all its live readers, while there are any. */
@Injectable()
export class FeedNews {
  private readonly readers = new Set<LiveReader>();
  private following: AbortController | undefined;
  private last = 0;

  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(PROGRESS) private readonly progress: Progress,
    private readonly closing: Closing,
  ) {}

  /** How many readers are there. */
  get count(): number {
    return this.readers.size;
  }

  /** How many events of the feed the last of them has still to take, of so many. */
  lag(last: number): number {
    return Math.max(0, ...[...this.readers].map(({ at }) => last - at));
  }

  /** A reader that has taken all up to `after`, and is told until it leaves, or Tidemark closes. */
  enter(after: number): LiveReader {
    const reader: LiveReader = new LiveReader(
      after,
      () => this.last,
      () => {
        this.readers.delete(reader);
        if (this.readers.size === 0) this.following?.abort();
      },
    );
    this.readers.add(reader);
    if (this.following === undefined || this.following.signal.aborted) void this.follow();
    return reader;
  }

  private async follow(): Promise<void> {
    const following = (this.following = new AbortController());
    const closing = this.closing.signal;
    const close = (): void => {
      for (const reader of [...this.readers]) reader.leave();
    };
    const keepAlive = setInterval(() => void this.tell(), keepAliveEvery).unref();
    closing.addEventListener('abort', close);
    if (closing.aborted) close();
    while (!following.signal.aborted) {
      const nextPage = this.progress.nextPage(following.signal);
      if (await this.grew()) await this.tell();
      await nextPage;
    }
    closing.removeEventListener('abort', close);
    clearInterval(keepAlive);
  }

  private async grew(): Promise<boolean> {
    const before = this.last;
    // A store that is away is asked again after the next page; queries tell of it.
    this.last = await this.adapters.store.lastSequence(contractFeed).catch(() => before);
    return this.last > before;
  }

  private async tell(): Promise<void> {
    let told = 0;
    for (const reader of [...this.readers]) {
      reader.wake();
      if (++told % toldPerTurn === 0) await setImmediate();
    }
  }
}

/** One who reads the contract feed live. */
export class LiveReader {
  private told: (() => void) | undefined;
  private left = false;

  constructor(
    private taken: number,
    private readonly lastOfFeed: () => number,
    private readonly leaving: () => void,
  ) {}

  /** The number of the last event that it has taken, or passed over. */
  get at(): number {
    return this.taken;
  }

  took(sequence: number): void {
    this.taken = sequence;
  }

  /** Whether the client, or Tidemark, has gone. */
  get gone(): boolean {
    return this.left;
  }

  /** The feed's last number, as soon as it is after `after`; or the same number when it is time for a sign of life. */
  async beyond(after: number): Promise<number> {
    this.taken = after;
    if (this.lastOfFeed() <= after && !this.left) await new Promise<void>((resolve) => (this.told = resolve));
    return Math.max(after, this.lastOfFeed());
  }

  wake(): void {
    const { told } = this;
    this.told = undefined;
    told?.();
  }

  leave(): void {
    if (this.left) return;
    this.left = true;
    this.leaving();
    this.wake();
  }
}
