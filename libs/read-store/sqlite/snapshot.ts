import type { Position } from '../../event-log/event-log.js';
import type { ReadModel } from '../read-model.js';
import { SqliteDatabase } from './database.js';
import { storedCheckpoint } from './flush.js';
import { fieldColumns, rowsTable, versionsTable } from './schema.js';
import { sql } from './sql.js';

/** One stored row or version: all its columns as text, and by what it is in order. */
export interface StoredEntry {
  readonly id: string;
  readonly key: string;
  readonly content: string;
}

/** A read store's file as it is at one moment, seen over a connection of its own while others go on writing. */
export class SqliteSnapshot {
  private readonly database: SqliteDatabase;

  constructor(file: string) {
    this.database = new SqliteDatabase(file, 'WAL');
    // Read once from one end to the other: nothing is worth keeping.
    this.database.exec('PRAGMA query_only = ON; PRAGMA cache_size = -4096; BEGIN');
    // Only the first read fixes the moment.
    this.database.get(sql('SELECT count(*) FROM _models'));
  }

  checkpoint(reader: string): Position | undefined {
    return storedCheckpoint(this.database, reader);
  }

  /** All rows by id. */
  *rows(model: ReadModel): Generator<StoredEntry, undefined> {
    const since = model.keepsHistory ? ['_from_occurred', '_from_recorded'] : [];
    const columns = [...since, ...fieldColumns(model), '_doc'].join(', ');
    const found = this.database.iterate(sql(`SELECT _id, ${columns} FROM ${rowsTable(model)} ORDER BY _id`));
    for (const [id, ...values] of found) yield { id: String(id), key: String(id), content: JSON.stringify(values) };
  }

  /** All versions by id and time; none without history. Their numbers are left out: they depend on how the log was cut into pages. */
  *versions(model: ReadModel): Generator<StoredEntry, undefined> {
    if (!model.keepsHistory) return;
    const times = '_from_recorded, _from_occurred';
    const columns = ['_to_recorded', '_to_occurred', ...fieldColumns(model), '_doc'].join(', ');
    const found = this.database.iterate(
      sql(`SELECT _id, ${times}, ${columns} FROM ${versionsTable(model)} ORDER BY _id, ${times}`),
    );
    for (const [id, ...values] of found) {
      const key = [String(id), ...values.slice(0, 2).map(sortable)].join('\u0000');
      yield { id: String(id), key, content: JSON.stringify(values) };
    }
  }

  close(): void {
    this.database.exec('ROLLBACK');
    this.database.close();
  }
}

/** A time as text that sorts as the number does, before 1970 too. */
const sortable = (time: unknown): string => String(Number(time) + 2 ** 52).padStart(17, '0');
