import { LogDamaged, PositionUnknown, type EventLog } from '../../event-log/event-log.js';
import { projections, type ReadStore } from '../../read-store/read-store.js';

/** Where the two are, and what to do where the shorter log is the one that is meant. */
interface Places {
  readonly log: string;
  readonly store: string;
  readonly remedy: string;
}

/** Read models that know more than the log were built from another one: an older backup of it, perhaps. @throws LogDamaged */
export async function refuseShorterLog(
  log: Pick<EventLog, 'readAll'>,
  store: Pick<ReadStore, 'checkpoint'>,
  places: Places,
): Promise<void> {
  const checkpoint = await store.checkpoint(projections);
  if (checkpoint === undefined) return;
  try {
    await log.readAll({ after: checkpoint, count: 1 });
  } catch (error) {
    if (!(error instanceof PositionUnknown)) throw error;
    throw new LogDamaged(
      `${places.log} does not reach ${checkpoint}, up to which ${places.store} was built from it. Was an older backup restored? ` +
        `Restore the newer log; or, if this one is meant, ${places.remedy}.`,
    );
  }
}
