import { randomBytes } from 'node:crypto';
import { Batch } from '../api/batch/batch.js';
import { batchLinesIn } from '../api/batch/batch-lines.parse.js';
import { createApp } from '../api/app.js';
import { openEmbedded } from '../../libs/application/adapters/embedded/embedded.js';
import { configFrom } from '../../libs/application/settings/config.js';
import { Runtime } from '../../libs/application/runtime/runtime.js';
import { gathered } from './import/gathered.js';
import { linesOf, type ApiAnswer, type ApiRequest, type LocalTransport } from './import/transport.js';

/** The API in this process on a data folder, without a port: requests go in as batches, with a key for this run alone. */
export async function openInProcess(dataDir: string): Promise<LocalTransport> {
  const adminApiKey = randomBytes(32).toString('base64url');
  const { calendar, dataKey } = configFrom(process.env);
  const adapters = await openEmbedded({ folder: dataDir, dataKey });
  const app = await createApp(adapters, { calendar, adminApiKey });
  const runtime = app.get(Runtime);
  const [key] = runtime.keys;
  if (key === undefined) throw new TypeError('Tidemark has no key for this run.');
  const sender = { requestId: 'in-process', actor: key.actor, calendar, clock: adapters.clock };
  return {
    send: gathered<ApiRequest, ApiAnswer>((requests) =>
      app.get(Batch).run(batchLinesIn(Buffer.from(linesOf(requests))), { ...sender, headers: headersOf(requests) }),
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
