import { configFrom } from '../../../libs/application/settings/config.js';
import { openEmbedded } from '../../../libs/application/adapters/embedded/embedded.js';
import { openRuntime } from '../../../libs/application/runtime/open-runtime.js';
import { newId } from '../../../libs/kernel/ids.js';
import { eventToAppend } from '../../../libs/testing/log/builders.js';
import { testKey } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { examplesOf } from '../../events/stored-examples.js';

/** A data folder with so many contracts made: some two kilobytes each in the feed. */
export async function folderWithContracts(count: number): Promise<string> {
  const folder = tempFolder();
  const example = examplesOf('contract').find(({ type }) => type === 'ContractCreated');
  if (example === undefined) throw new Error('There is no example of ContractCreated.');
  const adapters = await openEmbedded({ folder, inThreads: false });
  const { runtime, close } = await openRuntime(adapters, configFrom({ ADMIN_API_KEY: testKey }));
  await Promise.all(
    Array.from({ length: count }, () => {
      const contractId = newId();
      const data = { ...(example.data as object), contractId, name: 'x'.repeat(1000) };
      return runtime.log.append(`contract-${contractId}`, 'none', [eventToAppend('ContractCreated', data)]);
    }),
  );
  await runtime.settled();
  await close();
  return folder;
}
