import { setImmediate } from 'node:timers/promises';
import type { EventLog, Position } from '../../event-log/event-log.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { projections } from '../../read-store/read-store.js';
import { beside, deleteDatabase } from '../../read-store/sqlite/database.js';
import { SqliteSnapshot, type StoredEntry } from '../../read-store/sqlite/snapshot.js';
import { openSqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import { fillStore } from '../fill-store.js';

export interface VerifyOptions {
  readonly log: EventLog;
  /** The live store's file; it may be in use. */
  readonly file: string;
  readonly models: readonly ReadModel[];
  /** Hears how many events were rebuilt from, then how many rows and versions were compared. */
  readonly onProgress?: (step: 'events' | 'rows', done: number) => void;
}

/** A row or version that is not the same; null where there is none. The contents are its columns as text. */
export interface Difference {
  readonly model: string;
  readonly id: string;
  readonly live: string | null;
  readonly rebuilt: string | null;
}

export interface Verified {
  readonly equal: boolean;
  /** How many rows and versions were compared. */
  readonly rows: number;
  /** The first 20. */
  readonly differences: readonly Difference[];
}

const differencesShown = 20;

/**
 * Compares the live read models with a rebuild from the log up to the very position where they stand: all rows and versions, byte
 * for byte. What is parked in both is equal.
 */
export async function verify({ log, file, models, onProgress = () => undefined }: VerifyOptions): Promise<Verified> {
  const live = new SqliteSnapshot(file);
  const rebuiltFile = beside(file, 'verify');
  try {
    deleteDatabase(rebuiltFile);
    await rebuildUntil(live.checkpoint(projections));
    const rebuilt = new SqliteSnapshot(rebuiltFile);
    try {
      return await compared(live, rebuilt);
    } finally {
      rebuilt.close();
    }
  } finally {
    live.close();
    deleteDatabase(rebuiltFile);
  }

  async function rebuildUntil(until: Position | undefined): Promise<void> {
    const store = openSqliteReadStore({ file: rebuiltFile, models, filling: true });
    const heard = (_position: Position, events: number) => onProgress('events', events);
    if (until !== undefined) await fillStore(log, store, models, { until, onPoison: 'park', onProgress: heard });
    await store.close();
  }

  async function compared(left: SqliteSnapshot, right: SqliteSnapshot): Promise<Verified> {
    const differences: Difference[] = [];
    let rows = 0;
    let equal = true;
    for (const [model, stored, made] of pairsOf(models, left, right)) {
      rows += 1;
      if (rows % 1_000 === 0) {
        onProgress('rows', rows);
        await setImmediate();
      }
      if (stored?.content === made?.content) continue;
      equal = false;
      const id = (stored ?? made)?.id ?? '';
      if (differences.length < differencesShown) {
        differences.push({ model: model.name, id, live: stored?.content ?? null, rebuilt: made?.content ?? null });
      }
    }
    return { equal, rows, differences };
  }
}

function* pairsOf(
  models: readonly ReadModel[],
  left: SqliteSnapshot,
  right: SqliteSnapshot,
): Generator<readonly [ReadModel, ...Pair], void> {
  for (const model of models) {
    for (const pair of pairs(left.rows(model), right.rows(model))) yield [model, ...pair];
    for (const pair of pairs(left.versions(model), right.versions(model))) yield [model, ...pair];
  }
}

type Pair = readonly [live: StoredEntry | undefined, rebuilt: StoredEntry | undefined];

/** Walks two lists side by side that are both in the order of their keys. */
function* pairs(
  left: Iterator<StoredEntry, undefined>,
  right: Iterator<StoredEntry, undefined>,
): Generator<Pair, void> {
  let [a, b] = [left.next().value, right.next().value];
  while (a !== undefined || b !== undefined) {
    const order = a === undefined ? 1 : b === undefined ? -1 : Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
    yield [order <= 0 ? a : undefined, order >= 0 ? b : undefined];
    if (order <= 0) a = left.next().value;
    if (order >= 0) b = right.next().value;
  }
}
