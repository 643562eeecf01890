import type { RecordedEvent } from '../kernel/events.js';
import { firstAfter, type EventLog, type ExpectedRevision } from '../event-log/event-log.js';
import type { EventRegistry } from '../event-log/event-registry.js';
import { LoadedStream } from './loaded-stream.js';
import { LruMap } from '../kernel/lru-map.js';
import { StreamReads } from './stream-reads.js';
import type { Sealer } from '../sealing/sealer.js';
import type { Fold } from './stream-state.js';

interface Parts {
  readonly log: EventLog;
  readonly registry: EventRegistry;
  readonly sealer: Sealer;
}

/** Streams as deciders see them: newest event types, personal data opened; those used last are kept in memory. */
export class StreamCache {
  private readonly cache: LruMap<string, LoadedStream<unknown>>;
  private readonly reads: StreamReads;

  constructor(
    private readonly parts: Parts,
    cacheSize: number,
  ) {
    this.cache = new LruMap(cacheSize);
    this.reads = new StreamReads(parts.log);
  }

  /** As it was last seen; others may have written since. Undefined when it is not in memory. */
  cached<State>(decider: Fold<State>, stream: string): LoadedStream<State> | undefined {
    const cached = this.cache.get(stream);
    return cached?.isOf(decider) ? cached : undefined;
  }

  /** As the log has it now. */
  async current<State>(decider: Fold<State>, stream: string): Promise<LoadedStream<State>> {
    const loaded = this.cached(decider, stream) ?? new LoadedStream(decider);
    await this.catchUp(loaded, stream);
    this.cache.set(stream, loaded);
    return loaded;
  }

  /** Reads what the log has beyond; whether that was anything. */
  async catchUp(loaded: LoadedStream<unknown>, stream: string): Promise<boolean> {
    const tail = await this.read(stream, firstAfter(loaded.revision));
    loaded.advance(tail);
    return tail.length > 0;
  }

  /** Events that the log has taken after `before`. */
  advance(stream: string, before: ExpectedRevision, events: readonly RecordedEvent[]): void {
    const loaded = this.cache.get(stream);
    if (loaded?.revision === before) loaded.advance(events);
    else this.forget(stream);
  }

  async read(stream: string, from = 0): Promise<readonly RecordedEvent[]> {
    return this.decoded(await this.reads.read(stream, from));
  }

  /** The log's events as everyone in here sees them. */
  decoded(events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
    return this.parts.sealer.open(events.map((event) => this.parts.registry.upcast(event)));
  }

  forget(stream: string): void {
    this.cache.delete(stream);
  }
}
