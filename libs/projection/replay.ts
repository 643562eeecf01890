import type { EventLog, Position } from '../event-log/event-log.js';
import { pagesToEnd } from '../event-log/pages-to-end.js';
import { positionOf } from '../event-log/position.js';
import { DomainError } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { ReadModel } from '../read-store/read-model.js';
import { parkedEvents, projections, type ReadStore } from '../read-store/read-store.js';
import { fold } from './fold.js';
import { piecesOf, type Piece } from './pieces.js';
import { parkedChange, parkedId, wholeModel, type Parked, type ParkedRefusal } from './parked.js';
import { loadChangedRows, routesOf, rowChangesOf, type RowChange } from './row-changes.js';

export interface ReplayOptions {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly models: readonly ReadModel[];
  readonly model: string;
  readonly key: string;
  readonly pageSize?: number;
}

/**
 * Folds what is parked for one key, from the event that was refused up to the checkpoint, and unparks it; parks it again from the
 * event that is refused now. Page by page: killed between two, what is left is still parked. The store must stand still meanwhile.
 * @throws DomainError `nothing-parked` or `model-parked`
 */
export async function replayKey(options: ReplayOptions): Promise<Parked | undefined> {
  const { log, store, models, model, key, pageSize = 1_000 } = options;
  const id = parkedId(model, key);
  const others = new Map(await store.documents<Parked>(parkedEvents));
  const parked = others.get(id);
  const checkpoint = await store.checkpoint(projections);
  if (parked === undefined || checkpoint === undefined) {
    throw new DomainError<ParkedRefusal>('nothing-parked', `Nothing is parked for ${model} ${key}.`);
  }
  if (key !== wholeModel && others.has(parkedId(model, wholeModel))) {
    throw new DomainError<ParkedRefusal>('model-parked', `All of ${model} is parked: replay "${wholeModel}" first.`);
  }
  others.delete(id);

  const routes = routesOf(models.filter(({ name }) => name === model));
  const waits = (rowChange: RowChange) => key === wholeModel || rowChange.parkedAs === key;
  const isAtEnd = (position: Position) => log.compare(position, checkpoint) >= 0;
  const isDue = (event: RecordedEvent) =>
    log.compare(positionOf(event), parked.position) >= 0 && log.compare(positionOf(event), checkpoint) <= 0;
  let left: Parked = parked;
  let after = parked.after ?? undefined;

  const take = async ({ rowChanges, until }: Piece): Promise<void> => {
    const found = await loadChangedRows(store, rowChanges);
    const folded = fold(rowChanges, { found, parked: others, onPoison: 'park', after });
    for (const [each, document] of folded.parked) others.set(each, document);

    left = { ...left, after: until, count: left.count - new Set(rowChanges.map(({ event }) => event)).size };
    const own = others.get(id) ?? (isAtEnd(until) ? null : left);
    const documents = [...folded.parked, [id, own] as const].map(([each, document]) => parkedChange(each, document));
    await store.flush({ reader: projections, after: checkpoint, checkpoint, changes: folded.changes, documents });
    after = until;
  };

  for await (const { events, next } of pagesToEnd(log, { after, count: pageSize })) {
    const rowChanges = rowChangesOf(routes, events.filter(isDue)).filter(waits);
    // What is left is one more document in each flush.
    for (const piece of piecesOf(rowChanges, store.mostPerFlush - 1, next)) await take(piece);
    if (isAtEnd(next)) break;
  }
  return others.get(id);
}
