import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { hashOf } from '../../libs/application/keys/known-keys.js';
import type { Metrics } from '../../libs/application/metrics/metrics.js';
import type { Runtime } from '../../libs/application/runtime/runtime.js';

/** A worker's own address, for those who watch it. */
export interface Health {
  readonly url: string;
  close(): Promise<void>;
}

type Watched = Pick<Runtime, 'readiness' | 'figures' | 'keys'>;

/**
 * `/health/live`: the process answers. `/health/ready`: as the API answers it: whether read models and processes are up with the log,
 * whichever worker is in charge of them. `/metrics`: this process's, for a key with the scope `read`. @throws what Node says when the
 * port is in use
 */
export async function tellHealth(
  runtime: Watched,
  metrics: Pick<Metrics, 'text'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Health> {
  const server = createServer((request, response) => {
    answer(runtime, metrics, request, response).catch((error: unknown) => {
      answerJson(response, 503, { ready: false, detail: error instanceof Error ? error.message : String(error) });
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${String(taken)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  runtime: Watched,
  metrics: Pick<Metrics, 'text'>,
  { url, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (url === '/health/live') {
    answerJson(response, 200, { status: 'live' });
    return;
  }
  if (url === '/health/ready') {
    const readiness = await runtime.readiness();
    answerJson(response, readiness.ready ? 200 : 503, readiness);
    return;
  }
  if (url !== '/metrics') {
    answerJson(response, 404, { detail: 'See /health/live, /health/ready and /metrics.' });
    return;
  }
  if (!(await mayRead(runtime, headers.authorization))) {
    response.setHeader('WWW-Authenticate', 'Bearer');
    answerJson(response, 401, { detail: 'Send a key with the scope "read" as "Authorization: Bearer <key>".' });
    return;
  }
  const text = await metrics.text(await runtime.figures());
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' });
  response.end(text);
}

async function mayRead({ keys }: Pick<Runtime, 'keys'>, authorization = ''): Promise<boolean> {
  const [, key] = /^Bearer ([\x21-\x7e]{16,200})$/i.exec(authorization) ?? [];
  if (key === undefined) return false;
  const found = await keys.find(key, hashOf(key));
  return typeof found !== 'string' && found.scopes.some((scope) => scope === 'read' || scope === 'admin');
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
