import { randomBytes } from 'node:crypto';
import { Batch } from '../api/batch/batch.js';
import { batchLinesIn } from '../api/batch/batch-lines.parse.js';
import { createApp } from '../api/app.js';
import { configFrom } from '../api/config.js';
import { Tidemark } from '../api/tidemark.js';
import { gathered } from './import/gathered.js';
import { linesOf, type ApiAnswer, type ApiRequest, type LocalTransport } from './import/transport.js';

/** The API in this process on a data folder, without a port: requests go in as batches, with a key for this run alone. */
export async function openInProcess(dataDir: string): Promise<LocalTransport> {
  const adminApiKey = randomBytes(32).toString('base64url');
  const config = { ...configFrom(process.env), dataDir, adminApiKey };
  const tidemark = await Tidemark.open(config);
  const app = await createApp(tidemark);
  const [key] = tidemark.keys;
  if (key === undefined) throw new TypeError('Tidemark has no key for this run.');
  const { calendar } = config;
  const sender = { actor: key.actor, calendar, clock: tidemark.parts.clock };
  return {
    send: gathered<ApiRequest, ApiAnswer>((requests) =>
      app.get(Batch).run(batchLinesIn(linesOf(requests)), { ...sender, headers: headersOf(requests) }),
    ),
    async close(): Promise<void> {
      await tidemark.settled();
      await app.close();
      await tidemark.close();
    },
  };
}

const headersOf = ([first]: readonly ApiRequest[]): Record<string, string> =>
  Object.fromEntries(Object.entries(first?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
