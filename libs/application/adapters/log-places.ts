import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CopyTarget } from '../../event-log/event-log.js';
import { openEventStoreLog } from '../../event-log/eventstoredb/eventstoredb-log.js';
import { lockFolder } from '../../event-log/sqlite/folder-lock.js';
import { hasLog } from '../../event-log/sqlite/log-file.js';
import { openSqliteEventLog } from '../../event-log/sqlite/sqlite-event-log.js';
import { systemClock } from '../../kernel/dates.js';
import { openMongo } from '../../read-store/mongodb/connection.js';
import type { KeyCopyTarget } from '../../sealing/key-store.js';
import { openMongoKeyStore } from '../../sealing/mongodb/mongo-key-store.js';
import { openSqliteKeyStore } from '../../sealing/sqlite/sqlite-key-store.js';
import { ConfigError, isEventStoreUrl } from '../settings/config.js';
import { dataKeyName, dataKeyOf, storedDataKey } from './embedded/data-key.js';

/** A log with the keys of its persons, as a copy reads or writes them. */
export interface LogPlace {
  readonly log: CopyTarget;
  readonly keys: KeyCopyTarget;
  close(): Promise<void>;
}

/** What servers need beside the address of the log. */
interface Settings {
  readonly mongoUrl: string | undefined;
  readonly dataKey: Buffer | undefined;
}

/** Opens a data folder, which nothing else may use, or the log of a server. @throws ConfigError and what the adapters throw */
export async function openLogPlace(at: string, role: 'source' | 'target', settings: Settings): Promise<LogPlace> {
  return isEventStoreUrl(at) ? openServers(at, role, settings) : openFolder(at, role, settings);
}

async function openServers(url: string, role: 'source' | 'target', { mongoUrl, dataKey }: Settings): Promise<LogPlace> {
  if (mongoUrl === undefined || dataKey === undefined) {
    throw new ConfigError('The keys of a log on EventStoreDB are in MongoDB: set MONGODB_URL and DATA_KEY.');
  }
  const mongo = await openMongo({ url: mongoUrl });
  try {
    const log = await openEventStoreLog({ url });
    try {
      const keys = await openMongoKeyStore({ mongo, dataKey, mayBegin: role === 'target' });
      return { log, keys, close: () => closed(log, keys, mongo) };
    } catch (error) {
      await log.close();
      throw error;
    }
  } catch (error) {
    await mongo.close();
    throw error;
  }
}

function openFolder(folder: string, role: 'source' | 'target', { dataKey }: Settings): LogPlace {
  if (role === 'source' && !hasLog(folder)) throw new ConfigError(`There is no log in ${folder}: name a data folder.`);
  const lock = lockFolder(folder);
  try {
    // The folder's own key, where it has one: DATA_KEY may be that of the other place.
    const own = existsSync(join(folder, dataKeyName)) ? storedDataKey(folder) : (dataKey ?? dataKeyOf(folder));
    const keys = openSqliteKeyStore(folder, own);
    const log = openSqliteEventLog({ folder, clock: systemClock });
    const close = async (): Promise<void> => {
      await closed(log, keys);
      lock.release();
    };
    return { log, keys, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function closed(...all: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const each of all) await each.close();
}
