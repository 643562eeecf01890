import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { freeLogins, hasScope, Logins } from '../../libs/application/keys/logins.js';
import type { Metrics } from '../../libs/application/metrics/metrics.js';
import type { Runtime } from '../../libs/application/runtime/runtime.js';

/** A worker's own address, for those who watch it. */
export interface Health {
  readonly url: string;
  close(): Promise<void>;
}

type Watched = Pick<Runtime, 'readiness' | 'figures' | 'keys'>;

interface Parts {
  readonly runtime: Watched;
  readonly metrics: Pick<Metrics, 'text'>;
  readonly logins: Logins;
}

/**
 * `/health/live`: the process answers. `/health/ready`: as the API answers it: whether read models and processes are up with the log,
 * whichever worker is in charge of them. `/metrics`: this process's, for a key with the scope `read`. @throws what Node says when the
 * port is in use
 */
export async function tellHealth(
  runtime: Watched,
  metrics: Pick<Metrics, 'text'>,
  { host, port, onNotice }: { readonly host: string; readonly port: number; readonly onNotice: (line: string) => void },
): Promise<Health> {
  const logins = new Logins({ keys: runtime.keys, failedLogins: freeLogins, onNotice });
  const server = createServer((request, response) => {
    answer({ runtime, metrics, logins }, request, response).catch((error: unknown) => {
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

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    answerJson(response, 405, { detail: 'Here one only reads: GET.' });
    return;
  }
  if (url === '/health/live') {
    answerJson(response, 200, { status: 'live' });
    return;
  }
  if (url === '/health/ready') {
    const readiness = await parts.runtime.readiness();
    answerJson(response, readiness.ready ? 200 : 503, readiness);
    return;
  }
  if (url === '/metrics') await answerMetrics(parts, request, response);
  else answerJson(response, 404, { detail: 'See /health/live, /health/ready and /metrics.' });
}

async function answerMetrics(
  { runtime, metrics, logins }: Parts,
  { socket, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const login = await logins.of(socket.remoteAddress ?? '', headers.authorization);
  if ('code' in login) {
    const { code, detail } = login;
    if (code === 'too-many-failed-logins') response.setHeader('Retry-After', login.wait);
    else response.setHeader('WWW-Authenticate', 'Bearer');
    answerJson(response, code === 'too-many-failed-logins' ? 429 : 401, { code, detail });
    return;
  }
  if (!hasScope(login.scopes, 'read')) {
    answerJson(response, 403, { code: 'scope-missing', detail: 'This needs a key with the scope "read".' });
    return;
  }
  const text = await metrics.text(await runtime.figures());
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' });
  response.end(text);
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
