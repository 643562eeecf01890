import { PositionUnknown, type EventLog, type Position } from '../../event-log/event-log.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { openSqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import { fillStore } from '../fill-store.js';
import type { OnPoison } from '../parked.js';

export interface FillBesideOptions {
  readonly log: EventLog;
  /** The file to fill: goes on where it was left, and begins anew when it is of other models or another log. */
  readonly file: string;
  readonly models: readonly ReadModel[];
  readonly pageSize?: number;
  /** Default: stop. */
  readonly onPoison?: OnPoison;
  readonly onProgress?: (position: Position) => void;
}

/** Fills a store beside the live one: rows first, then the indexes, then what came meanwhile. @throws PoisonEvent */
export async function fillBeside({
  log,
  file,
  models,
  pageSize,
  onPoison = 'stop',
  onProgress,
}: FillBesideOptions): Promise<void> {
  const store = openSqliteReadStore({ file, models, filling: true });
  const options = {
    onPoison,
    ...(pageSize === undefined ? {} : { pageSize }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const fill = () => fillStore(log, store, models, options);
  try {
    await fill().catch((error: unknown) => {
      if (!(error instanceof PositionUnknown)) throw error;
      store.reset(models, { indexes: false });
      return fill();
    });
    store.makeIndexes(models);
    await fill();
  } finally {
    await store.close();
  }
}
