import { existsSync } from 'node:fs';
import type { ReadModel } from '../read-model.js';
import { projections } from '../read-store.js';
import { rebuildNotice } from '../rebuild-notice.js';
import { deleteDatabase, isMarked, openDisposable } from './database.js';
import { deleteScratch } from './sqlite-maintenance.js';
import { SqliteReadStore } from './sqlite-read-store.js';
import { endsTheProcess } from './unreadable-text.js';

export interface ServedStoreOptions {
  /** `read.db`. */
  readonly file: string;
  readonly models: readonly ReadModel[];
  /** Nothing was ever recorded: empty read models are all there is to make. */
  readonly logIsEmpty: boolean;
  /** Is told, in a line, of what has to be made again. */
  readonly onNotice: (line: string) => void;
}

/** Opens the store that is answered from, with what it has (ADR 11): its states tell what has to be made again beside it. */
export async function openServedStore({
  file,
  models,
  logIsEmpty,
  onNotice,
}: ServedStoreOptions): Promise<SqliteReadStore> {
  const wasThere = existsSync(file);
  deleteScratch(file);
  if (endsTheProcess(file)) deleteDatabase(file);
  const { store, wasStore } = await opened(file, models);
  const isNew = logIsEmpty && (await store.checkpoint(projections)) === undefined;
  if (isNew && !store.isCurrent(models)) {
    store.reset(models);
    store.index(models);
  }
  const was = !wasThere ? 'was missing' : wasStore ? 'is of another version' : 'was damaged';
  const notice = rebuildNotice(`${file} ${was}`, store.statesOf(models), models);
  if (notice !== undefined) onNotice(notice);
  return store;
}

interface Opened {
  readonly store: SqliteReadStore;
  readonly wasStore: boolean;
}

/** A file that is found damaged only now is marked so, and made again at once. */
async function opened(file: string, models: readonly ReadModel[]): Promise<Opened> {
  const store = new SqliteReadStore(openDisposable(file, 'WAL'));
  try {
    return { store, wasStore: store.serve(models) };
  } catch (error) {
    if (!isMarked(file)) throw error;
    await store.close().catch(() => undefined);
    const rebuilt = new SqliteReadStore(openDisposable(file, 'WAL'));
    rebuilt.serve(models);
    return { store: rebuilt, wasStore: false };
  }
}
