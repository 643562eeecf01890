import { existsSync, renameSync } from 'node:fs';
import type { Position } from '../../event-log/event-log.js';
import { instantOf, type Instant } from '../../kernel/dates.js';
import type { ReadModel, Row } from '../read-model.js';
import {
  parkedEvents,
  projections,
  ReadStoreUnavailable,
  type AsOf,
  type DocumentChange,
  type Flush,
  type Group,
  type GroupQuery,
  type ListPage,
  type ListQuery,
  type ReadStore,
  type Snapshot,
  type Viewer,
} from '../read-store.js';
import { modelsInState, type ModelStates } from '../read-store-maintenance.js';
import { deleteWal, inMemory, openDisposable, promised, type SqliteDatabase } from './database.js';
import { storedCheckpoint, storedLatest, storedSequence, writeDocuments, writeFlush } from './flush.js';
import { ReaderConnections, SameConnection, type Readers } from './readers.js';
import { parsed } from './rows.js';
import { freeze, hasTables, statesOf, makeIndexes, makeOwnTables, makeTables } from './schema.js';
import { SqliteSnapshot } from './snapshot.js';
import { sql } from './sql.js';
import { closedInOrder } from './unreadable-text.js';

export interface SqliteReadStoreOptions {
  /** `read.db`, or `:memory:` for one that is thrown away. */
  readonly file: string;
  readonly models: readonly ReadModel[];
}

/** Opens the store, making it again, empty and without checkpoints, where the file is damaged or of other code. */
export function openSqliteReadStore({ file, models }: SqliteReadStoreOptions): SqliteReadStore {
  const store = new SqliteReadStore(openDisposable(file, 'WAL'));
  if (!store.isCurrent(models)) store.reset(models);
  store.index(models);
  return store;
}

/** Read models in one SQLite file. Disposable: whatever it holds can be filled again from the log. */
export class SqliteReadStore implements ReadStore {
  readonly file: string;
  readonly mostPerFlush = Infinity;
  /** Empty: all is as this code has it. */
  private states: ModelStates = new Map();
  private readonly readers: Readers;

  constructor(protected database: SqliteDatabase) {
    this.file = database.file;
    const isShared = database.journal === 'WAL' && database.file !== inMemory;
    this.readers = isShared ? new ReaderConnections(database.file) : new SameConnection(() => this.database);
  }

  /** Whether it holds tables for all these models as this code declares them; if not, it needs a `reset`. */
  isCurrent(models: readonly ReadModel[]): boolean {
    return [...statesOf(this.database, models).values()].every((state) => state === 'current');
  }

  /**
   * Takes the file as it is: rows of older code are answered as they are, never changed again, and what there is nothing of is refused
   * until `replaceWith`. Returns false for a file that had not even the tables of a store.
   */
  serve(models: readonly ReadModel[]): boolean {
    const wasStore = hasTables(this.database);
    if (wasStore) makeOwnTables(this.database);
    else makeTables(this.database, []);
    const states = (this.states = statesOf(this.database, models));
    freeze(this.database, [...modelsInState('older', states, models), ...modelsInState('nothing', states, models)]);
    this.index(modelsInState('current', states, models));
    return wasStore;
  }

  /** What the file has of these models. */
  statesOf(models: readonly ReadModel[]): ModelStates {
    return new Map(models.map(({ name }) => [name, this.states.get(name) ?? 'current']));
  }

  /** Drops everything, checkpoints and documents too, and makes empty tables for these models, without indexes. */
  reset(models: readonly ReadModel[]): void {
    makeTables(this.database, models);
    this.states = new Map();
  }

  /** Makes the indexes that are missing. */
  index(models: readonly ReadModel[]): void {
    makeIndexes(this.database, models);
  }

  checkpoint(reader: string): Promise<Position | undefined> {
    return promised(() => storedCheckpoint(this.database, reader));
  }

  latest(): ReturnType<ReadStore['latest']> {
    return promised(() => {
      const [position, occurred, recorded] = storedLatest(this.database) ?? [];
      if (position === undefined || occurred === null || recorded === null) return undefined;
      return { position, occurredAt: instantOf(Number(occurred)), recordedAt: instantOf(Number(recorded)) };
    });
  }

