import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Runtime } from '../../libs/application/runtime/runtime.js';

/** A worker's own address, for those who watch it. */
export interface Health {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * `/health/live`: the process answers. `/health/ready`: as the API answers it: whether read models and processes are up with the log,
 * whichever worker is in charge of them. @throws what Node says when the port is in use
 */
export async function tellHealth(
  runtime: Pick<Runtime, 'readiness'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Health> {
  const server = createServer((request, response) => {
    void answer(runtime, request.url ?? '', response);
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${String(taken)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(runtime: Pick<Runtime, 'readiness'>, url: string, response: ServerResponse): Promise<void> {
  if (url === '/health/live') return answerJson(response, 200, { status: 'live' });
  if (url !== '/health/ready') return answerJson(response, 404, { detail: 'See /health/live and /health/ready.' });
  try {
    const readiness = await runtime.readiness();
    answerJson(response, readiness.ready ? 200 : 503, readiness);
  } catch (error) {
    answerJson(response, 503, { ready: false, detail: error instanceof Error ? error.message : String(error) });
  }
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
