import type { EventLog, Position } from '../event-log/event-log.js';
import { comparePositions, positionOf } from '../event-log/position.js';
import type { ReadModel } from '../read-store/read-model.js';
import { parkedEvents, projections, type ReadStore } from '../read-store/read-store.js';
import { fold } from './fold.js';
import { parkedChange, parkedId, wholeModel, type Parked } from './parked.js';
import { loadTouched, routesOf, touchesOf, type Touch } from './touches.js';

export interface ReplayOptions {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly models: readonly ReadModel[];
  readonly model: string;
  readonly key: string;
}

/**
 * Folds what is parked for one key, from the event that was refused up to the checkpoint, and unparks it; parks it again from the
 * event that is refused now. The store must stand still meanwhile. @throws RangeError when it cannot be replayed now
 */
export async function replayKey({ log, store, models, model, key }: ReplayOptions): Promise<Parked | undefined> {
  const id = parkedId(model, key);
  const others = new Map(await store.documents<Parked>(parkedEvents));
  const parked = others.get(id);
  const checkpoint = await store.checkpoint(projections);
  if (parked === undefined || checkpoint === undefined) throw new RangeError(`Nothing is parked for ${model} ${key}.`);
  if (key !== wholeModel && others.has(parkedId(model, wholeModel))) {
    throw new RangeError(`All of ${model} is parked: replay "${wholeModel}" first.`);
  }
  others.delete(id);

  const touches = await waitingTouches(
    log,
    models.filter(({ name }) => name === model),
    parked,
    checkpoint,
  );
  const found = await loadTouched(store, touches);
  const folded = fold(touches, { found, parked: others, onPoison: 'park', after: parked.after ?? undefined });
  const documents = [
    parkedChange(id, null),
    ...[...folded.parked].map(([each, document]) => parkedChange(each, document)),
  ];
  await store.flush({ reader: projections, checkpoint, changes: folded.changes, documents });
  return folded.parked.get(id);
}

/** The changes that waited: those of the parked key, since the event that was refused. */
async function waitingTouches(
  log: EventLog,
  models: readonly ReadModel[],
  parked: Parked,
  until: Position,
): Promise<readonly Touch[]> {
  const routes = routesOf(models);
  const waits = ({ key }: Touch) => parked.key === wholeModel || key === parked.key;
  const waiting: Touch[] = [];
  let reached = false;
  for await (const { events } of log.subscribe({ after: parked.after ?? undefined, pageSize: 5_000, live: false })) {
    for (const event of events) {
      if (comparePositions(positionOf(event), until) > 0) return waiting;
      reached ||= event.id === parked.eventId;
      if (reached) waiting.push(...touchesOf(routes, [event]).filter(waits));
    }
  }
  return waiting;
}
