import { existsSync, renameSync } from 'node:fs';
import type { Position } from '../../event-log/event-log.js';
import type { ReadModel, Row } from '../read-model.js';
import {
  parkedEvents,
  projections,
  ReadModelRebuilding,
  ReadStoreUnavailable,
  type AsOf,
  type DocumentChange,
  type Flush,
  type Group,
  type GroupQuery,
  type ListPage,
  type ListQuery,
  type ReadStore,
  type Viewer,
} from '../read-store.js';
import { historyOf, sourcesOf } from './as-of.js';
import { modelsInState, type ModelState, type ModelStates } from '../read-store-maintenance.js';
import { deleteWal, openDisposable, promised, type SqliteDatabase } from './database.js';
import { storedCheckpoint, storedSequence, writeDocuments, writeFlush } from './flush.js';
import { groupRows } from './groups.js';
import { listRows } from './list.js';
import { loadRows, parsed } from './rows.js';
import { freeze, hasTables, statesOf, makeIndexes, makeTables, rowsTable } from './schema.js';
import { allOf, sql, type Sql } from './sql.js';
import { closedInOrder } from './unreadable-text.js';
import { visibleTo } from './visibility.js';

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
  private states: ReadonlyMap<string, ModelState> = new Map();

  constructor(protected database: SqliteDatabase) {
    this.file = database.file;
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
    if (!wasStore) makeTables(this.database, []);
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

  load<R extends Row>(model: ReadModel<R>, ids: readonly string[]): Promise<ReadonlyMap<string, R>> {
    return this.asked(model, () => loadRows(this.database, model, ids));
  }

  lastSequence(model: ReadModel): Promise<number> {
    return this.asked(model, () => storedSequence(this.database, model));
  }

  flush(flush: Flush): Promise<void> {
    return promised(() => writeFlush(this.database, flush));
  }

  put(documents: readonly DocumentChange[]): Promise<void> {
    return promised(() => this.database.transaction(() => writeDocuments(this.database, documents)));
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

  get<R extends Row>(model: ReadModel<R>, id: string, viewer: Viewer, at?: AsOf): Promise<R | undefined> {
    return this.asked(model, () => {
      for (const { table, holds } of sourcesOf(this.database, model, at)) {
        const condition = allOf([sql('_id = ?', id), visibleTo(model, table, viewer)]);
        const found = this.database.get(select(`SELECT _doc FROM ${table}`, allOf([condition, holds])));
        if (found !== undefined) return parsed<R>(found[0]);
      }
      return undefined;
    });
  }

  earliest<R extends Row>(
    model: ReadModel<R>,
    ids: readonly string[],
    viewer: Viewer,
  ): Promise<ReadonlyMap<string, R>> {
    return this.asked(model, () => {
      const wanted = sql('_id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
      const among = (table: string) => allOf([wanted, visibleTo(model, table, viewer)]);
      // Versions that ended are numbered in the order of their row; the first one found stays.
      const [past, current] = [historyOf(model), rowsTable(model)];
      const ended = select(`SELECT _id, _doc FROM ${past}`, among(past), 'ORDER BY _version');
      const rows = select(`SELECT _id, _doc FROM ${current}`, among(current));
      const earliest = new Map<string, R>();
      for (const [id, document] of [...this.database.all(ended), ...this.database.all(rows)]) {
        if (!earliest.has(String(id))) earliest.set(String(id), parsed<R>(document));
      }
      return earliest;
    });
  }

  list<R extends Row>(model: ReadModel<R>, query: ListQuery): Promise<ListPage<R>> {
    return this.asked(model, () => listRows(this.database, model, query));
  }

  group(model: ReadModel, query: GroupQuery): Promise<readonly Group[]> {
    return this.asked(model, () => groupRows(this.database, model, query));
  }

  /**
   * Goes on with another file in this one's place, at once: every query finds an open store. Readers other than the projections
   * keep their checkpoints and documents.
   */
  replaceWith(file: string, models: readonly ReadModel[]): void {
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
  }

  close(): Promise<void> {
    return promised(() => {
      try {
        this.database.checkpointed();
      } finally {
        this.database.close();
        closedInOrder(this.file);
      }
    });
  }

  private asked<T>(model: ReadModel, work: () => T): Promise<T> {
    return promised(() => {
      if (this.states.get(model.name) === 'nothing') throw new ReadModelRebuilding(model.name);
      return this.database.reading(work);
    });
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
        next.run({ sql: 'INSERT OR REPLACE INTO _checkpoints VALUES (?, ?)', values });
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

const select = (from: string, where: Sql, ending = ''): Sql => ({
  sql: `${from} WHERE ${where.sql} ${ending}`,
  values: where.values,
});
