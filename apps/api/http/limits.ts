import type { Server } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, problem } from './problem.js';

/** What one process takes on, so that its memory is bounded and nobody waits for others for long. Times are in milliseconds. */
export interface Limits {
  /** Connections at once; further ones are closed. */
  readonly connections: number;
  /** Commands at once, in work or waiting; further ones are answered 503 `overloaded`. */
  readonly commands: number;
  /** A request must have arrived whole; then it is answered 408. Its headers alone within a third of that. */
  readonly arrival: number;
  /** A client that takes nothing of its answer is dropped. */
  readonly silence: number;
}

export const defaultLimits: Limits = { connections: 12_000, commands: 1_000, arrival: 60_000, silence: 60_000 };

/** Fastify's and Node's settings for these limits. */
export const serverOptions = ({ arrival, silence }: Limits) => ({
  requestTimeout: arrival,
  connectionTimeout: silence,
  http: { headersTimeout: Math.ceil(arrival / 3), connectionsCheckingInterval: Math.ceil(arrival / 12) },
});

/** Refuses what goes beyond the limits. Operators are always let in, and their work may take its time. */
export function keepWithin(fastify: FastifyInstance, { connections, commands }: Limits): void {
  const server: Server = fastify.server;
  server.maxConnections = connections;
  const inWork = new WeakSet<FastifyRequest>();
  let count = 0;

  // Not before the body is there: one that is sent slowly keeps nobody else out.
  fastify.addHook('preHandler', (request, reply, done) => {
    if (isOperators(request)) request.raw.setTimeout(0);
    else if (!reads.has(request.method)) {
      if (count >= commands) {
        refuse(reply);
        return;
      }
      count += 1;
      inWork.add(request);
    }
    done();
  });
  // The command is done, even where its client has gone meanwhile.
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    if (inWork.delete(request)) count -= 1;
    done();
  });
}

const reads: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const isOperators = ({ url }: FastifyRequest): boolean => url.startsWith('/v1/admin/');

function refuse(reply: FastifyReply): void {
  const detail =
    'More commands are waiting than can be served soon. Send this one again, with the same Idempotency-Key.';
  void answerProblem(reply, problem(503, 'overloaded', detail));
}
