import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ReadModel } from '../read-model.js';
import type {
  FillingStore,
  ModelStates,
  ReadStoreAside,
  ReadStoreMaintenance,
  StoredContents,
} from '../read-store-maintenance.js';
import { SqliteContents } from './contents.js';
import { beside, deleteDatabase, inMemory, promised, SqliteDatabase } from './database.js';
import { openFillingStore } from './filling-store.js';
import type { SqliteReadStore } from './sqlite-read-store.js';

/** The files beside `read.db`: `read.next.db`, which is to take its place, and those that are thrown away. */
export class SqliteAside implements ReadStoreAside {
  constructor(readonly file: string) {}

  next(models: readonly ReadModel[]): Promise<FillingStore> {
    return promised(() => openFillingStore(this.nextFile, models));
  }

  scratch(models: readonly ReadModel[]): Promise<FillingStore> {
    const file = this.file === inMemory ? inMemory : beside(this.file, `${scratch}${randomUUID()}`);
    return promised(() => openFillingStore(file, models, true));
  }

  contents(): Promise<StoredContents> {
    return promised(() => {
      const database = new SqliteDatabase(this.file, 'WAL');
      return new SqliteContents(database, () => database.close());
    });
  }

  protected get nextFile(): string {
    return beside(this.file, 'next');
  }
}

/** Maintenance by the process that serves the file. */
export class SqliteMaintenance extends SqliteAside implements ReadStoreMaintenance {
  /** @param exclusively Does the work while nobody else in this process has the file open. */
  constructor(
    private readonly served: SqliteReadStore,
    private readonly exclusively: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
  ) {
    super(served.file);
  }

  states(models: readonly ReadModel[]): Promise<ModelStates> {
    return Promise.resolve(this.served.statesOf(models));
  }

  takeOver(models: readonly ReadModel[]): Promise<void> {
    return this.exclusively(() => this.served.replaceWith(this.nextFile, models));
  }
}

/** Deletes what a verification or replay has left that was killed. Nobody else may use the folder meanwhile. */
export function deleteScratch(file: string): void {
  if (file === inMemory) return;
  const prefix = basename(beside(file, scratch)).replace(/\.db$/, '');
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(prefix) && name.endsWith('.db')) deleteDatabase(join(dirname(file), name));
  }
}

const scratch = 'scratch-';
