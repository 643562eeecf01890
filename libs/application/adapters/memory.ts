import { MemoryEventLog } from '../../event-log/memory/memory-event-log.js';
import { upcastingLog } from '../../event-log/upcasting-log.js';
import { systemClock, type Clock } from '../../kernel/dates.js';
import { openSqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import type { KeyStore } from '../../sealing/key-store.js';
import { MemoryKeyStore } from '../../sealing/memory-key-store.js';
import { readModels, upcast } from '../register/registry.js';
import type { Adapters } from './adapters.js';

export interface MemoryOptions {
  readonly clock?: Clock;
  readonly keys?: KeyStore;
  /** Of the read models; in memory without it. */
  readonly file?: string;
}

/** Everything in this process's memory, for as long as it lives: for tests, and to look at the API without data. */
export function memoryAdapters({
  clock = systemClock,
  keys = new MemoryKeyStore(),
  file = ':memory:',
}: MemoryOptions = {}): Adapters {
  const log = upcastingLog(new MemoryEventLog(clock), upcast);
  const store = openSqliteReadStore({ file, models: readModels });
  const alone = (): never => {
    throw new Error('Read models in memory are neither rebuilt nor verified: open them again.');
  };
  return {
    log,
    keys,
    store,
    processStore: store,
    maintenance: {
      modelsInState: (state, models) => store.modelsInState(state, models),
      rebuild: alone,
      verify: alone,
    },
    clock,
    onNotice: () => undefined,
    async release() {
      await log.close();
      await store.close();
      await keys.close();
    },
  };
}
