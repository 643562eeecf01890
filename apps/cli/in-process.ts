import { randomBytes } from 'node:crypto';
import { createApp } from '../api/app.js';
import { configFrom } from '../api/config.js';
import { Tidemark } from '../api/tidemark.js';
import type { ApiAnswer, ApiRequest, LocalTransport } from './import/transport.js';

/** The API in this process on a data folder, without a port: requests go in by injection, with a key for this run alone. */
export async function openInProcess(dataDir: string): Promise<LocalTransport> {
  const adminApiKey = randomBytes(32).toString('base64url');
  const config = { ...configFrom(process.env), dataDir, adminApiKey };
  const tidemark = await Tidemark.open(config);
  const app = await createApp(tidemark);
  const fastify = app.getHttpAdapter().getInstance();
  return {
    async send({ method, path, body, key, headers }: ApiRequest): Promise<ApiAnswer> {
      const answer = await fastify.inject({
        method,
        url: path,
        headers: {
          ...headers,
          authorization: `Bearer ${adminApiKey}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        payload: JSON.stringify(body),
      });
      const parsed: unknown = answer.payload === '' ? undefined : JSON.parse(answer.payload);
      return { status: answer.statusCode, body: parsed };
    },
    async close(): Promise<void> {
      await tidemark.settled();
      await app.close();
      await tidemark.close();
    },
  };
}
