import type { RecordedEvent } from '../kernel/events.js';
import type { Reaction, ReadModel, Row, RowsByKey } from '../read-store/read-model.js';
import { idIn, reactionTo } from '../read-store/reaction.js';
import type { ReadStore } from '../read-store/read-store.js';
import { messageOf, wholeModel } from './parked.js';

/** One event's change to one row of one model. */
export interface RowChange {
  readonly model: ReadModel;
  readonly key: string;
  /** What waits with it when it is refused: its row, the rows of its stream, or the whole model. */
  readonly parkedAs: string;
  readonly event: RecordedEvent;
  readonly change: (row: Row | undefined, others: RowsByKey<Row>) => Row | null;
}

/** Which models react to a type of event, and how; looked up once per type. */
export type Routes = (type: string) => readonly Route[];

interface Route {
  readonly model: ReadModel;
  readonly reaction: Reaction<Row, RecordedEvent>;
}

export function routesOf(models: readonly ReadModel[]): Routes {
  const known = new Map<string, readonly Route[]>();
  return (type) => {
    const found = known.get(type) ?? routesTo(models, type);
    known.set(type, found);
    return found;
  };
}

/** Everything these events change, in their order. */
export function rowChangesOf(routes: Routes, events: readonly RecordedEvent[]): readonly RowChange[] {
  return events.flatMap((event) =>
    routes(event.type).flatMap(({ model, reaction }) => rowChangesBy(model, reaction, event)),
  );
}

/** What a fold starts from: the stored rows of the changed keys, and the last number of a sequenced model. */
export interface Found {
  readonly rows: ReadonlyMap<string, Row>;
  readonly lastSequence: number;
}

/** Loads all changed rows, one question per model. */
export async function loadChangedRows(
  store: Pick<ReadStore, 'load' | 'lastSequence'>,
  rowChanges: readonly RowChange[],
): Promise<ReadonlyMap<ReadModel, Found>> {
  const keys = new Map<ReadModel, Set<string>>();
  for (const { model, key } of rowChanges) {
    const known = keys.get(model);
    if (known === undefined) keys.set(model, new Set([key]));
    else known.add(key);
  }
  const found = new Map<ReadModel, Found>();
  for (const [model, changed] of keys) {
    if (model.sequenced) found.set(model, { rows: new Map(), lastSequence: await store.lastSequence(model) });
    else found.set(model, { rows: await store.load(model, [...changed]), lastSequence: 0 });
  }
  return found;
}

function routesTo(models: readonly ReadModel[], type: string): readonly Route[] {
  return models.flatMap((model) => {
    const reaction = reactionTo(model, type);
    return reaction === undefined ? [] : [{ model, reaction }];
  });
}

function rowChangesBy(
  model: ReadModel,
  reaction: Reaction<Row, RecordedEvent>,
  event: RecordedEvent,
): readonly RowChange[] {
  try {
    return [...new Set(reaction.keys(event))].map(mustBeKey).map((key) => ({
      model,
      key: model.sequenced ? wholeModel : key,
      parkedAs: model.sequenced ? wholeModel : model.together ? idIn(event.stream) : key,
      event,
      change: (row, others) => reaction.change(row, event, key, others),
    }));
  } catch (error) {
    // Which rows it changes is unknown: the whole model waits for it.
    const fail = (): never => {
      throw new Error(`its keys cannot be told: ${messageOf(error)}`, { cause: error });
    };
    return [{ model, key: wholeModel, parkedAs: wholeModel, event, change: fail }];
  }
}

/** An event without the field that the key is taken from, for instance, gives something else than text. */
function mustBeKey(key: unknown): string {
  if (typeof key === 'string' && key !== '') return key;
  throw new TypeError(`${String(key)} is no key`);
}
