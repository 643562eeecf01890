import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { HeldLease, Lease, Leases } from '../leases.js';
import type { MongoConnection } from './connection.js';
import { asked, messageOf } from './errors.js';
import { StoredLeases, type StoredLease } from './stored-leases.js';

export interface MongoLeasesOptions {
  readonly mongo: MongoConnection;
  /** How often a holder says that it lives, and a challenger looks; a second. */
  readonly beatEveryMs?: number;
  /** A holder that a challenger has not seen to live for so long is followed; 5 seconds. */
  readonly takeOverAfterMs?: number;
  /** As operators read it. */
  readonly holder?: string;
}

/**
 * Who is in charge, by documents of the read store's database. No two clocks are compared: a challenger measures by its own how long it
 * has seen the same beat. What keeps two holders apart is the token, which is checked in the transaction of each flush.
 */
export class MongoLeases implements Leases {
  private readonly stored: StoredLeases;
  private readonly place: string;
  private readonly holder: string;
  private readonly beatEvery: number;
  private readonly takeOverAfter: number;
  /** Of the readers that this process was last in charge of: kept when it is not any more, so that its flushes are refused. */
  private readonly tokens = new Map<string, number>();

  constructor({
    mongo,
    beatEveryMs = 1_000,
    takeOverAfterMs = 5_000,
    holder = `${hostname()} ${String(process.pid)} ${randomUUID().slice(0, 8)}`,
  }: MongoLeasesOptions) {
    this.stored = new StoredLeases(mongo);
    this.place = mongo.place;
    this.onNotice = (line) => mongo.onNotice(line);
    this.holder = holder;
    this.beatEvery = beatEveryMs;
    this.takeOverAfter = takeOverAfterMs;
  }

  private readonly onNotice: (line: string) => void;

  /** What flushes of this reader have to bear: null where this process was never in charge of it. */
  tokenOf(reader: string): number | null {
    return this.tokens.get(reader) ?? null;
  }

  async holderOf(name: string): Promise<string | undefined> {
    const found = await asked(this.place, () => this.stored.find(name));
    return found?.holder ?? undefined;
  }

  async take(lease: Lease, signal: AbortSignal): Promise<HeldLease | undefined> {
    let seen: StoredLease | undefined;
    let since = 0;
    let isAway = false;
    while (!signal.aborted) {
      try {
        const found = await this.stored.find(lease.name);
        if (seen?.token !== found?.token || seen?.beat !== found?.beat) since = performance.now();
        seen = found;
        const isFree = found?.holder === undefined || found.holder === null;
        if (isFree || performance.now() - since >= this.takeOverAfter) {
          const sentAt = performance.now();
          const token = await this.stored.take(lease, found, this.holder);
          if (token !== undefined) return this.held(lease, token, sentAt);
        }
        isAway = false;
      } catch (error) {
        // How long a beat stood is not known while nobody could look.
        seen = undefined;
        if (!isAway) this.onNotice(`The lease ${lease.name} cannot be taken yet: ${messageOf(error)}.`);
        isAway = true;
      }
      await pause(this.beatEvery, signal);
    }
    return undefined;
  }

  private held(lease: Lease, token: number, sentAt: number): HeldLease {
    for (const reader of lease.readers) this.tokens.set(reader, token);
    const lost = new AbortController();
    const ended = new AbortController();
    void this.beating(lease.name, token, sentAt, lost, ended.signal);
    return {
      lost: lost.signal,
      release: async () => {
        ended.abort();
        await asked(this.place, () => this.stored.release(lease.name, token));
      },
    };
  }

  /** The last beat that was taken counts from when it was sent: nobody has seen it before that. */
  private async beating(
    name: string,
    token: number,
    sentAt: number,
    lost: AbortController,
    ended: AbortSignal,
  ): Promise<void> {
    let last = sentAt;
    const over = AbortSignal.any([ended, lost.signal]);
    // A beat that is not answered must not keep this process from knowing that it is late.
    const watching = async () => {
      while (!over.aborted) {
        const left = last + this.takeOverAfter - this.beatEvery - performance.now();
        if (left <= 0) lost.abort();
        else await pause(left, over);
      }
    };
    void watching();
    while (!over.aborted) {
      await pause(this.beatEvery, over);
      const sent = performance.now();
      const isHeld = await this.stored.beat(name, token).catch(() => undefined);
      if (isHeld === true) last = sent;
      if (isHeld === false) lost.abort();
    }
  }
}

async function pause(millis: number, signal: AbortSignal): Promise<void> {
  await setTimeout(millis, undefined, { signal, ref: false }).catch(() => undefined);
}
