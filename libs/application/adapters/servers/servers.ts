import { openEventStoreLog } from '../../../event-log/eventstoredb/eventstoredb-log.js';
import { verifyEventStoreLog } from '../../../event-log/eventstoredb/verify-log.js';
import { SharedSubscription } from '../../../event-log/shared-subscription.js';
import { upcastingLog } from '../../../event-log/upcasting-log.js';
import { systemClock, type Clock } from '../../../kernel/dates.js';
import { workInThisThread } from '../../../projection/maintenance.js';
import { openMongo } from '../../../read-store/mongodb/connection.js';
import { MongoLeases } from '../../../read-store/mongodb/mongo-leases.js';
import { MongoMaintenance } from '../../../read-store/mongodb/mongo-maintenance.js';
import { openMongoReadStore } from '../../../read-store/mongodb/mongo-read-store.js';
import { openMongoKeyStore } from '../../../sealing/mongodb/mongo-key-store.js';
import { readModels, upcast } from '../../register/registry.js';
import type { Servers } from '../../settings/config.js';
import type { Adapters } from '../adapters.js';
import { refuseShorterLog } from '../shorter-log.js';

export interface ServersOptions {
  readonly servers: Servers;
  readonly clock?: Clock;
  /** Is told, in a line, of what operators should know. */
  readonly onNotice: (line: string) => void;
  /** Also where all keys are lost: to say so. */
  readonly acceptsLostKeys?: boolean;
}

/**
 * The servers mode: the log on EventStoreDB, read models and keys on MongoDB, shared by any number of processes.
 * @throws LogUnavailable @throws LogDamaged @throws MongoUnusable @throws ReadStoreUnavailable @throws WrongDataKey @throws KeyStoreUnavailable
 */
export async function openServers({
  servers,
  clock = systemClock,
  onNotice,
  acceptsLostKeys = false,
}: ServersOptions): Promise<Adapters> {
  const opened: { close(): Promise<void> }[] = [];
  const release = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each.close();
  };
  try {
    const mongo = await openMongo({ url: servers.mongoUrl, onNotice });
    opened.push(mongo);
    const stored = await openEventStoreLog({ url: servers.eventStoreUrl, onNotice });
    const log = new SharedSubscription(upcastingLog(stored, upcast));
    opened.push(log);
    const logIsEmpty = (await log.head()) === undefined;
    const keys = await openMongoKeyStore({
      mongo,
      dataKey: servers.dataKey,
      mayBegin: logIsEmpty || acceptsLostKeys,
    });
    opened.push(keys);
    const leases = new MongoLeases({ mongo });
    const store = await openMongoReadStore({ mongo, models: readModels, leases, logIsEmpty });
    opened.push(store);
    const maintenance = new MongoMaintenance({ mongo, leases });
    await refuseShorterLog(log, store, {
      log: 'The log on EventStoreDB',
      store: `the read models in MongoDB at ${mongo.place}`,
      remedy:
        'drop that database but for its collections `keys` and `proof`, without which personal data is lost: the rest is rebuilt',
    });
    const work = workInThisThread({
      log,
      keys,
      verifyLog: (told) => verifyEventStoreLog(log, (done) => told(done, done)),
      maintenance,
      models: readModels,
    });
    return {
      log,
      logFormat: 'eventstoredb-1',
      keys,
      store,
      processStore: store,
      maintenance,
      leases,
      maintenanceWork: () => work,
      clock,
      onNotice,
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}
