import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../../../libs/application/metrics/metrics.js';
import { eventStream } from './media-types.js';

/** Counts and times what is answered, by route and status. A live answer ends with its reader: how long it took says nothing. */
export function watchRequests(fastify: FastifyInstance, metrics: Pick<Metrics, 'request'>): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    if (reply.getHeader('content-type') !== eventStream) {
      metrics.request({
        method: request.method,
        route: request.routeOptions.url ?? '(none)',
        status: reply.statusCode,
        seconds: reply.elapsedTime / 1000,
        code: request.problemCode,
      });
    }
    done();
  });
}
