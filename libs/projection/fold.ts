import type { Position } from '../event-log/event-log.js';
import type { RecordedEvent } from '../kernel/events.js';
import { withoutUndefined } from '../kernel/json.js';
import { checkRow } from '../read-store/fields.js';
import type { ReadModel, Row } from '../read-store/read-model.js';
import type { ModelChanges, Version } from '../read-store/read-store.js';
import { park, parkedId, PoisonEvent, wholeModel, type OnPoison, type Parked, type ParkedKeys } from './parked.js';
import type { Found, RowChange } from './row-changes.js';

export interface FoldOptions {
  readonly found: ReadonlyMap<ReadModel, Found>;
  readonly parked: ParkedKeys;
  readonly onPoison: OnPoison;
  /** Where the events begin in the log. */
  readonly after: Position | undefined;
}

export interface Folded {
  readonly changes: readonly ModelChanges[];
  /** The parked keys that are new, or for which more waits. */
  readonly parked: ParkedKeys;
}

/** Applies the rowChanges in order to an identity map of the rows. Pure: live, rebuilds, replays and verify all fold here. */
export function fold(rowChanges: readonly RowChange[], { found, parked, onPoison, after }: FoldOptions): Folded {
  const folds = new Map<ReadModel, ModelFold>();
  const nowParked = new Map<string, Parked>();
  const lastWaiting = new Map<string, RecordedEvent>();

  for (const rowChange of rowChanges) {
    const { model, parkedAs: key, event } = rowChange;
    const waiting = waitingFor(rowChange, nowParked) ?? waitingFor(rowChange, parked);
    if (waiting !== undefined) {
      const id = parkedId(waiting.model, waiting.key);
      // An event that touches several rows waits once.
      if (lastWaiting.get(id) !== event) nowParked.set(id, { ...waiting, count: waiting.count + 1 });
      lastWaiting.set(id, event);
      continue;
    }
    const into = folds.get(model) ?? new ModelFold(model, found.get(model));
    folds.set(model, into);
    try {
      into.apply(rowChange);
    } catch (error) {
      if (onPoison === 'stop') throw new PoisonEvent(model.name, key, event, error);
      nowParked.set(parkedId(model.name, key), park(model.name, key, event, after, error));
      lastWaiting.set(parkedId(model.name, key), event);
    }
  }
  return { changes: [...folds.values()].flatMap((each) => each.changes()), parked: nowParked };
}

/** What the rowChange has to wait for. */
function waitingFor({ model, parkedAs: key }: RowChange, parked: ParkedKeys): Parked | undefined {
  if (parked.size === 0) return undefined;
  return parked.get(parkedId(model.name, wholeModel)) ?? parked.get(parkedId(model.name, key));
}

/** The rows of one model as they become, event by event. */
class ModelFold {
  private readonly rows = new Map<string, Row | null>();
  private readonly versions: Version[] = [];
  private lastSequence: number;

  constructor(
    private readonly model: ReadModel,
    private readonly found: Found = { rows: new Map(), lastSequence: 0 },
  ) {
    this.lastSequence = found.lastSequence;
  }

  apply(rowChange: RowChange): void {
    if (this.model.sequenced) this.add(rowChange);
    else this.change(rowChange);
  }

  changes(): readonly ModelChanges[] {
    if (this.rows.size === 0) return [];
    const { model, rows, versions, lastSequence } = this;
    return [{ model, rows, versions, ...(model.sequenced && { lastSequence }) }];
  }

  private add({ change }: RowChange): void {
    const row = change(undefined, noRows);
    if (row === null) return;
    const sequence = this.lastSequence + 1;
    const numbered = withoutUndefined({ ...row, _id: String(sequence), sequence });
    checkRow(this.model, numbered._id, numbered);
    this.rows.set(numbered._id, numbered);
    this.lastSequence = sequence;
  }

  private change({ key, event, change }: RowChange): void {
    const before = this.rowAt(key);
    // Without what storing would drop: the keys of a row come in one order, whether it was stored in between or not.
    const after = withoutUndefined(change(before, (other) => this.rowAt(other)));
    // The same row back says that nothing changed: no version, nothing to store.
    if (after === (before ?? null)) return;
    if (after !== null) checkRow(this.model, key, after);
    this.rows.set(key, after);
    if (!this.model.keepsHistory) return;
    this.versions.push({ id: key, row: after, occurredAt: event.metadata.occurredAt, recordedAt: event.recordedAt });
  }

  private rowAt(key: string): Row | undefined {
    return (this.rows.has(key) ? this.rows.get(key) : this.found.rows.get(key)) ?? undefined;
  }
}

/** A sequenced model's rows stand alone. */
const noRows = () => undefined;
