import type { EventLog } from '../../event-log/event-log.js';
import { MemoryEventLog } from '../../event-log/memory/memory-event-log.js';
import { eventsBetween } from '../../event-log/position.js';
import { pagesToEnd } from '../../event-log/pages-to-end.js';
import { SharedSubscription } from '../../event-log/shared-subscription.js';
import { upcastingLog } from '../../event-log/upcasting-log.js';
import { systemClock, type Clock } from '../../kernel/dates.js';
import { workInThisThread } from '../../projection/maintenance.js';
import { SqliteMaintenance } from '../../read-store/sqlite/sqlite-maintenance.js';
import { openSqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import type { KeyStore } from '../../sealing/key-store.js';
import { MemoryKeyStore } from '../../sealing/memory-key-store.js';
import { readModels, upcast } from '../register/registry.js';
import type { Adapters } from './adapters.js';

export interface MemoryOptions {
  readonly clock?: Clock;
  /** Of the log alone, as of another server. */
  readonly logClock?: Clock;
  readonly keys?: KeyStore;
  /** Of the read models; in memory without it. */
  readonly file?: string;
}

/** Everything in this process's memory, for as long as it lives: for tests, and to look at the API without data. */
export function memoryAdapters({
  clock = systemClock,
  logClock = clock,
  keys = new MemoryKeyStore(),
  file = ':memory:',
}: MemoryOptions = {}): Adapters {
  const log = new SharedSubscription(upcastingLog(new MemoryEventLog(logClock), upcast));
  const store = openSqliteReadStore({ file, models: readModels });
  const maintenance = new SqliteMaintenance(store);
  return {
    log,
    logFormat: 'memory',
    eventsBetween,
    keys,
    store,
    processStore: store,
    maintenance,
    maintenanceWork: () =>
      workInThisThread({ log, keys, verifyLog: () => eventsIn(log), maintenance, models: readModels }),
    clock,
    onNotice: () => undefined,
    async release() {
      await log.close();
      await store.close();
      await keys.close();
    },
  };
}

async function eventsIn(log: EventLog): Promise<number> {
  let events = 0;
  for await (const page of pagesToEnd(log)) events += page.events.length;
  return events;
}
