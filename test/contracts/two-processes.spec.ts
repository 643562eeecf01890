import { MemoryEventLog } from '../../libs/event-log/memory/memory-event-log.js';
import type { PersonId } from '../../libs/kernel/ids.js';
import type { PersonKey } from '../../libs/sealing/key-store.js';
import { MemoryKeyStore } from '../../libs/sealing/memory-key-store.js';
import { describeTwoProcesses } from './two-processes.contract.js';

describeTwoProcesses('one log in memory', (clock) => {
  const log = new MemoryEventLog(clock);
  const keys = new Map<PersonId, PersonKey>();
  return { log: () => log, keys: () => new MemoryKeyStore(keys) };
});
