import type { Position } from '../../event-log/event-log.js';
import type { ReadModel } from '../read-model.js';
import type { StoredContents, StoredEntry } from '../read-store-maintenance.js';
import { promised, type SqliteDatabase } from './database.js';
import { storedCheckpoint } from './flush.js';
import { fieldColumns, rowsTable, versionsTable } from './schema.js';
import { sql } from './sql.js';

/** What a connection sees at one moment. */
export class SqliteContents implements StoredContents {
  /** @param end What becomes of the connection, which nobody else may use until then. */
  constructor(
    private readonly database: SqliteDatabase,
    private readonly end: () => void,
  ) {
    // Read once from one end to the other: nothing is worth keeping.
    this.database.exec('PRAGMA query_only = ON; PRAGMA cache_size = -4096; BEGIN');
    // Only the first read fixes the moment.
    this.database.get(sql('SELECT count(*) FROM _models'));
  }

  checkpoint(reader: string): Promise<Position | undefined> {
    return Promise.resolve(storedCheckpoint(this.database, reader));
  }

  rows(model: ReadModel): AsyncIterable<StoredEntry> {
    return inTurn(this.rowsOf(model));
  }

  versions(model: ReadModel): AsyncIterable<StoredEntry> {
    return inTurn(this.versionsOf(model));
  }

  close(): Promise<void> {
    return promised(() => {
      this.database.exec('ROLLBACK; PRAGMA query_only = OFF');
      this.end();
    });
  }

  private *rowsOf(model: ReadModel): Generator<StoredEntry, undefined> {
    const since = model.keepsHistory ? ['_from_occurred', '_from_recorded'] : [];
    const columns = [...since, ...fieldColumns(model), '_doc'].join(', ');
    const found = this.database.iterate(sql(`SELECT _id, ${columns} FROM ${rowsTable(model)} ORDER BY _id`));
    for (const [id, ...values] of found) yield { id: String(id), key: String(id), content: JSON.stringify(values) };
  }

  /** Their numbers are left out: they depend on how the log was cut into pages. */
  private *versionsOf(model: ReadModel): Generator<StoredEntry, undefined> {
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
}

/** SQLite has each entry at once. */
const inTurn = (entries: Generator<StoredEntry, undefined>): AsyncIterable<StoredEntry> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(entries.next()) }),
});

/** A time as text that sorts as the number does, before 1970 too. */
const sortable = (time: unknown): string => String(Number(time) + 2 ** 52).padStart(17, '0');
