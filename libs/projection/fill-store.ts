import { setImmediate } from 'node:timers/promises';
import type { EventLog, Position } from '../event-log/event-log.js';
import { pagesToEnd } from '../event-log/pages-to-end.js';
import { positionOf } from '../event-log/position.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { ReadModel } from '../read-store/read-model.js';
import type { ReadStore } from '../read-store/read-store.js';
import { ProjectionWriter } from './projection-writer.js';
import type { OnPoison } from './parked.js';

export interface FillOptions {
  readonly pageSize?: number;
  /** Default: stop. */
  readonly onPoison?: OnPoison;
  /** Take nothing after this position; default: up to where the log ends. */
  readonly until?: Position;
  /** Leave out what this refuses. */
  readonly only?: (event: RecordedEvent) => boolean;
  /** Is told where it is, and how many events it has taken. */
  readonly onProgress?: (position: Position, events: number) => void;
  /** Ends it after a page, as a kill would: thrown is the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Fills the store from its checkpoint on, until it has caught up with the log. @throws PoisonEvent @throws PositionUnknown */
export async function fillStore(
  log: EventLog,
  store: ReadStore,
  models: readonly ReadModel[],
  { pageSize = 10_000, onPoison = 'stop', until, only, onProgress, signal }: FillOptions = {},
): Promise<void> {
  const writer = await ProjectionWriter.resume(store, models, onPoison);
  const within = (event: RecordedEvent) => until === undefined || log.compare(positionOf(event), until) <= 0;

  let count = 0;
  for await (const { events, next } of pagesToEnd(log, { after: writer.position, count: pageSize })) {
    const taken = events.filter(within);
    const ended = taken.length < events.length || next === until;
    if (taken.length > 0) {
      const checkpoint = ended && until !== undefined ? until : next;
      await writer.apply(only === undefined ? taken : taken.filter(only), checkpoint);
      count += taken.length;
      onProgress?.(checkpoint, count);
    }
    if (ended) return;
    // Stores may answer at once: others get their turn between two pages.
    await setImmediate();
    signal?.throwIfAborted();
  }
}