  load<R extends Row>(model: ReadModel<R>, ids: readonly string[]): Promise<ReadonlyMap<string, R>> {
    return this.rows.load(model, ids);
  }

  get<R extends Row>(model: ReadModel<R>, id: string, viewer: Viewer, at?: AsOf): Promise<R | undefined> {
    return this.rows.get(model, id, viewer, at);
  }

  earliest<R extends Row>(
    model: ReadModel<R>,
    ids: readonly string[],
    viewer: Viewer,
    knownAt?: Instant,
  ): Promise<ReadonlyMap<string, R>> {
    return this.rows.earliest(model, ids, viewer, knownAt);
  }

  list<R extends Row>(model: ReadModel<R>, query: ListQuery): Promise<ListPage<R>> {
    return this.rows.list(model, query);
  }

  group(model: ReadModel, query: GroupQuery): Promise<readonly Group[]> {
    return this.rows.group(model, query);
  }

  reading<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.readers.reading(() => this.states, work);
  }

  lastSequence(model: ReadModel): Promise<number> {
    return this.rows.asked(model, () => storedSequence(this.database, model));
  }

  flush(flush: Flush): Promise<void> {
    return this.readers.writing(() => writeFlush(this.database, flush));
  }

  put(documents: readonly DocumentChange[]): Promise<void> {
    return this.readers.writing(() => this.database.transaction(() => writeDocuments(this.database, documents)));
  }

  documents<D extends object>(collection: string, ids?: readonly string[]): Promise<ReadonlyMap<string, D>> {
    return promised(() => {
      const found = this.database.all(
        ids === undefined
          ? sql('SELECT id, document FROM _documents WHERE collection = ? ORDER BY id', collection)
          : sql(
              'SELECT id, document FROM _documents WHERE collection = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id',
              collection,
              JSON.stringify(ids),
            ),
      );
      return new Map(found.map(([id, document]) => [String(id), parsed<D>(document)]));
    });
  }

  /**
   * Goes on with another file in this one's place, at once: every query finds an open store, and every reading ends with the file it began
   * with. Readers other than the projections keep their checkpoints and documents.
   */
  replaceWith(file: string, models: readonly ReadModel[]): Promise<void> {
    return this.readers.exclusively(() => {
      if (!this.database.checkpointed()) {
        throw new ReadStoreUnavailable(
          `${this.file} is being read by another connection: run the rebuild again when verify has ended; it goes on where it stopped.`,
        );
      }
      this.handOverTo(file, models);
      this.database.close();
      deleteWal(this.file);
      renameSync(file, this.file);
      this.database = openDisposable(this.file, 'WAL');
      this.states = new Map();
    });
  }

  close(): Promise<void> {
    return this.readers.exclusively(() => {
      try {
        this.database.checkpointed();
      } finally {
        this.database.close();
        closedInOrder(this.file);
      }
    });
  }

  /** Each question of a moment of its own. */
  private get rows(): SqliteSnapshot {
    return new SqliteSnapshot(this.database, this.states);
  }

  private handOverTo(file: string, models: readonly ReadModel[]): void {
    const next = existsSync(file) ? openDisposable(file, 'DELETE') : undefined;
    const states = next && [...statesOf(next, models).values()];
    // Taking over what was never filled would leave nothing to answer from.
    if (next === undefined || states?.some((state) => state !== 'current') === true) {
      next?.close();
      throw new ReadStoreUnavailable(`${file} is not filled with the read models of this code: fill it first.`);
    }
    next.transaction(() => {
      // What an earlier try has handed over may have changed since.
      next.run(sql('DELETE FROM _checkpoints WHERE reader <> ?', projections));
      next.run(sql('DELETE FROM _documents WHERE collection <> ?', parkedEvents));
      for (const values of this.database.all(
        sql('SELECT reader, position FROM _checkpoints WHERE reader <> ?', projections),
      )) {
        next.run({ sql: 'INSERT OR REPLACE INTO _checkpoints (reader, position) VALUES (?, ?)', values });
      }
      for (const values of this.database.all(
        sql('SELECT collection, id, document FROM _documents WHERE collection <> ?', parkedEvents),
      )) {
        next.run({ sql: 'INSERT OR REPLACE INTO _documents VALUES (?, ?, ?)', values });
      }
    });
    next.close();
  }
}
