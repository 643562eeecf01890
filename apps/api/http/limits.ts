import type { Server } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { freeLogins } from '../../../libs/application/keys/logins.js';
import { batchPath } from './path.js';
import { answerProblem, problem } from './problem.js';

/** What one process takes on, so that its memory is bounded and nobody waits for others for long. Times are in milliseconds. */
export interface Limits {
  /** Connections at once; further ones are closed. */
  readonly connections: number;
  /** Commands at once, in work or waiting; further ones are answered 503 `overloaded`. */
  readonly commands: number;
  /** Batches at once; further ones are answered the same. */
  readonly batches: number;
  /** Logins of one address that may fail at once; further ones are answered 429 `too-many-failed-logins`. */
  readonly failedLogins: number;
  /** A request must have arrived whole; then it is answered 408. Its headers alone within a third of that. */
  readonly arrival: number;
  /** A client that takes nothing of its answer is dropped. */
  readonly silence: number;
}

export const defaultLimits: Limits = {
  connections: 12_000,
  commands: 1_000,
  batches: 32,
  failedLogins: freeLogins,
  arrival: 60_000,
  silence: 60_000,
};

/** Fastify's and Node's settings for these limits. */
export const serverOptions = ({ arrival, silence }: Limits) => ({
  requestTimeout: arrival,
  connectionTimeout: silence,
  http: { headersTimeout: Math.ceil(arrival / 3), connectionsCheckingInterval: Math.ceil(arrival / 12) },
});

/** Refuses what goes beyond the limits. Operators are always let in, and their work may take its time. */
export function keepWithin(fastify: FastifyInstance, { connections, commands, batches }: Limits): void {
  const server: Server = fastify.server;
  server.maxConnections = connections;
  const most = { command: commands, batch: batches };
  const count = { command: 0, batch: 0 };
  const inWork = new WeakMap<FastifyRequest, 'command' | 'batch'>();

  // Not before the body is there: one that is sent slowly keeps nobody else out.
  fastify.addHook('preHandler', (request, reply, done) => {
    const kind = kindOf(request);
    if (kind === 'operators') request.raw.setTimeout(0);
    else if (kind !== 'read') {
      if (count[kind] >= most[kind]) {
        refuse(reply);
        return;
      }
      count[kind] += 1;
      inWork.set(request, kind);
    }
    done();
  });
  // The command is done, even where its client has gone meanwhile.
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    const kind = inWork.get(request);
    if (kind !== undefined) count[kind] -= 1;
    inWork.delete(request);
    done();
  });
}

const reads: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function kindOf({ url, method }: FastifyRequest): 'operators' | 'read' | 'batch' | 'command' {
  if (url.startsWith('/v1/admin/')) return 'operators';
  if (reads.has(method)) return 'read';
  return url === batchPath ? 'batch' : 'command';
}

function refuse(reply: FastifyReply): void {
  const detail =
    'More commands are waiting than can be served soon. Send this one again, with the same Idempotency-Key.';
  void answerProblem(reply, problem(503, 'overloaded', detail));
}
