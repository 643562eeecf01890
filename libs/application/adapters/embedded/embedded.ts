import { lockFolder } from '../../../event-log/sqlite/folder-lock.js';
import { logFormat } from '../../../event-log/sqlite/log-file.js';
import { openSqliteEventLog } from '../../../event-log/sqlite/sqlite-event-log.js';
import { eventsBetween } from '../../../event-log/position.js';
import { SharedSubscription } from '../../../event-log/shared-subscription.js';
import { upcastingLog } from '../../../event-log/upcasting-log.js';
import { systemClock, type Clock } from '../../../kernel/dates.js';
import { verifyLog } from '../../../event-log/sqlite/verify-log.js';
import { workInThisThread } from '../../../projection/maintenance.js';
import { workInThreads } from '../../../projection/sqlite/threads.js';
import { LongReadsInThreads } from '../../../read-store/sqlite/long-reads-in-threads.js';
import { SqliteMaintenance } from '../../../read-store/sqlite/sqlite-maintenance.js';
import { ProjectionThread } from '../../../projection/sqlite/projection-thread.js';
import { openServedStore } from '../../../read-store/sqlite/served-store.js';
import { openSqliteKeyStore } from '../../../sealing/sqlite/sqlite-key-store.js';
import { modelsModule, readModels, upcast } from '../../register/registry.js';
import type { Adapters } from '../adapters.js';
import { dataKeyOf } from './data-key.js';
import { refuseShorterLog } from '../shorter-log.js';
import { refuseLostKeys, refuseLostLog } from './lost-files.js';

export interface EmbeddedOptions {
  /** The data folder, made at the first start. */
  readonly folder: string;
  /** Wraps the keys of personal data; a file in the folder has it where this is undefined. */
  readonly dataKey?: Buffer | undefined;
  readonly clock?: Clock;
  /** Is told, in a line, of what was missing or damaged in the folder and is mended. */
  readonly onNotice?: (line: string) => void;
  /** False: the read models are written by this thread. Sources that are not compiled have no other. */
  readonly inThreads?: boolean;
  /** Where the sources are compiled, from which threads make long reads; undefined: this thread makes them. */
  readonly compiled?: URL | undefined;
}

/**
 * The embedded mode: SQLite files in a data folder, and no server.
 * @throws FolderInUse @throws FolderNotWritable @throws LogDamaged @throws WrongDataKey @throws KeyStoreUnavailable
 */
export async function openEmbedded({
  folder,
  dataKey,
  clock = systemClock,
  onNotice = () => undefined,
  inThreads = true,
  compiled = inThreads ? new URL('../../../../', import.meta.url) : undefined,
}: EmbeddedOptions): Promise<Adapters> {
  const lock = lockFolder(folder);
  try {
    refuseLostLog(folder);
    const wrappingKey = dataKey ?? dataKeyOf(folder);
    const log = new SharedSubscription(upcastingLog(openSqliteEventLog({ folder, clock }), upcast));
    const logIsEmpty = (await log.head()) === undefined;
    if (!logIsEmpty) refuseLostKeys(folder);
    const keys = openSqliteKeyStore(folder, wrappingKey);
    const store = await openServedStore({ file: `${folder}/read.db`, models: readModels, logIsEmpty, onNotice });
    const thread = inThreads ? new ProjectionThread({ file: store.file, modelsModule }) : undefined;
    const longReads =
      compiled &&
      new LongReadsInThreads({
        folder,
        dataKey: wrappingKey,
        store,
        models: readModels,
        module: new URL('libs/application/runtime/long-reads.js', compiled),
        worker: new URL('libs/read-store/sqlite/reader.worker.js', compiled),
      });
    const maintenance = new SqliteMaintenance(store, (work) => longReads?.exclusively(work) ?? work());
    await refuseShorterLog(log, store, {
      log: `${folder}/log.db`,
      store: `${folder}/read.db`,
      remedy: 'delete read.db: it is rebuilt',
    });
    return {
      log,
      logFormat: `sqlite-${String(logFormat)}`,
      eventsBetween,
      keys,
      store,
      writers: thread,
      longReads,
      // The thread is the one writer of the file, also of what processes keep.
      processStore: {
        checkpoint: (reader) => store.checkpoint(reader),
        documents: (collection, ids) => store.documents(collection, ids),
        flush: (flush) => (thread ?? store).flush(flush),
      },
      maintenance,
      maintenanceWork: (signal) =>
        inThreads
          ? workInThreads({ folder, dataKey: wrappingKey, file: store.file, modelsModule: modelsModule.href }, signal)
          : workInThisThread({
              log,
              keys,
              verifyLog: (told) => verifyLog(folder, told),
              maintenance,
              models: readModels,
            }),
      clock,
      onNotice,
      async release() {
        await longReads?.close();
        await thread?.close();
        await log.close();
        await store.close();
        await keys.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
