import type { EventLog } from '../../event-log/event-log.js';
import { instantOf, millisOf, type Clock, type Instant } from '../../kernel/dates.js';
import { KeyedMutex } from '../../kernel/keyed-mutex.js';
import type { ReadStore } from '../../read-store/read-store.js';

interface Parts {
  readonly log: Pick<EventLog, 'head'>;
  readonly store: Pick<ReadStore, 'checkpoint' | 'documents' | 'flush'>;
  readonly clock: Clock;
}

interface Use {
  readonly lastUsedAt: Instant;
}

/** The documents in which last uses are kept, and the reader that stores them. */
const keyUse = 'keyUse';
const writeEvery = 60_000;

/** When each key was last used: beside the log, to the minute. One that is not stored is stored at a later use. */
export class KeyUse {
  private readonly stored = new Map<string, number>();
  private readonly mutex = new KeyedMutex();
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts) {}

  /** The key is used now: written at most once a minute. */
  used(id: string): void {
    const now = millisOf(this.parts.clock.now());
    const last = this.stored.get(id);
    if (last !== undefined && now >= last && now - last < writeEvery) return;
    this.stored.set(id, now);
    this.writing = this.mutex.take(keyUse, () => this.write(id, instantOf(now))).catch(() => undefined);
  }

  /** By the ids of the keys; one that was never used is not there. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, Instant>> {
    await this.writing;
    const found = await this.parts.store.documents<Use>(keyUse, ids);
    return new Map([...found].map(([id, { lastUsedAt }]) => [id, lastUsedAt]));
  }

  /** Resolves when all that was used is stored. */
  async done(): Promise<void> {
    await this.writing;
  }

  private async write(id: string, lastUsedAt: Instant): Promise<void> {
    const { log, store } = this.parts;
    const [after, head] = await Promise.all([store.checkpoint(keyUse), log.head()]);
    if (head === undefined) return;
    const documents = [{ collection: keyUse, id, document: { lastUsedAt } }];
    await store.flush({ reader: keyUse, after, checkpoint: head, changes: [], documents });
  }
}
