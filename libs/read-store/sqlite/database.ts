import { existsSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'libsql';
import { ensurePrivate } from '../../event-log/sqlite/writable-folder.js';
import { ReadStoreUnavailable } from '../read-store.js';
import type { Sql, Value } from './sql.js';

type Statement = Database.Statement;
export type Values = readonly Value[];

export const inMemory = ':memory:';
const statementsKept = 300;
const patience = 'PRAGMA busy_timeout = 5000';
/** 64 MiB of pages kept; the write-ahead log is written back every 32 MiB: each page that was changed often goes once. Large sorts use the disk. */
const sizes = 'PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8192; PRAGMA temp_store = FILE';
const damage = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];
const passing = [
  'EACCES',
  'EPERM',
  'EROFS',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_BUSY',
  'SQLITE_NOMEM',
];

/** `WAL` for a file that is read while it is written, `DELETE` for one that is to be moved: no other file belongs to it then. */
export type Journal = 'WAL' | 'DELETE';

/** One connection, its statements kept. A file found damaged is marked, so that the next start makes it again. */
export class SqliteDatabase {
  private readonly database: Database.Database;
  private statements = new Map<string, Statement>();

  constructor(
    readonly file: string,
    readonly journal: Journal,
  ) {
    this.database = this.guarded(() => {
      if (file !== inMemory) ensurePrivate(file);
      return new Database(file);
    });
    this.guarded(() => {
      this.database.exec(`${patience}; PRAGMA journal_mode = ${journal}; PRAGMA synchronous = NORMAL; ${sizes}`);
    });
  }

  all(query: Sql): readonly Values[] {
    return this.guarded(() => this.prepared(query.sql).all(query.values) as Values[]);
  }

  get(query: Sql): Values | undefined {
    return this.guarded(() => this.prepared(query.sql).get(query.values) as Values | undefined);
  }

  /** The answer row by row; nothing else may run on this connection meanwhile. */
  iterate(query: Sql): IterableIterator<Values> {
    return this.guarded(() => this.prepared(query.sql).iterate(query.values) as IterableIterator<Values>);
  }

  run(query: Sql): void {
    this.guarded(() => this.prepared(query.sql).run(query.values));
  }

  exec(statements: string): void {
    this.guarded(() => this.database.exec(statements));
  }

  transaction<T>(work: () => T): T {
    return this.between('BEGIN IMMEDIATE', work);
  }

  /** All that is read meanwhile is of one moment, whoever writes. */
  reading<T>(work: () => T): T {
    return this.database.inTransaction ? work() : this.between('BEGIN', work);
  }

  /** From now on all that is read is of this moment. */
  beginReading(): void {
    this.run({ sql: 'BEGIN', values: [] });
    // Only the first read fixes the moment.
    this.get({ sql: 'SELECT 1 FROM sqlite_schema LIMIT 1', values: [] });
  }

  endReading(): void {
    this.rollBack();
  }

  /** Writes everything into the main file, without waiting for anyone. False when a reader is in the way. */
  checkpointed(): boolean {
    this.exec('PRAGMA busy_timeout = 0');
    const [busy] = this.get({ sql: 'PRAGMA wal_checkpoint(TRUNCATE)', values: [] }) ?? [];
    this.exec(patience);
    return busy === 0;
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }

  private between<T>(begin: string, work: () => T): T {
    this.run({ sql: begin, values: [] });
    try {
      const result = work();
      this.run({ sql: 'COMMIT', values: [] });
      return result;
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  private prepared(text: string): Statement {
    const known = this.statements.get(text);
    if (known !== undefined) return known;
    if (this.statements.size >= statementsKept) this.statements.clear();
    const statement = this.database.prepare(text);
    if (statement.reader) statement.raw();
    this.statements.set(text, statement);
    return statement;
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.explained(error);
    }
  }

  private explained(error: unknown): unknown {
    if (isDamage(error)) {
      this.mark();
      return new ReadStoreUnavailable(`${this.file} is damaged (${String(error)}). The next start rebuilds it.`, {
        cause: error,
      });
    }
    if (!hasCode(error, passing)) return error;
    return new ReadStoreUnavailable(`${this.file} cannot be used: ${String(error)}.`, { cause: error });
  }

  private mark(): void {
    try {
      if (this.file !== inMemory) writeFileSync(markOf(this.file), '', { mode: 0o600 });
    } catch {
      // Not on a disk that is full: the next query that finds it marks it.
    }
  }

  /** What failed is said, not that this failed too. */
  private rollBack(): void {
    try {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
    } catch {
      // SQLite rolls some errors back by itself.
    }
  }
}

/** libsql answers at once; whatever it throws comes out of the promise. */
export const promised = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });

/** Opens the file; one that is damaged, or was found so before, is deleted first: it can be filled again from the log. */
export function openDisposable(file: string, journal: Journal): SqliteDatabase {
  if (isMarked(file)) deleteDatabase(file);
  try {
    return readable(file, journal);
  } catch (error) {
    if (!isMarked(file)) throw error;
    deleteDatabase(file);
    return readable(file, journal);
  }
}

/** Whether the file was found damaged: the next opening makes it again. */
export const isMarked = (file: string): boolean => file !== inMemory && existsSync(markOf(file));

/** The name of another file in the same folder: `read.db` and `next` give `read.next.db`. */
export const beside = (file: string, word: string): string => `${file.replace(/\.db$/, '')}.${word}.db`;

export function deleteDatabase(file: string): void {
  for (const each of [file, `${file}-journal`, markOf(file)]) rmSync(each, { force: true });
  deleteWal(file);
}

/** Only for a file whose log has been written into it: another database moved there must not meet it. */
export function deleteWal(file: string): void {
  for (const each of [`${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
}

function readable(file: string, journal: Journal): SqliteDatabase {
  const database = new SqliteDatabase(file, journal);
  try {
    database.all({ sql: 'SELECT name FROM sqlite_schema', values: [] });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const markOf = (file: string): string => `${file}.damaged`;

const isDamage = (error: unknown): boolean => hasCode(error, damage);

const hasCode = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.some((code) => String(error.code).startsWith(code));
