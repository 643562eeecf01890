import type { Position } from '../event-log/event-log.js';
import type { ReadModel } from './read-model.js';
import type { ReadStore } from './read-store.js';

/**
 * What a store has of a model: rows as this code makes them; rows of older code, which can still be asked everything and are never
 * changed; or nothing to answer from.
 */
export type ModelState = 'current' | 'older' | 'nothing';
export type ModelStates = ReadonlyMap<string, ModelState>;

/** Those of the models that are in this state. */
export const modelsInState = (state: ModelState, states: ModelStates, models: readonly ReadModel[]) =>
  models.filter(({ name }) => states.get(name) === state);

/** One stored row or version. `content` is all that is stored of it, as text that is the same for the same in every store of one kind. */
export interface StoredEntry {
  readonly id: string;
  /** Tells the entries of a model apart: the id, and for a version its times. */
  readonly key: string;
  readonly content: string;
}

/** What a store has at one moment, while others go on writing. Entries come in the order of their keys' bytes in UTF-8. */
export interface StoredContents {
  checkpoint(reader: string): Promise<Position | undefined>;
  rows(model: ReadModel): AsyncIterable<StoredEntry>;
  /** The versions that ended; none without history. */
  versions(model: ReadModel): AsyncIterable<StoredEntry>;
  close(): Promise<void>;
}

/** A store that is filled from the log while nobody is answered from it. */
export interface FillingStore extends ReadStore {
  /** Leaves nothing in it, no checkpoint either. */
  empty(): Promise<void>;
  /** Makes the indexes, which would slow the fill down. Again: those that are missing. */
  makeIndexes(): Promise<void>;
  contents(): Promise<StoredContents>;
}

/** The stores beside the one that is served, and what that one has. Works from anywhere: in a thread of its own, for instance. */
export interface ReadStoreAside {
  /** The store that is to take over: it goes on where it was left, and is empty where it is of other models. One user at a time. */
  next(models: readonly ReadModel[]): Promise<FillingStore>;
  /** An empty store of its own that is gone when it is closed. */
  scratch(models: readonly ReadModel[]): Promise<FillingStore>;
  /** What the served store has now. */
  contents(): Promise<StoredContents>;
}

/** What is done to the whole of a read store, on any kind of store. Whoever opens a store takes it as it is; here it is made whole. */
export interface ReadStoreMaintenance extends ReadStoreAside {
  /** What the served store has of these models. */
  states(models: readonly ReadModel[]): Promise<ModelStates>;
  /**
   * Serves what `next` was filled with, which must be closed, from now on and at once: each query is answered by the one or the other.
   * Readers other than the projections keep their checkpoints and documents. The projections must stand still meanwhile.
   * @throws ReadStoreUnavailable when the next store is not of these models, or the served one is in use in a way that prevents it
   */
  takeOver(models: readonly ReadModel[]): Promise<void>;
}
