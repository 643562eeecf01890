import type { ReadModel } from '../read-model.js';
import type { FillingStore, StoredContents } from '../read-store-maintenance.js';
import { SqliteContents } from './contents.js';
import { deleteDatabase, openDisposable, promised, type SqliteDatabase } from './database.js';
import { SqliteReadStore } from './sqlite-read-store.js';

/** A store in a file that nobody is answered from: nothing belongs to it but the file itself, so that it can be moved. */
export class SqliteFillingStore extends SqliteReadStore implements FillingStore {
  constructor(
    database: SqliteDatabase,
    private readonly models: readonly ReadModel[],
    private readonly isScratch: boolean,
  ) {
    super(database);
    if (!this.isCurrent(models)) this.reset(models);
  }

  empty(): Promise<void> {
    return promised(() => this.reset(this.models));
  }

  makeIndexes(): Promise<void> {
    return promised(() => this.index(this.models));
  }

  contents(): Promise<StoredContents> {
    return promised(() => new SqliteContents(this.database, () => undefined));
  }

  override async close(): Promise<void> {
    await super.close();
    if (this.isScratch) deleteDatabase(this.file);
  }
}

/** Opens the store to go on filling it; empty where the file is damaged, missing or of other models. */
export const openFillingStore = (file: string, models: readonly ReadModel[], isScratch = false): SqliteFillingStore =>
  new SqliteFillingStore(openDisposable(file, 'DELETE'), models, isScratch);
