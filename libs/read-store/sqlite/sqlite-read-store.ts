import { renameSync } from 'node:fs';
import type { Position } from '../../event-log/event-log.js';
import { canonicalJson } from '../../kernel/json.js';
import type { ReadModel, Row } from '../read-model.js';
import {
  parkedEvents,
  projections,
  ReadModelRebuilding,
  type AsOf,
  type Flush,
  type Group,
  type GroupQuery,
  type ListPage,
  type ListQuery,
  type ReadStore,
  type Viewer,
} from '../read-store.js';
import { historyOf, sourcesOf } from './as-of.js';
import { deleteWal, openDisposable, type SqliteDatabase } from './database.js';
import { groupRows } from './groups.js';
import { listRows } from './list.js';
import { countRows, loadRows, parsed, writeChanges } from './rows.js';
import { freeze, hasTables, statesOf, makeIndexes, makeTables, rowsTable, type ModelState } from './schema.js';
import { allOf, sql, type Sql } from './sql.js';
import { closedInOrder } from './unreadable-text.js';
import { visibleTo } from './visibility.js';

export interface SqliteReadStoreOptions {
  /** `read.db`, or `:memory:` for one that is thrown away. */
  readonly file: string;
  readonly models: readonly ReadModel[];
  /** For a store that is filled beside the live one: nothing but the file itself, and indexes only when asked for. */
  readonly filling?: boolean;
}

/** Opens the store, making it anew, empty and without checkpoints, where the file is damaged or of other code. */
export function openSqliteReadStore({ file, models, filling = false }: SqliteReadStoreOptions): SqliteReadStore {
  const store = new SqliteReadStore(openDisposable(file, filling ? 'DELETE' : 'WAL'));
  if (!store.isCurrent(models)) store.reset(models, { indexes: !filling });
  else if (!filling) store.makeIndexes(models);
  return store;
}

/** Read models in one SQLite file. Disposable: whatever it holds can be filled again from the log. */
export class SqliteReadStore implements ReadStore {
  readonly file: string;
  /** Empty: all is as this code has it. */
  private states: ReadonlyMap<string, ModelState> = new Map();

  constructor(private database: SqliteDatabase) {
    this.file = database.file;
  }

  /** Whether it holds tables for all these models as this code declares them; if not, it needs a `reset`. */
  isCurrent(models: readonly ReadModel[]): boolean {
    return [...statesOf(this.database, models).values()].every((state) => state === 'current');
  }

  /**
   * Takes the file as it is: rows of older code are answered as they are, never changed again, and what there is nothing of is refused
   * until `replaceWith`. Gives false for a file that had not even the tables of a store.
   */
  serve(models: readonly ReadModel[]): boolean {
    const wasStore = hasTables(this.database);
    if (!wasStore) makeTables(this.database, []);
    this.states = statesOf(this.database, models);
    freeze(this.database, [...this.modelsInState('older', models), ...this.modelsInState('nothing', models)]);
    this.makeIndexes(this.modelsInState('current', models));
    return wasStore;
  }

  /** Those of the models that the file has current rows of, or older ones, or nothing to answer from. */
  modelsInState(state: ModelState, models: readonly ReadModel[]): readonly ReadModel[] {
    return models.filter(({ name }) => (this.states.get(name) ?? 'current') === state);
  }

  /** Drops everything, checkpoints and documents too, and makes empty tables for these models. */
  reset(models: readonly ReadModel[], { indexes = true } = {}): void {
    makeTables(this.database, models);
    this.states = new Map();
    if (indexes) this.makeIndexes(models);
  }

  makeIndexes(models: readonly ReadModel[]): void {
    makeIndexes(this.database, models);
  }

  checkpoint(reader: string): Promise<Position | undefined> {
    return promised(() => {
      const found = this.database.get(sql('SELECT position FROM _checkpoints WHERE reader = ?', reader));
      return found === undefined ? undefined : (String(found[0]) as Position);
    });
  }

  load<R extends Row>(model: ReadModel<R>, ids: readonly string[]): Promise<ReadonlyMap<string, R>> {
    return this.asked(model, () => loadRows(this.database, model, ids));
  }

  size(model: ReadModel): Promise<number> {
    return this.asked(model, () => countRows(this.database, model));
  }

  flush({ reader, checkpoint, changes, documents }: Flush): Promise<void> {
    return promised(() => {
      this.database.transaction(() => {
        for (const each of changes) writeChanges(this.database, each);
        for (const { collection, id, document } of documents) {
          if (document === null)
            this.database.run(sql('DELETE FROM _documents WHERE collection = ? AND id = ?', collection, id));
          else
            this.database.run(
              sql(`INSERT OR REPLACE INTO _documents VALUES (?, ?, ?)`, collection, id, canonicalJson(document)),
            );
        }
        this.database.run(sql('INSERT OR REPLACE INTO _checkpoints VALUES (?, ?)', reader, checkpoint));
      });
    });
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
        const condition = allOf([sql('_id = ?', id), visibleTo(model, viewer, table), holds]);
        const found = this.database.get(select(`SELECT _doc FROM ${table}`, condition));
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
      const of = (table: string) => allOf([wanted, visibleTo(model, viewer, table)]);
      const [history, current] = [historyOf(model), rowsTable(model)];
      // Versions that ended are numbered in the order of their row; the first one found stays.
      const ended = select(`SELECT _id, _doc FROM ${history}`, of(history), 'ORDER BY _version');
      const rows = select(`SELECT _id, _doc FROM ${current}`, of(current));
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
  replaceWith(file: string): void {
    if (!this.database.checkpointed()) {
      throw new Error(
        `${this.file} is being read by another connection: run the rebuild again when verify has ended; it goes on where it stopped.`,
      );
    }
    this.handOverTo(file);
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

  private handOverTo(file: string): void {
    const next = openDisposable(file, 'DELETE');
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

/** libsql answers at once; whatever it throws comes out of the promise. */
const promised = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });
