import { newId } from '../../libs/kernel/ids.js';
import { Batch } from '../api/batch/batch.js';
import { batchLinesIn } from '../api/batch/batch-lines.parse.js';
import { createApp } from '../api/app.js';
import { openEmbedded } from '../../libs/application/adapters/embedded/embedded.js';
import { configFrom } from '../../libs/application/settings/config.js';
import { administratorKeyId } from '../../libs/application/keys/api-key-text.js';
import { Runtime } from '../../libs/application/runtime/runtime.js';
import { gathered } from './import/gathered.js';
import { linesOf, type ApiAnswer, type ApiRequest, type LocalTransport } from './import/transport.js';

/** The API in this process on a data folder, without a port: requests go in as batches, as the administrator's. */
export async function openInProcess(dataDir: string): Promise<LocalTransport> {
  const { calendar, dataKey } = configFrom(process.env);
  const adapters = await openEmbedded({ folder: dataDir, dataKey });
  const app = await createApp(adapters, { calendar });
  const runtime = app.get(Runtime);
  const actor = { kind: 'key', id: administratorKeyId } as const;
  const sender = { requestId: newId(), actor, scopes: ['admin'] as const, calendar, clock: adapters.clock };
  return {
    send: gathered<ApiRequest, ApiAnswer>(async (requests) =>
      app.get(Batch).run(await batchLinesIn(Buffer.from(linesOf(requests))), {
        ...sender,
        headers: headersOf(requests),
      }),
    ),
    settled: () => runtime.settled(),
    async close(): Promise<void> {
      await runtime.settled();
      await app.close();
    },
  };
}

const headersOf = ([first]: readonly ApiRequest[]): Record<string, string> =>
  Object.fromEntries(Object.entries(first?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
