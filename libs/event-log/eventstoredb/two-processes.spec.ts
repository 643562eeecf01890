import { describeTwoProcesses } from '../../../test/contracts/two-processes.contract.js';
import type { PersonId } from '../../kernel/ids.js';
import type { PersonKey } from '../../sealing/key-store.js';
import { MemoryKeyStore } from '../../sealing/memory-key-store.js';
import { serverForTests } from '../../testing/log/eventstoredb/server-for-tests.js';
import { partOfLog } from '../../testing/log/part-of-log.js';
import type { CopyTarget } from '../event-log.js';
import { openEventStoreLog } from './eventstoredb-log.js';

const url = serverForTests();
let logs: readonly Promise<CopyTarget>[] | undefined;
const opened = () => (logs ??= [1, 2].map(async () => openEventStoreLog({ url: await url() })));

afterAll(async () => {
  for (const log of logs ?? []) await (await log).close();
});

describeTwoProcesses(
  'one log of EventStoreDB',
  () => {
    const [one, other] = opened();
    if (one === undefined || other === undefined) throw new Error('Two logs are opened.');
    const part = partOfLog(one);
    const keys = new Map<PersonId, PersonKey>();
    let openings = 0;
    return {
      log: () => part.through((openings += 1) % 2 === 1 ? one : other),
      keys: () => new MemoryKeyStore(keys),
    };
  },
  0.03,
);
