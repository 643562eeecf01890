import type { EventLog } from '../event-log/event-log.js';
import type { ReadModel } from '../read-store/read-model.js';
import type { ReadStoreAside } from '../read-store/read-store-maintenance.js';
import type { AsOf, ReadStore } from '../read-store/read-store.js';
import { later, type Instant } from '../kernel/dates.js';
import type { RecordedEvent } from '../kernel/events.js';
import { fillStore } from './fill-store.js';

/**
 * The models as they were at a point in time, in a store that is gone when the caller closes it: for models that keep no history.
 * Reads the whole log.
 */
export async function replayTo(
  log: EventLog,
  aside: Pick<ReadStoreAside, 'scratch'>,
  models: readonly ReadModel[],
  { asOf, knownAt }: AsOf,
): Promise<ReadStore> {
  const store = await aside.scratch(models);
  // Recorded times may step back: an event is never known before those that its stream had before.
  const recorded = new Map<string, Instant>();
  const recordedOf = ({ stream, recordedAt }: RecordedEvent): Instant => {
    const known = later(recordedAt, recorded.get(stream) ?? recordedAt);
    recorded.set(stream, known);
    return known;
  };
  try {
    await fillStore(log, store, models, {
      onPoison: 'park',
      only: (event) =>
        (knownAt === undefined || recordedOf(event) <= knownAt) &&
        (asOf === undefined || event.metadata.occurredAt <= asOf),
    });
    await store.makeIndexes();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
