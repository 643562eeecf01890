import { setImmediate } from 'node:timers/promises';
import type { EventLog, Position } from '../event-log/event-log.js';
import type { ReadModel } from '../read-store/read-model.js';
import type { ReadStoreAside, StoredContents, StoredEntry } from '../read-store/read-store-maintenance.js';
import { projections } from '../read-store/read-store.js';
import { fillStore } from './fill-store.js';

export interface VerifyOptions {
  readonly log: EventLog;
  /** Of the served store, which may be in use. */
  readonly aside: Pick<ReadStoreAside, 'contents' | 'scratch'>;
  readonly models: readonly ReadModel[];
  /** Is told how many events were rebuilt from, then how many rows and versions were compared. */
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
 * Compares the served read models with a rebuild from the log up to the very position where they stand: all rows and versions, byte
 * for byte. What is parked in both is equal.
 */
export async function verify({ log, aside, models, onProgress = () => undefined }: VerifyOptions): Promise<Verified> {
  const rebuilt = await aside.scratch(models);
  let events = 0;
  const fillUntil = async (until: Position | undefined): Promise<void> => {
    const before = events;
    const told = (_position: Position, taken: number) => {
      events = before + taken;
      onProgress('events', events);
    };
    if (until !== undefined) await fillStore(log, rebuilt, models, { until, onPoison: 'park', onProgress: told });
  };
  try {
    // Most of the log is taken before the moment that is compared: a store keeps it for a short time only.
    await fillUntil(await servedPosition(aside));
    const live = await aside.contents();
    try {
      const [until, filled] = [await live.checkpoint(projections), await rebuilt.checkpoint(projections)];
      // Another store has taken the served one's place, and is not as far.
      if (filled !== undefined && !(until !== undefined && log.compare(filled, until) <= 0)) await rebuilt.empty();
      await fillUntil(until);
      const made = await rebuilt.contents();
      try {
        return await compareContents(models, live, made, (rows) => onProgress('rows', rows));
      } finally {
        await made.close();
      }
    } finally {
      await live.close();
    }
  } finally {
    await rebuilt.close();
  }
}

async function servedPosition(aside: Pick<ReadStoreAside, 'contents'>): Promise<Position | undefined> {
  const live = await aside.contents();
  try {
    return await live.checkpoint(projections);
  } finally {
    await live.close();
  }
}

/** Compares all rows and versions of two stores, byte for byte. */
export async function compareContents(
  models: readonly ReadModel[],
  live: StoredContents,
  made: StoredContents,
  onRows: (rows: number) => void,
): Promise<Verified> {
  const differences: Difference[] = [];
  let rows = 0;
  let equal = true;
  for await (const [model, left, right] of pairsOf(models, live, made)) {
    rows += 1;
    if (rows % 1_000 === 0) {
      onRows(rows);
      await setImmediate();
    }
    if (left?.content === right?.content) continue;
    equal = false;
    const id = (left ?? right)?.id ?? '';
    if (differences.length < differencesShown) {
      differences.push({ model: model.name, id, live: left?.content ?? null, rebuilt: right?.content ?? null });
    }
  }
  return { equal, rows, differences };
}

async function* pairsOf(
  models: readonly ReadModel[],
  live: StoredContents,
  made: StoredContents,
): AsyncGenerator<readonly [ReadModel, ...Pair], void> {
  for (const model of models) {
    for await (const pair of pairs(live.rows(model), made.rows(model))) yield [model, ...pair];
    for await (const pair of pairs(live.versions(model), made.versions(model))) yield [model, ...pair];
  }
}

type Pair = readonly [live: StoredEntry | undefined, rebuilt: StoredEntry | undefined];

/** Walks two lists side by side that are both in the order of their keys. */
async function* pairs(live: AsyncIterable<StoredEntry>, made: AsyncIterable<StoredEntry>): AsyncGenerator<Pair, void> {
  const [left, right] = [live[Symbol.asyncIterator](), made[Symbol.asyncIterator]()];
  let [a, b] = [await nextOf(left), await nextOf(right)];
  while (a !== undefined || b !== undefined) {
    const order = a === undefined ? 1 : b === undefined ? -1 : inBytes(a.key, b.key);
    yield [order <= 0 ? a : undefined, order >= 0 ? b : undefined];
    if (order <= 0) a = await nextOf(left);
    if (order >= 0) b = await nextOf(right);
  }
}

async function nextOf(entries: AsyncIterator<StoredEntry>): Promise<StoredEntry | undefined> {
  const next = await entries.next();
  return next.done === true ? undefined : next.value;
}

const inBytes = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)));
