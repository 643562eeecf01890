import type { EventLog } from '../../event-log/event-log.js';
import type { ReadModel } from '../../read-store/read-model.js';
import type { AsOf, ReadStore } from '../../read-store/read-store.js';
import { openSqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import { fillStore } from '../fill-store.js';

/**
 * The models as they were at a point in time, in a store in memory that the caller closes: for models that keep no history. Reads
 * the whole log.
 */
export async function replayTo(
  log: EventLog,
  models: readonly ReadModel[],
  { asOf, knownAt }: AsOf,
): Promise<ReadStore> {
  const store = openSqliteReadStore({ file: ':memory:', models });
  await fillStore(log, store, models, {
    onPoison: 'park',
    only: ({ metadata, recordedAt }) =>
      (asOf === undefined || metadata.occurredAt <= asOf) && (knownAt === undefined || recordedAt <= knownAt),
  });
  return store;
}
