import { PositionUnknown, type EventLog, type Position } from '../event-log/event-log.js';
import type { ReadModel } from '../read-store/read-model.js';
import type { FillingStore, ReadStoreAside } from '../read-store/read-store-maintenance.js';
import { fillStore } from './fill-store.js';
import type { OnPoison } from './parked.js';

export interface FillWholeOptions {
  readonly pageSize?: number;
  /** Default: stop. */
  readonly onPoison?: OnPoison;
  readonly onProgress?: (position: Position) => void;
  /** Ends it after a page. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fills a store that nobody is answered from: rows first, then the indexes, then what came meanwhile. It goes on where the store was
 * left, and begins again when that is of another log. @throws PoisonEvent
 */
export async function fillWholeStore(
  log: EventLog,
  store: FillingStore,
  models: readonly ReadModel[],
  options: FillWholeOptions = {},
): Promise<void> {
  const fill = () => fillStore(log, store, models, options);
  await fill().catch(async (error: unknown) => {
    if (!(error instanceof PositionUnknown)) throw error;
    await store.empty();
    await fill();
  });
  await store.makeIndexes();
  await fill();
}

/** Fills the store that is to take over. Killed, it goes on where it was. @throws PoisonEvent */
export async function fillNext(
  log: EventLog,
  aside: Pick<ReadStoreAside, 'next'>,
  models: readonly ReadModel[],
  options: FillWholeOptions = {},
): Promise<void> {
  const store = await aside.next(models);
  try {
    await fillWholeStore(log, store, models, options);
  } finally {
    await store.close();
  }
}
